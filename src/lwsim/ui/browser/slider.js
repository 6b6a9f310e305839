/* Sliders with a name, both ends said, and a sentence that changes as they move. */
import { Words } from "./terms.js";

const SETTLED = 1500;

/* An echo of an older setting must not pull a slider back while it is still being moved. */
const holding = {
  data: () => ({ held: null, touched: 0 }),
  methods: {
    hold(event) { this.held = Number(event.target.value); this.touched = performance.now(); return this.held; },
    input(event) { this.$emit("moving", this.hold(event)); },
    change_(event) { this.$emit("moved", this.hold(event)); },
    echo(now) { if (now === this.held || performance.now() - this.touched > SETTLED) this.held = null; },
  },
};

/* One force, with where an ordinary system stands today. */
export const ForceSlider = {
  components: { Words },
  mixins: [holding],
  props: { force: Object, setting: Number, owner: String },
  emits: ["moving", "moved"],
  computed: {
    value() { return this.held ?? this.setting ?? this.force.today; },
    says() { return this.force.says.find(([below]) => this.value < below)[1]; },
    name() { return `${this.force.title} of ${this.owner}, from ${this.force.left} to ${this.force.right}`; },
  },
  watch: { setting(now) { this.echo(now); } },
  template: `
    <div class="force">
      <div class="poles"><b><words :text="force.title"/></b><span aria-hidden="true">{{ force.left }}</span><span aria-hidden="true">{{ force.right }}</span></div>
      <div class="rail">
        <span class="today" :style="{ left: 'calc(.575rem + (100% - 1.15rem) * ' + force.today + ')' }" title="An ordinary system today"></span>
        <input class="slide" type="range" min="0" max="1" step="0.01" :value="value" :aria-label="name"
          :aria-valuetext="value.toFixed(2) + ': ' + says" :style="{ '--at': 100 * value + '%' }" @input="input" @change="change_">
      </div>
      <p class="says"><words :text="says"/></p>
    </div>`,
};

const AMOUNTS = { money: ["Money", "commissioned budget"], staff: ["Staff", "funded posts"] };

/* Money or staff, half less to half more. */
export const AmountSlider = {
  mixins: [holding],
  props: { which: String, change: Number, owner: String },
  emits: ["moving", "moved"],
  computed: {
    value() { return this.held ?? this.change; },
    title() { return AMOUNTS[this.which][0]; },
    says() {
      const what = AMOUNTS[this.which][1], size = Math.abs(Math.round(1000 * this.value) / 10);
      return size ? `${size}% ${this.value < 0 ? "less" : "more"} ${what}`.replace("less funded", "fewer funded") : `${what} as today`;
    },
  },
  watch: { change(now) { this.echo(now); } },
  template: `
    <div class="force amount">
      <div class="poles" aria-hidden="true"><b>{{ title }}</b><span class="said">{{ says }}</span></div>
      <div class="rail">
        <span class="today" style="left: 50%"></span>
        <input class="slide" type="range" min="-0.5" max="0.5" step="0.01" :value="value" :aria-label="title + ' of ' + owner" :aria-valuetext="says"
          :style="{ '--at': 100 * (value + 0.5) + '%' }" @input="input" @change="change_">
      </div>
    </div>`,
};
