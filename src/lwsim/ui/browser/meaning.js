/* The meaning of an underlined word, beside it: on hover, on focus, by a tap. Escape or a look elsewhere closes it. */
import { entryOf, idOf } from "./terms.js";

const OPENS = 150, CLOSES = 250, EDGE = 8;

const box = document.createElement("div"), title = document.createElement("b"), says = document.createElement("p"), all = document.createElement("a");
box.className = "lw meaning";
box.hidden = true;
box.setAttribute("role", "dialog");
says.id = "meaning-says";
all.textContent = "All words";
all.target = "lwsim-words";
box.append(title, says, all);
document.body.append(box);

let word = null, isPinned = false, timer = 0, glossary = "";

/* Where the page of all words stands; without one the box leads nowhere. */
export function allWordsAt(address) { glossary = address; }

function put() {
  if (!word) return;
  const near = [...word.getClientRects()][0];
  if (!word.isConnected || !near || near.bottom < 0 || near.top > innerHeight) { close(); return; }
  const wide = document.body.clientWidth, { offsetWidth: width, offsetHeight: height } = box;
  const isBelow = near.bottom + height + EDGE < innerHeight || near.top < height + EDGE;
  box.style.left = Math.max(EDGE, Math.min(near.left, wide - width - EDGE)) + "px";
  box.style.top = (isBelow ? near.bottom + 4 : near.top - height - 4) + "px";
}

function open(at, pins) {
  clearTimeout(timer);
  if (word !== at) close();
  word = at;
  isPinned ||= pins;
  const entry = entryOf(at.dataset.word);
  title.textContent = entry.word;
  says.replaceChildren(...parts(entry.meaning));
  all.hidden = !glossary;
  all.href = `${glossary}#${idOf(at.dataset.word)}`;
  box.setAttribute("aria-label", `What “${entry.word}” means`);
  at.setAttribute("aria-describedby", says.id);
  box.hidden = false;
  put();
}

/* A meaning's text, what stands between asterisks in italics. */
function parts(meaning) {
  return meaning.split(/\*([^*]+)\*/).map((text, i) => {
    if (i % 2 === 0) return text.replaceAll("`", "");
    const other = document.createElement("i");
    other.textContent = text;
    return other;
  });
}

function close() {
  clearTimeout(timer);
  word?.removeAttribute("aria-describedby");
  word = null;
  isPinned = false;
  box.hidden = true;
}

const wordAt = (target) => target.closest?.(".term");
function later(done, wait) { clearTimeout(timer); timer = setTimeout(done, wait); }

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const at = wordAt(event.target);
  if (at) { if (at !== word && !isPinned) later(() => open(at, false), OPENS); else clearTimeout(timer); }
  else if (box.contains(event.target)) clearTimeout(timer);
  else if (!isPinned && document.activeElement !== word) later(close, CLOSES);
});
document.addEventListener("focusin", (event) => {
  const at = wordAt(event.target);
  if (at) open(at, false);
  else if (!box.contains(event.target)) close();
});
document.addEventListener("click", (event) => {
  const at = wordAt(event.target);
  if (!at) { if (!box.contains(event.target)) close(); return; }
  event.preventDefault(); // a word in a label chooses nothing
  if (at === word && isPinned) close(); else open(at, true);
});
document.addEventListener("keydown", (event) => {
  const at = wordAt(event.target);
  if (event.key === "Escape" && word) {
    const back = box.contains(document.activeElement) ? word : null;
    close();
    if (back) { back.focus(); close(); }
  } else if (at && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    open(at, true);
    if (glossary) all.focus();
  }
});
/* Tab leads from the link on to what follows the word, and not to the end of the page where the box stands. */
all.addEventListener("keydown", (event) => { if (event.key === "Tab" && word) { word.focus(); if (event.shiftKey) event.preventDefault(); } });
addEventListener("scroll", put, { capture: true, passive: true });
addEventListener("resize", put);
