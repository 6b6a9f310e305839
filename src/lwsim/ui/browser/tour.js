/* The first visit: four steps, each beside the part of the page that it tells of. Shown once, and again when asked for. */
import { Words } from "./terms.js";

const SEEN = "lwsim.seen";
const STEPS = [
  { title: "Read", at: ".pairing", says: "Two systems are compared already. The verdict says who is ahead, on what, and how surely. A quick answer comes first; plausible worlds follow and show what is not known." },
  { title: "Set", at: ".card", says: "Choose a place, and how each system is run: what it is for, who decides, how it works. Neither end of a slider is good or bad; both cost something. The small tick is an ordinary system today." },
  { title: "Look", at: ".pair", says: "Need met now beside capacity for later, then waits, crisis, staff, fairness, money. “The numbers” opens a table under any chart. A word with a dotted line tells its meaning." },
  { title: "Keep", at: ".keep", says: "A page for a board, a picture, a spreadsheet, or the link, which holds everything you set." },
];

/* Show the tour again, wherever the visitor is: at once here, or when Compare is next opened. */
export function tourAgain() {
  localStorage.removeItem(SEEN);
  window.dispatchEvent(new Event("lw-tour"));
}

export const Tour = {
  components: { Words },
  data: () => ({ step: localStorage.getItem(SEEN) ? -1 : 0 }),
  computed: { now() { return STEPS[this.step]; }, last: () => STEPS.length - 1 },
  mounted() { this.again = () => this.go(0); window.addEventListener("lw-tour", this.again); this.mark(); },
  unmounted() { window.removeEventListener("lw-tour", this.again); this.unmark(); },
  methods: {
    go(step) {
      this.step = step;
      this.mark();
      document.querySelector(this.now.at)?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    },
    leave() { localStorage.setItem(SEEN, "1"); this.step = -1; this.unmark(); document.getElementById("found").focus({ preventScroll: true }); },
    mark() { this.unmark(); if (this.now) document.querySelector(this.now.at)?.classList.add("toured"); },
    unmark() { document.querySelectorAll(".toured").forEach((one) => one.classList.remove("toured")); },
  },
  template: `
    <section v-if="now" class="tour" aria-label="A first look around" @keydown.esc="leave">
      <div aria-live="polite"><b>{{ now.title }}</b> <span class="soft">{{ step + 1 }} of {{ last + 1 }}</span><p><words :text="now.says"/></p></div>
      <div class="row"><button v-if="step < last" type="button" class="button main" @click="go(step + 1)">Next</button>
        <button v-if="step" type="button" class="button" @click="go(step - 1)">Back</button>
        <button type="button" class="button" :class="step < last ? 'plain' : 'main'" @click="leave">{{ step < last ? 'Leave the tour' : 'Begin' }}</button></div>
    </section>`,
};
