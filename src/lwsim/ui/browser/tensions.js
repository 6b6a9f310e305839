/* The map of tensions and the frontier between now and later: two drawings of the same settings, each a hover from the other. */
import { Words } from "./terms.js";

/* Cividis, read at nine places: as dark and light for colour-blind eyes as for others. */
const RAMP = [[0, 32, 77], [0, 52, 110], [55, 75, 108], [87, 97, 110], [116, 119, 120], [148, 142, 119], [182, 166, 108], [219, 192, 85], [255, 234, 70]];
const EDGE = 1 / 16;
const SIDE = 560, PAD = { left: 58, right: 14, top: 14, bottom: 54 };
const WIDE = 560, TALL = 500, ROOM = { left: 84, right: 92, top: 18, bottom: 54 };

export function shade(share) {
  const at = Math.min(0.9999, Math.max(0, share)) * (RAMP.length - 1), i = Math.floor(at), part = at - i;
  return RAMP[i].map((one, c) => Math.round(one + part * (RAMP[i + 1][c] - one)));
}
const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};

/* Straight pieces of the line where a grid of values crosses a level (marching squares). */
export function contour(values, level) {
  const lines = [], n = values.length;
  const cut = (a, b) => (level - a) / (b - a);
  for (let j = 0; j + 1 < n; j++) for (let i = 0; i + 1 < n; i++) {
    const [a, b, c, d] = [values[j][i], values[j][i + 1], values[j + 1][i + 1], values[j + 1][i]];
    if (![a, b, c, d].every(Number.isFinite)) continue;
    const ends = [];
    if ((a < level) !== (b < level)) ends.push([i + cut(a, b), j]);
    if ((b < level) !== (c < level)) ends.push([i + 1, j + cut(b, c)]);
    if ((d < level) !== (c < level)) ends.push([i + cut(d, c), j + 1]);
    if ((a < level) !== (d < level)) ends.push([i, j + cut(a, d)]);
    for (let k = 0; k + 1 < ends.length; k += 2) lines.push([ends[k], ends[k + 1]]);
  }
  return lines;
}

function ticks(low, high, about = 5) {
  const rough = (high - low) / about, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at++) found.push(at * step);
  return found;
}

