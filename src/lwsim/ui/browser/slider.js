/* One force: a slider with both poles named, where today stands, and a sentence that changes as it moves. */
const SETTLED = 1500;

export const ForceSlider = {
  props: { force: Object, setting: Number, owner: String },
  emits: ["moving", "moved"],
  data() { return { held: null, touched: 0 }; },
  computed: {
    value() { return this.held ?? this.setting ?? this.force.today; },
    says() { return this.force.says.find(([below]) => this.value < below)[1]; },
    name() { return `${this.force.title} of ${this.owner}, from ${this.force.left} to ${this.force.right}`; },
  },
  // An echo of an older setting must not pull the slider back while it is still being moved.
  watch: { setting(now) { if (now === this.held || performance.now() - this.touched > SETTLED) this.held = null; } },
  methods: {
    hold(event) { this.held = Number(event.target.value); this.touched = performance.now(); return this.held; },
    input(event) { this.$emit("moving", this.hold(event)); },
    change(event) { this.$emit("moved", this.hold(event)); },
  },
  template: `
    <div class="force">
      <div class="poles" aria-hidden="true"><b>{{ force.title }}</b><span>{{ force.left }}</span><span>{{ force.right }}</span></div>
      <div class="rail">
        <span class="today" :style="{ left: 'calc(.575rem + (100% - 1.15rem) * ' + force.today + ')' }" title="An ordinary system today"></span>
        <input class="slide" type="range" min="0" max="1" step="0.01" :value="value" :aria-label="name"
          :aria-valuetext="value.toFixed(2) + ': ' + says" :style="{ '--at': 100 * value + '%' }" @input="input" @change="change">
      </div>
      <p class="says">{{ says }}</p>
    </div>`,
};
