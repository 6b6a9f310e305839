/* What paper needs beside the verdict and the charts: what was compared, on what it rests, and the link that opens it again. */
const FOLDED = ".found .rest, .pair .chart details";
let unfolded = [];

/* Paper unfolds nothing: what is folded away in words and the two first tables are opened for it, and folded again. */
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(FOLDED)].filter((one) => !one.open);
  for (const one of unfolded) one.open = true;
  for (const one of document.querySelectorAll(".printed .address")) one.textContent = location.href.length < 600 ? location.href : "too long for paper; keep the scenario files or the link itself";
});
addEventListener("afterprint", () => { for (const one of unfolded) one.open = false; });

const percent = (share) => (share ? (share < 0 ? "−" : "+") + Math.abs(Math.round(1000 * share) / 10) + "%" : "as today");

export const Printed = {
  props: { cards: Array, forces: Array, years: Number, about: String, rests: Array },
  methods: {
    percent,
    letter: (slot) => "ABCD"[slot],
    events: (card) => card.events.map((one) => `week ${one.week}: ${one.words}`).join("; ") || "none",
    also: (card) => [card.off.length ? "switched off: " + card.off.join(", ").replaceAll("_", " ") : "", card.numbers ? card.numbers + " numbers or theories of its own" : ""].filter(Boolean).join("; "),
  },
  template: `
    <section class="printed" aria-label="What was compared">
      <h2>What was compared</h2>
      <p>{{ about }} Years ahead: {{ years }}.</p>
      <table class="numbers lines">
        <thead><tr><th scope="col">Setting</th><th v-for="(card, slot) in cards" :key="slot" scope="col">{{ letter(slot) }}: {{ card.title }}</th></tr></thead>
        <tbody>
          <tr v-for="force in forces" :key="force.key"><th scope="row">{{ force.title }}</th><td v-for="(card, slot) in cards" :key="slot">{{ (card.forces[force.key] ?? force.today).toFixed(2) }} (0: {{ force.left }}, 1: {{ force.right }}; today {{ force.today }})</td></tr>
          <tr><th scope="row">Money</th><td v-for="(card, slot) in cards" :key="slot">{{ percent(card.money) }}</td></tr>
          <tr><th scope="row">Staff</th><td v-for="(card, slot) in cards" :key="slot">{{ percent(card.staff) }}</td></tr>
          <tr><th scope="row">Events</th><td v-for="(card, slot) in cards" :key="slot">{{ events(card) }}</td></tr>
          <tr v-if="cards.some(also)"><th scope="row">Also</th><td v-for="(card, slot) in cards" :key="slot">{{ also(card) || 'nothing' }}</td></tr>
        </tbody>
      </table>
      <h2>On what it rests</h2>
      <ul class="dots"><li v-for="line in rests" :key="line">{{ line }}</li></ul>
      <p class="small">This page again: <span class="address"></span></p>
    </section>`,
};