export const TensionMap = {
  components: { Words },
  data: () => ({ at: null }),
  computed: {
    steps() { return this.view.steps || 3; },
    size() { return 1 / (this.steps - 1); },
    tiles() {
      const { low, high } = this.view.scale;
      return [...this.view.cells].sort((a, b) => this.fine(a) - this.fine(b)).map((cell) => {
        const half = this.fine(cell) ? 1 / 16 : this.size / 2;
        const [x1, x2] = [cell.x - half, cell.x + half].map((one) => this.px(Math.min(1 + EDGE, Math.max(-EDGE, one))));
        const [y1, y2] = [cell.y + half, cell.y - half].map((one) => this.py(Math.min(1 + EDGE, Math.max(-EDGE, one))));
        const colour = shade((cell.mean - low) / (high - low));
        const down = this.view.points.some((point) => Math.abs(this.px(point.x) - (x1 + x2) / 2) < 30 && Math.abs(this.py(point.y) - (y1 + y2) / 2) < 16) ? 25 : 0;
        return { cell, down, x: x1, y: y1, w: x2 - x1, h: y2 - y1, fill: css(colour), ink: light(colour) > 0.3 ? "#14181c" : "#fff" };
      });
    },
    lines() {
      const n = this.steps, values = Array.from({ length: n }, () => Array(n).fill(NaN));
      for (const cell of this.view.cells) {
        const [i, j] = [cell.x * (n - 1), cell.y * (n - 1)];
        if (Number.isInteger(i) && Number.isInteger(j)) values[j][i] = cell.mean;
      }
      return this.view.scale.marks.slice(1, -1).flatMap((mark) => contour(values, mark.at).map(([from, to]) => {
        const [x1, y1, x2, y2] = [from[0], from[1], to[0], to[1]].map((one) => one / (n - 1));
        return { x1: this.px(x1), y1: this.py(y1), x2: this.px(x2), y2: this.py(y2) };
      }));
    },
    /* The border around all settings that cannot be told apart from the best. */
    border() {
      const inside = new Set(), n = this.steps, key = (i, j) => i + "," + j;
      for (const cell of this.view.cells) if (!this.fine(cell) && (cell.best || cell.told === false)) inside.add(key(Math.round(cell.x * (n - 1)), Math.round(cell.y * (n - 1))));
      if (inside.size < 1 || this.view.cells.every((cell) => cell.told === null)) return [];
      const found = [], half = this.size / 2, clip = (one) => Math.min(1 + EDGE, Math.max(-EDGE, one));
      for (const one of inside) {
        const [i, j] = one.split(",").map(Number), [x, y] = [i * this.size, j * this.size];
        const [l, r, b, t] = [x - half, x + half, y - half, y + half].map(clip);
        if (!inside.has(key(i - 1, j))) found.push([l, b, l, t]);
        if (!inside.has(key(i + 1, j))) found.push([r, b, r, t]);
        if (!inside.has(key(i, j - 1))) found.push([l, b, r, b]);
        if (!inside.has(key(i, j + 1))) found.push([l, t, r, t]);
      }
      return found.map(([x1, y1, x2, y2]) => ({ x1: this.px(x1), y1: this.py(y1), x2: this.px(x2), y2: this.py(y2) }));
    },
    letters() { return this.view.points.map((point) => "ABCD"[point.slot - 1]); },
    reach() {
      const all = [...this.view.cells, ...this.view.points, ...this.view.before];
      const span = (name, ends) => {
        const values = all.flatMap((one) => [one[name], ...(one.slot ? one[ends] : [])]);
        let [low, high] = [Math.min(...values), Math.max(...values)];
        if (!(high > low)) { low -= 0.01; high += 0.01; }
        return [low - 0.05 * (high - low), high + 0.05 * (high - low)];
      };
      return { x: span("now", "now_ends"), y: span("later", "later_ends") };
    },
    front() {
      return this.view.cells.filter((cell) => cell.frontier === "on").sort((a, b) => a.now - b.now).map((cell) => `${this.tx(cell.now)},${this.ty(cell.later)}`).join(" ");
    },
    xTicks() { return ticks(...this.reach.x); },
    yTicks() { return ticks(...this.reach.y); },
    percent() { return (at, signed) => (signed && at > 1e-9 ? "+" : at < -1e-9 ? "−" : "") + Math.abs(100 * at).toLocaleString("en-GB", { maximumFractionDigits: 1 }) + "%"; },
    labels() {
      const found = this.view.points.map((point) => ({ point, x: this.tx(point.now) + 11, y: this.ty(point.later) + 4 })).sort((a, b) => a.y - b.y);
      for (let i = 1; i < found.length; i++) if (found[i].y - found[i - 1].y < 15 && Math.abs(found[i].x - found[i - 1].x) < 110) found[i].y = found[i - 1].y + 15;
      return found;
    },
    arrows() {
      return this.view.before.map((old) => ({ old, now: this.view.points.find((point) => point.slot === old.slot) })).filter((one) => one.now);
    },
    told() {
      if (!this.at) return "";
      const one = this.at, where = one.label ? `${one.label} (${this.view.across.key} ${one.x.toFixed(2)}, ${this.view.up.key} ${one.y.toFixed(2)}${one.away ? ", " + one.away : ""})`
        : `${this.view.across.title} ${one.x.toFixed(3).replace(/0$/, "")}, ${this.view.up.key} ${one.y.toFixed(3).replace(/0$/, "")}`;
      const range = one.range ? ` (on the map ${one.range})` : "";
      const apart = one.best ? " The best of the map." : one.told === false ? " Cannot be told apart from the best." : one.told ? ` Against the best ${one.gap}.` : "";
      const front = { on: "On the frontier.", unsure: "Perhaps on the frontier.", off: "Another setting is better both now and later." }[one.frontier];
      return `${where}: ${one.said}${range}.${apart} ${front} ${this.view.worlds} world${this.view.worlds === 1 ? "" : "s"}.`;
    },
  },
  methods: {
    px(x) { return PAD.left + (x + EDGE) / (1 + 2 * EDGE) * (SIDE - PAD.left - PAD.right); },
    py(y) { return SIDE - PAD.bottom - (y + EDGE) / (1 + 2 * EDGE) * (SIDE - PAD.top - PAD.bottom); },
    tx(x) { const [low, high] = this.reach.x; return ROOM.left + (x - low) / (high - low) * (WIDE - ROOM.left - ROOM.right); },
    ty(y) { const [low, high] = this.reach.y; return TALL - ROOM.bottom - (y - low) / (high - low) * (TALL - ROOM.top - ROOM.bottom); },
    fine(cell) { const n = this.steps - 1; return !(Number.isInteger(cell.x * n) && Number.isInteger(cell.y * n)); },
    is(one) { return this.at && this.at.x === one.x && this.at.y === one.y && this.at.label === one.label; },
    letter(point) { return "ABCD"[point.slot - 1]; },
    move(event) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way || !this.view.cells.length) return;
      event.preventDefault();
      const from = this.at ?? { x: 0.5 - way[0] * this.size, y: 0.5 - way[1] * this.size };
      const wished = { x: from.x + way[0] * this.size, y: from.y + way[1] * this.size };
      this.at = this.view.cells.filter((cell) => !this.fine(cell)).reduce((best, cell) => (Math.hypot(cell.x - wished.x, cell.y - wished.y) < Math.hypot(best.x - wished.x, best.y - wished.y) ? cell : best));
    },
  },
  watch: {
    view() { if (this.at) this.at = [...this.view.cells, ...this.view.points].find((one) => this.is(one)) ?? null; },
  },
  template: `
  <div class="lw tension">
    <div class="sheets">
      <figure>
        <figcaption><b><words :text="view.title"/></b> <span>{{ view.unit }}, by {{ view.across.key }} and {{ view.up.key }}; {{ view.third.key }} held at {{ view.held.toFixed(2) }}</span></figcaption>
        <svg :viewBox="'0 0 ${SIDE} ${SIDE}'" role="group" tabindex="0" :aria-label="'Map. ' + view.says.join(' ') + ' Arrow keys move over the settings; the table below holds them all.'" @keydown="move" @pointerleave="at = null">
          <g v-for="tile in tiles" :key="tile.cell.x + ' ' + tile.cell.y" @pointerenter="at = tile.cell">
            <rect :x="tile.x" :y="tile.y" :width="tile.w + .4" :height="tile.h + .4" :fill="tile.fill"/>
            <text v-if="tile.w > 30" :x="tile.x + tile.w / 2" :y="tile.y + tile.h / 2 + 4 + tile.down" text-anchor="middle" :style="{ fill: tile.ink }" :class="{ small: steps > 5, strong: tile.cell.best }">{{ tile.cell.said }}</text>
          </g>
          <g class="contour" aria-hidden="true"><line v-for="(one, i) in lines" :key="i" v-bind="one"/></g>
          <g class="border under" aria-hidden="true"><line v-for="(one, i) in border" :key="i" v-bind="one"/></g>
          <g class="border" aria-hidden="true"><line v-for="(one, i) in border" :key="i" v-bind="one"/></g>
          <rect v-if="at && !at.label" class="cursor" :x="px(at.x) - 9" :y="py(at.y) - 9" width="18" height="18" rx="3"/>
          <g aria-hidden="true">
            <line class="today" :x1="px(view.across.today)" :x2="px(view.across.today)" :y1="py(-${EDGE})" :y2="py(-${EDGE}) + 6"/>
            <line class="today" :y1="py(view.up.today)" :y2="py(view.up.today)" :x1="px(-${EDGE}) - 6" :x2="px(-${EDGE})"/>
            <text class="axis" :x="px(0) - 18" :y="${SIDE - 30}">◂ {{ view.across.left }}</text>
            <text class="axis" :x="px(1) + 18" :y="${SIDE - 30}" text-anchor="end">{{ view.across.right }} ▸</text>
            <text class="axis strong" :x="px(.5)" :y="${SIDE - 9}" text-anchor="middle">{{ view.across.title }}</text>
            <text class="axis" :transform="'translate(40 ' + (py(0) + 18) + ') rotate(-90)'">◂ {{ view.up.left }}</text>
            <text class="axis" :transform="'translate(40 ' + (py(1) - 18) + ') rotate(-90)'" text-anchor="end">{{ view.up.right }} ▸</text>
            <text class="axis strong" :transform="'translate(17 ' + py(.5) + ') rotate(-90)'" text-anchor="middle">{{ view.up.title }}</text>
          </g>
          <g v-for="point in view.points" :key="point.slot" @pointerenter="at = point">
            <circle :cx="px(point.x)" :cy="py(point.y)" r="13" class="pin" :class="['pin' + point.slot, { away: point.away }]"/>
            <text :x="px(point.x)" :y="py(point.y) + 5" text-anchor="middle" class="pinned" :class="{ away: point.away, ['ink' + point.slot]: point.away }">{{ letter(point) }}</text>
          </g>
        </svg>
        <div class="ramp" aria-hidden="true"><i></i><span v-for="mark in view.scale.marks" :key="mark.at">{{ mark.said }}</span></div>
        <p class="key"><span v-if="border.length"><i class="swatch line"></i>inside: cannot be told apart from the best</span><span><i class="swatch thin"></i>equal values, at the marks of the scale</span>
          <span v-for="point in view.points" :key="point.slot"><b class="token" :class="'k' + point.slot">{{ letter(point) }}</b> {{ point.label }}<template v-if="point.away"> ({{ point.away }})</template></span></p>
      </figure>
      <figure>
        <figcaption><b>Now against later</b> <span>Every setting of the map: up and right is better. On the line, nothing is better at both.</span></figcaption>
        <svg :viewBox="'0 0 ${WIDE} ${TALL}'" role="img" :aria-label="'Frontier: ' + view.trade.now.title + ' by ' + view.trade.now.when + ' against ' + view.trade.later.title + ' by ' + view.trade.later.when + '. The table below holds every setting.'" @pointerleave="at = null">
          <g class="grid" aria-hidden="true">
            <g v-for="one in xTicks" :key="'x' + one"><line :x1="tx(one)" :x2="tx(one)" y1="${ROOM.top}" y2="${TALL - ROOM.bottom}"/><text :x="tx(one)" y="${TALL - ROOM.bottom + 18}" text-anchor="middle">{{ percent(one) }}</text></g>
            <g v-for="one in yTicks" :key="'y' + one"><line :y1="ty(one)" :y2="ty(one)" x1="${ROOM.left}" x2="${WIDE - ROOM.right}" :class="{ zero: Math.abs(one) < 1e-9 }"/><text x="${ROOM.left - 8}" :y="ty(one) + 4" text-anchor="end">{{ percent(one, true) }}</text></g>
            <text class="axis strong" x="${(WIDE - ROOM.right + ROOM.left) / 2}" y="${TALL - 12}" text-anchor="middle">{{ view.trade.now.title }}, by {{ view.trade.now.when }} ▸</text>
            <text class="axis strong" transform="translate(15 ${(TALL - ROOM.bottom + ROOM.top) / 2}) rotate(-90)" text-anchor="middle">{{ view.trade.later.title }}, by {{ view.trade.later.when }} ▸</text>
          </g>
          <polyline class="front" :points="front"/>
          <g v-for="cell in view.cells" :key="cell.x + ' ' + cell.y" @pointerenter="at = cell">
            <circle :cx="tx(cell.now)" :cy="ty(cell.later)" :r="is(cell) ? 8 : cell.frontier === 'off' ? 4 : 5.5" class="spot" :class="[cell.frontier, { here: is(cell) }]"/>
          </g>
          <g v-for="one in arrows" :key="'a' + one.old.slot" :class="'stroke' + one.old.slot" aria-hidden="true">
            <line class="moved" :x1="tx(one.old.now)" :y1="ty(one.old.later)" :x2="tx(one.now.now)" :y2="ty(one.now.later)"/><circle class="was" :cx="tx(one.old.now)" :cy="ty(one.old.later)" r="6"/>
          </g>
          <g v-for="point in view.points" :key="point.slot" @pointerenter="at = point">
            <line class="whisker" :class="'stroke' + point.slot" :x1="tx(point.now_ends[0])" :x2="tx(point.now_ends[1])" :y1="ty(point.later)" :y2="ty(point.later)"/>
            <line class="whisker" :class="'stroke' + point.slot" :y1="ty(point.later_ends[0])" :y2="ty(point.later_ends[1])" :x1="tx(point.now)" :x2="tx(point.now)"/>
            <circle :cx="tx(point.now)" :cy="ty(point.later)" r="9" class="pin" :class="'pin' + point.slot"/>
            <text :x="tx(point.now)" :y="ty(point.later) + 4" text-anchor="middle" class="pinned small">{{ letter(point) }}</text>
          </g>
          <text v-for="one in labels" :key="'l' + one.point.slot" :x="one.x" :y="one.y" class="name" :class="'ink' + one.point.slot" aria-hidden="true">{{ one.point.label }}</text>
        </svg>
        <p class="key"><span><i class="swatch dot on"></i><span><words text="on the frontier"/></span></span><span><i class="swatch dot unsure"></i>perhaps on it</span><span><i class="swatch dot off"></i>another setting is better at both</span><span v-if="view.before.length"><i class="swatch ring"></i>with today's staff and money</span><span v-if="view.worlds > 2">whiskers: 95% interval of where a scenario stands on the map</span></p>
      </figure>
    </div>
    <p class="told" aria-live="polite">{{ told || 'Point at a setting, or use the arrow keys on the map, to read it here.' }}</p>
    <details class="whole"><summary>All settings as a table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="All settings as a table"><table class="numbers">
        <thead><tr><th scope="col">Setting</th><th scope="col">{{ view.title }}</th><th scope="col">Where it stands on the map, 95%</th><th scope="col">Against the best</th><th scope="col">{{ view.trade.now.title }}, by {{ view.trade.now.when }}</th><th scope="col">{{ view.trade.later.title }}, by {{ view.trade.later.when }}</th><th scope="col">Frontier</th></tr></thead>
        <tbody><tr v-for="one in [...view.points, ...view.cells]" :key="(one.label || '') + one.x + ' ' + one.y">
          <th scope="row">{{ one.label || view.across.title + ' ' + one.x + ', ' + view.up.key + ' ' + one.y }}</th><td>{{ one.said }}</td><td>{{ one.range || '–' }}</td>
          <td>{{ one.best ? 'best' : one.gap ? one.gap + (one.told ? '' : ': not told apart') : '–' }}</td><td>{{ one.now_said }}</td><td>{{ one.later_said }}</td>
          <td>{{ { on: 'on it', unsure: 'perhaps', off: 'off it' }[one.frontier] }}</td></tr></tbody>
      </table></div>
    </details>
  </div>`,
};

