/* A chart over time: lines with bands, labels at their ends, the week a lead changes hands; uPlot draws the canvas. */
import { Words } from "./terms.js";
import uPlot from "./vendor/uPlot.esm.js";

const DASHES = [[], [8, 3], [2, 3], [10, 3, 2, 3]];
const WEEKS = 52;
/* Half the width of a sheet of A4 between its margins, in pixels. */
const PAPER = 325;
const styleOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function written(format, amount, signed) {
  const size = Math.abs(amount) * format.times;
  const text = size >= 1e6 ? (size / 1e6).toLocaleString("en-GB", { maximumFractionDigits: 1 }) + "m" : size.toLocaleString("en-GB", { maximumFractionDigits: 3 });
  const sign = !/[1-9]/.test(text) ? "" : amount < 0 ? "−" : signed ? "+" : "";
  return sign + (format.pounds ? "£" : "") + text + (signed ? "" : format.mark);
}

function bands(chart, hasBands) {
  return hasBands ? chart.series.map((one, i) => ({ series: [3 * i + 3, 3 * i + 2], fill: () => alpha(styleOf("--s" + one.slot), 0.15) })) : [];
}

function alpha(hex, share) {
  return hex + Math.round(255 * share).toString(16).padStart(2, "0");
}

function seriesOf(chart, hasBands) {
  const found = [{}];
  for (const one of chart.series) {
    const line = { stroke: () => styleOf("--s" + one.slot), width: 2, dash: DASHES[one.slot - 1], points: { show: false } };
    found.push(line);
    if (hasBands) found.push({ stroke: "transparent", width: 0, points: { show: false } }, { stroke: "transparent", width: 0, points: { show: false } });
  }
  return found;
}

function limits(chart) {
  return (u, low, high) => {
    if (low === null) return [0, 1];
    if (chart.difference) { low = Math.min(low, 0); high = Math.max(high, 0); }
    else if (low > 0 && low < 0.5 * high) low = 0;
    if (low === high) { low -= 1; high += 1; }
    const room = 0.06 * (high - low);
    return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
  };
}

