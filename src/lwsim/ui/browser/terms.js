/* Words with a meaning: found in a text and underlined. What they mean stands in glossary_words.js, and meaning.js tells it. */
import { SECTIONS } from "./glossary_words.js";

/* Words of the glossary that running text mostly uses in their everyday sense: marked only where they stand alone, as titles do. */
const EVERYDAY = new Set(["person", "hour", "place", "week", "post", "seat", "event", "switch", "seed", "key", "factor", "design", "point", "store", "settle",
  "journal", "batch", "crate", "regret", "reading", "standing", "stated", "lived", "today", "environment", "practice", "power", "purpose", "force", "ordinary",
  "mechanistic", "relational", "community", "service", "skill", "trust", "belonging", "contract", "grant", "reserves", "pot", "tie", "fit", "lost", "effective",
  "discounted", "strain", "experiment", "legitimacy", "luck", "employer", "recovery", "measure", "certificate", "shared identity", "own income", "taken up",
  "embedded", "local place", "ahead", "scenario", "innovation", "practitioner", "verdict", "first look", "quick answer", "full answer"]);

const MEASURED = "What is measured";
export const idOf = (word) => "word-" + word.toLowerCase().replace(/[^a-z0-9]+/g, "-");
export const ENTRIES = SECTIONS.flatMap(([title, entries]) => entries.map(([word, forms, meaning]) => ({ word, forms, meaning, isMeasure: title === MEASURED })));
const BY_FORM = new Map();
for (const entry of ENTRIES) for (const form of entry.forms) if (!BY_FORM.has(form.toLowerCase())) BY_FORM.set(form.toLowerCase(), entry);

const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/* Of one and of many: tie or ties, community or communities, crisis or crises. */
const many = (form) => (form.endsWith("y") ? escaped(form.slice(0, -1)) + "(?:y|ies)" : form.endsWith("is") ? escaped(form.slice(0, -2)) + "[ie]s" : escaped(form) + "s?");
const RUNNING = [...BY_FORM.entries()].filter(([form, entry]) => !entry.isMeasure && !EVERYDAY.has(form)).map(([form]) => form).sort((a, b) => b.length - a.length);
const PATTERN = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${RUNNING.map((form) => `(${many(form)})`).join("|")})(?![\\p{L}\\p{N}-])`, "giu");

export const entryOf = (form) => BY_FORM.get(form.trim().toLowerCase());

/* A text as pieces, those with an entry being words of the glossary; each word the first time alone. */
export function pieces(text) {
  if (!text) return [];
  const whole = entryOf(text);
  if (whole) return [{ text, entry: whole }];
  const found = [], told = new Set();
  let from = 0;
  for (const hit of text.matchAll(PATTERN)) {
    const entry = BY_FORM.get(RUNNING[hit.slice(1).findIndex((one) => one !== undefined)]);
    if (told.has(entry)) continue;
    told.add(entry);
    if (hit.index > from) found.push({ text: text.slice(from, hit.index) });
    found.push({ text: hit[0], entry });
    from = hit.index + hit[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/* A text of a page with its words underlined. A span and not a button, so that a line may break within it. */
export const Words = {
  props: { text: String },
  computed: { pieces() { return pieces(this.text); } },
  template: `<template v-for="(one, i) in pieces" :key="i"><span v-if="one.entry" class="term" :class="{ alone: pieces.length === 1 }" role="button" tabindex="0" :data-word="one.entry.forms[0]">{{ one.text }}</span><template v-else>{{ one.text }}</template></template>`,
};

/* The same on a page that is built without Vue: underlines the words of what it already shows. */
export function underlined(holder) {
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, button, select, label, summary, code, svg, th, [role=button], [aria-live]")) texts.push(walker.currentNode);
  for (const text of texts) {
    const found = pieces(text.data);
    if (!found.some((one) => one.entry)) continue;
    text.replaceWith(...found.map((one) => {
      if (!one.entry) return one.text;
      const word = document.createElement("span");
      Object.entries({ class: found.length === 1 ? "term alone" : "term", role: "button", tabindex: "0", "data-word": one.entry.forms[0] }).forEach(([key, held]) => word.setAttribute(key, held));
      word.textContent = one.text;
      return word;
    }));
  }
}
