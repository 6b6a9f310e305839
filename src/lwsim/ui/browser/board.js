/* All charts of a comparison: need met and capacity built side by side, then every theme. */
import { Chart } from "./chart.js";

const HEADS = ["need_met", "capacity_change"];

export const Board = {
  components: { Chart },
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
  template: `
    <div class="lw">
      <div class="ways">
        <h2>Now and later</h2>
        <div class="switch" role="group" aria-label="How the charts are drawn">
          <button type="button" :aria-pressed="String(way === 'level')" @click="choose_way('level')">Each system</button>
          <button type="button" :aria-pressed="String(way === 'difference')" @click="choose_way('difference')">Difference from {{ first }}</button>
        </div>
      </div>
      <div class="pair"><chart v-for="one in heads" :key="one.chart.name" v-bind="one" :weeks="weeks" :has-bands="has_bands" tall></chart></div>
      <div class="ways"><h2>All that is counted</h2></div>
      <div class="many"><chart v-for="one in rest" :key="one.chart.name" v-bind="one" :weeks="weeks" :has-bands="has_bands"></chart></div>
    </div>`,
};
