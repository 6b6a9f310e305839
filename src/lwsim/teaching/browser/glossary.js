/* All words with their meanings, as a list that can be searched; the same that the planner's pages tell beside a word. */
import { SECTIONS } from "../look/glossary_words.js";
import { entryOf, idOf } from "../look/terms.js";
import { h } from "./draw.js";

const main = document.getElementById("main"), taken = new Set();
const once = (id) => (taken.has(id) ? null : taken.add(id) && id);

/* A meaning, its words in italics leading to their own entries. */
function told(meaning) {
  return meaning.split(/\*([^*]+)\*/).map((text, i) => {
    const other = i % 2 ? entryOf(text) ?? entryOf(text.replace(/s$/, "")) : null;
    return other ? h("a", { href: "#" + idOf(other.forms[0]) }, text) : text.replaceAll("`", "");
  });
}

const rows = [], parts = SECTIONS.map(([title, entries]) => h("section", {}, h("h2", {}, title), h("dl", { class: "all-words" }, ...entries.map(([word, forms, meaning]) => {
  const row = h("div", { id: once(idOf(forms[0])), tabindex: "-1" }, h("dt", {}, word), h("dd", {}, told(meaning)));
  rows.push({ row, text: `${word} ${forms.join(" ")} ${meaning}`.toLowerCase() });
  return row;
}))));
const found = h("p", { class: "soft", role: "status" });
const sought = h("input", { type: "search", class: "select", id: "sought", autocomplete: "off", oninput: sift });

function sift() {
  const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of rows) one.row.hidden = !words.every((word) => one.text.includes(word));
  for (const part of parts) part.hidden = [...part.querySelectorAll("dl > div")].every((row) => row.hidden);
  found.textContent = words.length ? `${rows.filter((one) => !one.row.hidden).length} of ${rows.length} words` : `${rows.length} words`;
}

function turned() {
  const row = document.getElementById(location.hash.slice(1));
  if (!row || row === main) return;
  sought.value = "";
  sift();
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

sift();
main.replaceChildren(h("h1", {}, "Words"), h("p", {}, "One word for one idea. On the other pages a word with a dotted line tells the same."),
  h("p", { class: "seeking" }, h("label", { for: "sought" }, "Search"), sought), found, ...parts);
addEventListener("hashchange", turned);
turned();
