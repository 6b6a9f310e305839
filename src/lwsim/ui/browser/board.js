/* All charts of a comparison: need met and capacity built side by side, then every theme; and what can be kept. */
import { Chart } from "./chart.js";
import { Words } from "./terms.js";
import { picture, saved } from "./file.js";

const HEADS = ["need_met", "capacity_change"];

export const Board = {
  components: { Chart, Words },
  data: () => ({ copied: false }),
  watch: { kept(now) { if (now.id) saved(now, this.content); } },
  computed: {
    floats() {
      const bytes = this.numbers;
      return bytes ? new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)) : new Float32Array();
    },
    drawn() {
      const long = this.weeks + 1, each = this.has_bands ? 3 : 1;
      return this.charts.map((chart) => ({
        chart,
        lines: Array.from({ length: each * chart.series.length }, (_, i) => Array.from(this.floats.subarray(chart.at + i * long, chart.at + (i + 1) * long), (v) => (Number.isFinite(v) ? v : null))),
      }));
    },
    heads() { return this.drawn.filter(({ chart }) => HEADS.includes(chart.name)); },
    rest() { return this.drawn.filter(({ chart }) => !HEADS.includes(chart.name)); },
  },
  methods: {
    async share() {
      await navigator.clipboard?.writeText(location.href).catch(() => null);
      this.copied = true;
      setTimeout(() => { this.copied = false; }, 2500);
    },
    async draw() {
      window.dispatchEvent(new Event("lw-theme")); // charts out of sight may be behind
      await new Promise(requestAnimationFrame);
      const heading = document.querySelector(".titles").innerText.replaceAll("\n", " ");
      picture([...this.$el.querySelectorAll(".pair .chart")], heading, [document.querySelector(".basis > span").innerText, "A model, not a forecast. Shaded: nine plausible worlds in ten."]);
    },
    print() { window.print(); },
  },
  template: `
    <div class="lw">
      <div class="ways">
        <h2>Now and later</h2>
        <div class="switch" role="group" aria-label="How the charts are drawn">
          <button type="button" :aria-pressed="String(way === 'level')" @click="choose_way('level')">Each system</button>
          <button type="button" :aria-pressed="String(way === 'difference')" @click="choose_way('difference')">Difference from {{ first }}</button>
        </div>
        <details class="menu keep"><summary class="button">Keep or share</summary>
          <div class="list">
            <button type="button" @click="make('report')">Report for a board, one page (HTML)</button>
            <button type="button" @click="draw">Picture of these two charts (PNG)</button>
            <button type="button" @click="make('excel')">Every number (Excel)</button>
            <button type="button" @click="make('csv')">Every number (CSV)</button>
            <button type="button" @click="share">Copy the link to this page</button>
            <button type="button" @click="print">Print</button>
          </div></details>
        <span class="unseen" role="status">{{ copied ? 'The link is copied.' : '' }}</span><span v-if="copied" class="soft" aria-hidden="true">Link copied</span>
      </div>
      <div class="pair"><chart v-for="one in heads" :key="one.chart.name" v-bind="one" :weeks="weeks" :horizon="horizon" :has-bands="has_bands" tall></chart></div>
      <p class="soft small"><words v-if="has_bands" text="Line: the average over plausible worlds. Shaded: nine worlds in ten."/> What is counted week by week is drawn as the mean of the quarter of a year around each week.</p>
      <div class="ways"><h2>And what else changes</h2></div>
      <div class="many"><div v-for="one in rest" :key="one.chart.name"><p class="eyebrow">{{ one.chart.theme }}</p>
        <chart v-bind="one" :weeks="weeks" :horizon="horizon" :has-bands="has_bands"></chart></div></div>
    </div>`,
};