function marks(chart, state) {
  return (u) => {
    const ctx = u.ctx, ratio = devicePixelRatio, { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.setLineDash([]);
    if (chart.difference) {
      const zero = u.valToPos(0, "y", true);
      ctx.strokeStyle = styleOf("--ink"); ctx.lineWidth = ratio;
      ctx.beginPath(); ctx.moveTo(left, zero); ctx.lineTo(left + width, zero); ctx.stroke();
    }
    for (const crossing of chart.crossings) {
      const x = u.valToPos(crossing.week / WEEKS, "x", true);
      ctx.strokeStyle = styleOf("--s" + crossing.slot); ctx.lineWidth = 1.4 * ratio; ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath(); ctx.moveTo(x, top - 4 * ratio); ctx.lineTo(x, top + height); ctx.stroke(); ctx.setLineDash([]);
      if (chart.crossings.length === 1) {
        ctx.fillStyle = styleOf("--ink"); ctx.font = `${11.5 * ratio}px ${styleOf("--face")}`;
        const room = ctx.measureText(crossing.said).width / 2;
        ctx.textAlign = "center"; ctx.textBaseline = "bottom";
        ctx.fillText(crossing.said, Math.max(room, Math.min(Math.max(x, left + room), left + width - room)), top - 6 * ratio);
      }
    }
    ends(u, chart, state, ctx, ratio);
    ctx.restore();
  };
}

function ends(u, chart, state, ctx, ratio) {
  const { left, top, width, height } = u.bbox, step = 15 * ratio;
  const each = chart.series.map((one, i) => {
    const line = u.data[1 + i * (state.hasBands ? 3 : 1)];
    const last = line[line.length - 1];
    return { one, y: Number.isFinite(last) ? u.valToPos(last, "y", true) : null };
  }).filter((it) => it.y !== null).sort((a, b) => a.y - b.y);
  const x = left + width + 8 * ratio, room = u.ctx.canvas.width - x, bold = `650 ${12 * ratio}px ${styleOf("--face")}`;
  ctx.font = bold;
  for (const it of each) it.names = inLines(ctx, `${"ABCD"[it.one.slot - 1]} ${it.one.label}`, room);
  const tall = (it) => (it.names.length + 1) * step + 3 * ratio;
  if (each.reduce((sum, it) => sum + tall(it), 0) > top + height) for (const it of each) it.names = [fitted(ctx, it.names.join(" "), room)];
  let free = top - 6 * ratio, end = top + height + 2 * ratio;
  for (const it of each) { it.at = Math.max(it.y - step / 2, free); free = it.at + tall(it); }
  for (const it of [...each].reverse()) { it.at = Math.min(it.at, end - tall(it)); end = it.at; }
  ctx.textAlign = "left"; ctx.textBaseline = "middle";
  for (const { one, y, at, names } of each) {
    ctx.fillStyle = styleOf("--s" + one.slot);
    ctx.beginPath(); ctx.arc(u.valToPos(u.data[0].at(-1), "x", true), y, 3 * ratio, 0, 7); ctx.fill();
    ctx.font = bold;
    names.forEach((words, n) => ctx.fillText(words, x, at + (n + 0.5) * step));
    ctx.font = `${12 * ratio}px ${styleOf("--face")}`;
    ctx.fillText(one.end, x, at + (names.length + 0.5) * step);
  }
}

/* A name in at most two lines. One that is too long keeps what stands in brackets at its end: that tells it from its like. */
function inLines(ctx, words, room) {
  const fits = (text) => ctx.measureText(text).width <= room, lines = [];
  for (const word of words.split(" ")) {
    if (lines.length && fits(`${lines.at(-1)} ${word}`)) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  const mark = lines.length > 2 && /^(.*) (\([^()]*\))$/.exec(words);
  const two = mark ? mark.slice(1) : [lines[0], lines.slice(1).join(" ")];
  return two.filter(Boolean).map((line) => fitted(ctx, line, room));
}

function fitted(ctx, words, room) {
  if (ctx.measureText(words).width <= room) return words;
  while (words.length > 2 && ctx.measureText(words + "…").width > room) words = words.slice(0, -1);
  return words.trimEnd() + "…";
}

function options(chart, state, width, height) {
  const axis = { stroke: () => styleOf("--soft"), font: `12px ${styleOf("--face")}`, ticks: { show: false } };
  const right = 14 + Math.min(116, 7.6 * Math.max(...chart.series.map((one) => Math.max(Math.min(one.label.length + 2, 15), one.end.length))));
  return {
    width, height, padding: [22, right, 0, 0], legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, range: () => [0, state.horizon / WEEKS] }, y: { range: limits(chart) } },
    axes: [
      { ...axis, grid: { show: false }, size: 26, gap: 4, space: 46, incrs: [0.25, 0.5, 1, 2, 5],
        values: (u, at) => at.map((year, i) => (i === at.length - 1 ? `${year} year${year === 1 ? "" : "s"}` : String(year))) },
      { ...axis, grid: { stroke: () => styleOf("--grid"), width: 1 }, size: 56, gap: 6, space: 38, values: (u, at) => at.map((one) => written(chart.format, one, chart.difference)) },
    ],
    series: seriesOf(chart, state.hasBands), bands: bands(chart, state.hasBands),
    hooks: { draw: [marks(chart, state)], setCursor: [(u) => state.point(u)] },
  };
}