export const TensionControls = {
  template: `
  <div class="lw dials">
    <label>Colour <select class="select" :value="chosen.measure" @change="choose({ measure: $event.target.value })"><option v-for="one in measures" :key="one.name" :value="one.name">{{ one.title }}</option></select></label>
    <label>By the end of <select class="select" :value="chosen.year" @change="choose({ year: Number($event.target.value) })"><option v-for="one in years" :key="one" :value="one">year {{ one }}</option></select></label>
    <label>Map <select class="select" :value="chosen.pair" @change="choose({ pair: $event.target.value })"><option v-for="one in pairs" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
    <label class="hold"><span>{{ third.title }} held at <b>{{ (held ?? chosen.held).toFixed(2) }}</b></span>
      <input class="slide" type="range" min="0" max="1" step="0.25" :value="held ?? chosen.held" :style="{ '--at': 100 * (held ?? chosen.held) + '%' }" :aria-valuetext="(held ?? chosen.held).toFixed(2) + ', from ' + third.left + ' to ' + third.right"
        @input="held = Number($event.target.value)" @change="choose({ held: Number($event.target.value) }); held = null"></label>
    <label>What if <select class="select" :value="chosen.what" @change="choose({ what: $event.target.value })"><option v-for="one in whats" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
  </div>`,
  data: () => ({ held: null }),
};