export const Chart = {
  components: { Words },
  props: { chart: Object, lines: Array, weeks: Number, horizon: Number, hasBands: Boolean, tall: Boolean },
  data: () => ({ tip: null }),
  mounted() {
    this.redraw = () => this.draw();
    this.paper = () => this.plot?.setSize({ width: PAPER, height: this.tall ? 230 : 130 });
    this.screen = () => this.plot?.setSize(this.size());
    this.watcher = new ResizeObserver(() => this.plot?.setSize(this.size()));
    this.watcher.observe(this.$refs.plot);
    window.addEventListener("lw-theme", this.redraw);
    addEventListener("beforeprint", this.paper);
    addEventListener("afterprint", this.screen);
    this.draw();
    this.eye = new IntersectionObserver((news) => { this.isSeen = news.at(-1).isIntersecting; if (this.isSeen && this.isStale) this.draw(); }, { rootMargin: "300px" });
    this.eye.observe(this.$el);
  },
  unmounted() {
    window.removeEventListener("lw-theme", this.redraw);
    removeEventListener("beforeprint", this.paper);
    removeEventListener("afterprint", this.screen);
    this.watcher.disconnect();
    this.eye.disconnect();
    this.plot?.destroy();
  },
  /* Far from view a chart waits: one that is looked at need not queue behind twenty that are not. */
  watch: { lines() { if (this.isSeen) this.draw(); else this.isStale = true; } },
  methods: {
    size() { return { width: Math.max(200, this.$refs.plot.clientWidth), height: this.tall ? 270 : 200 }; },
    draw() {
      this.isStale = false;
      this.plot?.destroy();
      const { width, height } = this.size();
      const years = Float64Array.from({ length: this.weeks + 1 }, (_, week) => week / WEEKS);
      const state = { hasBands: this.hasBands, horizon: this.horizon, point: (u) => this.point(u) };
      this.plot = new uPlot(options(this.chart, state, width, height), [years, ...this.lines], this.$refs.plot);
      this.plot.root.querySelectorAll("canvas").forEach((one) => one.setAttribute("aria-hidden", "true"));
    },
    point(u) {
      const at = u.cursor.idx;
      if (at == null || u.cursor.left < 0) { this.tip = null; return; }
      const each = this.chart.series.map((one, i) => {
        const amount = u.data[1 + i * (this.hasBands ? 3 : 1)][at];
        return { slot: one.slot, label: one.label, said: Number.isFinite(amount) ? this.said(amount) : "–" };
      });
      const left = u.cursor.left + u.over.offsetLeft;
      this.tip = { week: at, each, style: left > u.width / 2 ? { right: u.width - left + 10 + "px", top: "20px" } : { left: left + 10 + "px", top: "20px" } };
    },
    said(amount) {
      const f = this.chart.format, size = Math.abs(amount) * f.times;
      const text = size.toLocaleString("en-GB", { minimumFractionDigits: f.decimals, maximumFractionDigits: f.decimals });
      const sign = !/[1-9]/.test(text) ? "" : amount < 0 ? "−" : this.chart.difference ? "+" : "";
      return sign + (f.pounds ? "£" : "") + text + (this.chart.difference ? "" : f.mark);
    },
  },
  template: `
    <figure class="chart">
      <figcaption><b><words :text="chart.title"/></b><span><words :text="chart.says"/></span></figcaption>
      <div class="unit" aria-hidden="true">{{ chart.unit }}</div>
      <div ref="plot" class="plot" role="img" :aria-label="chart.told">
        <div v-if="tip" class="tip" :style="tip.style" aria-hidden="true"><div class="soft">week {{ tip.week }}</div>
          <div v-for="one in tip.each" :key="one.slot"><b :class="'t' + one.slot">{{ one.label }}</b> {{ one.said }}</div></div>
      </div>
      <details>
        <summary>The numbers<span class="unseen"> of {{ chart.title }}</span></summary>
        <div class="scroll" tabindex="0" role="group" :aria-label="chart.title + ', year by year'">
          <table class="numbers">
            <thead><tr><th scope="col"><span class="unseen">When</span></th><th v-for="head in chart.table.heads" :key="head" scope="col">{{ head }}</th></tr></thead>
            <tbody><tr v-for="row in chart.table.rows" :key="row[0]"><th scope="row">{{ row[0] }}</th>
              <td v-for="(cell, i) in row.slice(1)" :key="i">{{ cell.mean }}<small v-if="cell.range">{{ cell.range }}</small></td></tr></tbody>
          </table>
        </div>
      </details>
    </figure>`,
};
