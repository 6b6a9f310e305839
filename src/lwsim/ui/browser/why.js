/* Why: what made the difference, the loops that carry it, and every assumption that it rests on. */
import { Words } from "./terms.js";

const CARRY = { carries: "as the link says", against: "against the link: other causes pull harder", quiet: "neither move is sure", pulled: "only one move is sure" };
const R = 150, CX = 260, CY = 205;

export const Tabs = {
  template: `
  <div class="lw tabs" role="group" aria-label="What to look at">
    <button v-for="one in tabs" :key="one.key" type="button" class="tab" :aria-pressed="one.key === here" @click="go(one.key)">{{ one.says }}</button>
  </div>`,
};

export const Sides = {
  methods: { letter: (at) => "ABCD"[at] },
  template: `
  <div class="lw sides" role="group" :aria-label="label">
    <template v-for="(title, at) in titles" :key="at"><button v-if="at >= first" type="button" class="button" :aria-pressed="at === here" @click="go(at)"><span class="token" :class="'k' + (at + 1)" aria-hidden="true">{{ letter(at) }}</span> {{ title }}</button></template>
  </div>`,
};

export const Taken = {
  components: { Words },
  data: () => ({ open: false }),
  template: `
  <div class="lw taken">
    <div class="dials">
      <label>Measure <select class="select" :value="measure" @change="choose($event.target.value)"><option v-for="one in measures" :key="one.name" :value="one.name">{{ one.title }}</option></select></label>
      <slot></slot>
    </div>
    <template v-if="view.rows">
      <p class="lead"><words :text="view.says"/></p>
      <div v-if="view.drawing" class="drawing" v-html="view.drawing"></div>
      <p class="soft small"><words :text="note"/></p>
      <details class="whole" :open="!view.drawing"><summary>All as a table</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="All parts as a table"><table class="numbers">
          <thead><tr><th scope="col">Part</th><th scope="col">What is shown</th><th scope="col">{{ unit }}</th><th scope="col">95% interval of the mean</th><th scope="col">A clear effect?</th><th scope="col" class="words">What it is</th></tr></thead>
          <tbody><tr v-for="row in view.rows" :key="row.kind + row.part"><th scope="row">{{ row.part }}</th><td>{{ row.kind }}</td><td>{{ row.mean }}</td><td>{{ row.range }}</td><td>{{ row.told || '–' }}</td><td class="words"><words :text="row.says"/></td></tr></tbody>
        </table></div></details>
    </template>
  </div>`,
};

export const Loops = {
  components: { Words },
  data() { return { at: null }; },
  computed: {
    loop() { return this.loops.find((one) => one.name === this.here) ?? this.loops[0]; },
    spots() {
      const n = this.loop.nodes.length;
      return this.loop.nodes.map((node, i) => { const a = (2 * Math.PI * i) / n - Math.PI / 2; return { node, a, x: CX + 1.12 * R * Math.cos(a), y: CY + R * Math.sin(a) }; });
    },
    arcs() {
      const n = this.loop.nodes.length, at = (t, r = 1) => [CX + 1.12 * R * r * Math.cos(t), CY + R * r * Math.sin(t)];
      /* Where the ring leaves the box of a node's words, going one way round. */
      const leaves = (i, way) => {
        const home = (2 * Math.PI * i) / n - Math.PI / 2, [hx, hy] = at(home);
        let t = home;
        for (let k = 0; k < 400; k++) { const [x, y] = at(t); if (Math.abs(x - hx) > 76 || y < hy - 36 || y > hy + 32) break; t += 0.01 * way; }
        return t;
      };
      return this.loop.links.map((link, i) => {
        const a = leaves(i, 1), b = leaves(i + 1, -1), m = (a + b) / 2;
        const [x1, y1] = at(a), [x2, y2] = at(b), [sx, sy] = at(b - 0.035), turn = (Math.atan2(y2 - sy, x2 - sx) * 180) / Math.PI, [mx, my] = at(m);
        return { link, d: `M${x1} ${y1}A${1.12 * R} ${R} 0 ${b - a > Math.PI ? 1 : 0} 1 ${x2} ${y2}`, tip: `translate(${x2} ${y2}) rotate(${turn})`, mx, my };
      });
    },
  },
  methods: {
    short(words, letters = 17) {
      const lines = [""];
      for (const word of words.split(" ")) { const last = lines.length - 1; if (lines[last] && (lines[last] + " " + word).length > letters) lines.push(word); else lines[last] = (lines[last] + " " + word).trim(); }
      return lines;
    },
    told: (key) => CARRY[key],
  },
  template: `
  <div class="lw looping">
    <nav class="ring-list" aria-label="Loops"><ul>
      <li v-for="one in loops" :key="one.name"><button type="button" :aria-pressed="one.name === loop.name" @click="choose(one.name)"><b>{{ one.kind === 'reinforcing' ? 'R' : 'B' }}</b> {{ one.title }}
        <span class="pips" :aria-label="one.links.filter((it) => it.carry === 'carries').length + ' of ' + one.links.length + ' links carry'" role="img"><i v-for="(link, i) in one.links" :key="i" :class="link.carry"></i></span></button></li>
    </ul></nav>
    <section :aria-label="loop.title">
      <h2>{{ loop.title }} <small>{{ loop.kind === 'reinforcing' ? 'reinforcing: feeds itself' : 'balancing: holds itself back' }}</small></h2>
      <p><words :text="loop.says"/></p><p class="soft"><words :text="loop.now"/></p>
      <div class="ring-and-list">
        <svg viewBox="0 0 520 410" role="img" :aria-label="loop.title + ', a ' + loop.kind + ' loop. ' + loop.now + ' The list beside it says every link.'">
          <text x="${CX}" y="${CY + 12}" text-anchor="middle" class="heart">{{ loop.kind === 'reinforcing' ? 'R' : 'B' }}</text>
          <path d="M${CX - 30} ${CY - 22}a40 40 0 0 1 60 0" class="spin"/><path d="M${CX + 30} ${CY - 32}v11h-11" class="spin"/>
          <g v-for="spot in spots" :key="spot.node.name" :transform="'translate(' + spot.x + ' ' + spot.y + ')'">
            <rect x="-72" y="-31" width="144" :height="64" rx="8" class="halo"/>
            <text text-anchor="middle" class="node"><tspan v-for="(line, i) in short(spot.node.title)" :key="i" x="0" :y="-13 + 15 * i - (short(spot.node.title).length > 1 ? 7 : 0)">{{ line }}</tspan></text>
            <text y="19" text-anchor="middle" class="two"><tspan class="ink1">{{ spot.node.sides[0] }}</tspan><tspan class="arrow"> → </tspan><tspan :class="'ink' + slots[1]">{{ spot.node.sides[1] }}</tspan></text>
          </g>
          <g v-for="(arc, i) in arcs" :key="i" :class="['arc', arc.link.carry, { here: at === i }]" @pointerenter="at = i" @pointerleave="at = null">
            <path :d="arc.d"/><path :transform="arc.tip" d="M-11 -6.5L3 0L-11 6.5Z" class="tip-shape"/>
            <circle :cx="arc.mx" :cy="arc.my" r="11"/><text :x="arc.mx" :y="arc.my + 5" text-anchor="middle" class="sign">{{ arc.link.sign > 0 ? '+' : '−' }}</text>
          </g>
        </svg>
        <ol class="links"><li v-for="(link, i) in loop.links" :key="i" :class="{ here: at === i }" @pointerenter="at = i" @pointerleave="at = null">
          <b>{{ loop.nodes[i].title }}</b> <span class="sign">{{ link.sign > 0 ? 'more → more' : 'more → less' }}</span> <b>{{ loop.nodes[(i + 1) % loop.nodes.length].title }}</b>
          <p><words :text="link.says"/> <span class="soft">({{ link.switch ? 'mechanism ' + link.by : link.works }})</span></p>
          <p><i class="pip" :class="link.carry"></i> {{ titles[0] }} to {{ titles[1] }}: {{ loop.nodes[i].apart }}, then {{ loop.nodes[(i + 1) % loop.nodes.length].apart }}: <b>{{ told(link.carry) }}</b></p>
        </li></ol>
      </div>
      <p class="key"><span><i class="pip carries"></i>both ends moved as the link says</span><span><i class="pip pulled"></i>only one move is sure</span><span><i class="pip against"></i>both moved, against the link</span><span><i class="pip quiet"></i>neither move is sure</span><span>sure: its 95% interval leaves out no change at all</span></p>
      <details class="whole"><summary>The loop's quantities as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="The loop's quantities as a table"><table class="numbers">
        <thead><tr><th scope="col">Quantity</th><th scope="col">Unit</th><th scope="col">Week 0</th><th scope="col">{{ titles[0] }}</th><th scope="col">since week 0</th><th scope="col">{{ titles[1] }}</th><th scope="col">since week 0</th><th scope="col">Difference</th><th scope="col">95% interval of the mean</th></tr></thead>
        <tbody><tr v-for="node in loop.nodes" :key="node.name"><th scope="row">{{ node.title }}</th><td>{{ node.unit }}</td><td>{{ node.start }}</td><td>{{ node.sides[0] }}</td><td>{{ node.moved[0] }}</td><td>{{ node.sides[1] }}</td><td>{{ node.moved[1] }}</td><td>{{ node.apart }}</td><td>{{ node.range || '–' }}</td></tr></tbody></table></div></details>
    </section>
  </div>`,
};

const ORDER = { measured: 0, literature: 1, expert: 2, calibrated: 3, assumed: 4 };
const figure = (value) => Math.abs(value) >= 1000 ? value.toLocaleString("en-GB", { maximumFractionDigits: 0 }) : String(Number(value.toPrecision(6)));

export const Assumptions = {
  components: { Words },
  data: () => ({ sought: "", standing: "", room: "", by: "room", down: false, open: null, trying: {}, most: 40 }),
  created() { this.sought = this.find || ""; },
  computed: {
    rooms() { return [...new Set(this.rows.map((one) => one.room))]; },
    set() { return Object.fromEntries(this.changes.map((one) => [one.name, one.values])); },
    weight() { return Object.fromEntries(this.leans.map((one, i) => [one.name, { ...one, rank: i + 1 }])); },
    found() {
      const words = this.sought.toLowerCase().split(/\s+/).filter(Boolean);
      const hit = (one) => words.every((word) => `${one.name} ${one.says} ${one.source} ${one.unit} ${one.settled} ${one.standing}`.toLowerCase().includes(word));
      const kept = this.rows.filter((one) => (!this.standing || one.standing === this.standing) && (!this.room || one.room === this.room) && hit(one));
      const key = { name: (one) => one.name, standing: (one) => ORDER[one.standing], width: (one) => -(one.high - one.low) / (Math.abs(one.value) || 1), weight: (one) => this.weight[one.name]?.rank ?? 999, changed: (one) => (this.set[one.name] ? 0 : 1) }[this.by];
      if (key) kept.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (this.down ? -1 : 1));
      else if (this.down) kept.reverse();
      return kept;
    },
    shown() { return this.found.slice(0, this.most); },
  },
  watch: {
    found() { this.most = 40; },
    leans(now, before) { if (now.length && !before.length) { this.by = "weight"; this.down = false; } }, // those that were asked for stand on top
  },
  methods: {
    figure, place(one, value) { return one.high > one.low ? (100 * (value - one.low)) / (one.high - one.low) + "%" : "50%"; },
    step(one) { return (one.high - one.low) / 100; },
    now(one) { return this.trying[one.name] ?? this.set[one.name]?.find((value) => value !== null) ?? one.value; },
    let_go(one, value) { this.trying[one.name] = undefined; this.change({ name: one.name, value }); },
    sort(by) { if (this.by === by) this.down = !this.down; else { this.by = by; this.down = false; } },
  },
  template: `
  <div class="lw assumed">
    <div class="dials">
      <label class="grow">Search <input type="search" class="select" v-model="sought" placeholder="a word, a source, a mechanism" @change="seek(sought)"></label>
      <label>How well it is known <select class="select" v-model="standing"><option value="">any standing</option><option v-for="one in ['measured', 'literature', 'expert', 'calibrated', 'assumed']" :key="one" :value="one">{{ one }}</option></select></label>
      <label>Part of the model <select class="select" v-model="room"><option value="">all parts</option><option v-for="one in rooms" :key="one" :value="one">{{ one.replaceAll('_', ' ') }}</option></select></label>
      <label>Sort by <select class="select" v-model="by"><option value="room">part of the model</option><option value="name">name</option><option value="standing">how well it is known</option><option value="width">width of its range</option><option value="changed">changed here first</option><option v-if="leans.length" value="weight">what the answer leans on</option></select></label>
    </div>
    <p class="soft" role="status">{{ found.length }} of {{ rows.length }} numbers<template v-if="changes.length">; changed in the scenarios: <span v-for="one in changes" :key="one.name"><code>{{ one.name }}</code> <button type="button" class="button plain" @click="change({ name: one.name, value: null })">as usual again</button></span></template></p>
    <ul class="rows">
      <li v-for="one in shown" :key="one.name" :class="{ open: open === one.name, changed: set[one.name] }">
        <button type="button" class="row" :aria-expanded="open === one.name" @click="open = open === one.name ? null : one.name">
          <span class="what"><b>{{ one.says }}</b><code>{{ one.name }}</code></span>
          <span class="worth"><b>{{ figure(now(one)) }}</b> <small>{{ one.unit }}</small></span>
          <span class="gauge" aria-hidden="true"><i class="usual" :style="{ left: place(one, one.value) }"></i><i v-if="set[one.name]" class="mine" :style="{ left: place(one, now(one)) }"></i></span>
          <span class="standing" :class="one.standing">{{ one.standing }}<template v-if="weight[one.name]"> · leaned on, {{ weight[one.name].rank }}</template></span>
        </button>
        <div v-if="open === one.name" class="foot-of">
          <dl>
            <dt>Value and range</dt><dd>{{ figure(one.value) }} {{ one.unit }}; plausible from {{ figure(one.low) }} to {{ figure(one.high) }}</dd>
            <dt><words text="Standing"/></dt><dd>{{ one.standing }}</dd>
            <dt>Source</dt><dd>{{ one.source }}<ul><li v-for="it in one.sources" :key="it.cite"><a v-if="it.url" :href="it.url" target="_blank" rel="noopener noreferrer">{{ it.cite }}</a><template v-else>{{ it.cite }}</template></li></ul></dd>
            <template v-if="one.settled"><dt>{{ one.settling }}</dt><dd>{{ one.settled }}</dd></template>
            <dt>Where it stands</dt><dd><code>{{ one.where }}</code></dd>
            <template v-if="weight[one.name]"><dt>Leaned on</dt><dd>{{ weight[one.name].words }}</dd></template>
          </dl>
          <div v-if="one.low < one.high" class="try"><label><span>Try another value, in all scenarios: <b>{{ figure(now(one)) }}</b> {{ one.unit }}</span>
            <input class="slide" type="range" :min="one.low" :max="one.high" :step="step(one)" :value="now(one)" :style="{ '--at': place(one, now(one)) }" :aria-label="one.name + ', from ' + figure(one.low) + ' to ' + figure(one.high)" @input="trying[one.name] = Number($event.target.value)" @change="let_go(one, Number($event.target.value))"></label>
            <button type="button" class="button" :disabled="!set[one.name]" @click="let_go(one, null)">As usual again</button>
            <p class="soft small">It goes into every scenario, so they still share one world; the answers on all pages are made anew.</p></div>
          <p v-else class="soft small">Its range is a single value, so it cannot be changed here.</p>
        </div>
      </li>
    </ul>
    <button v-if="found.length > most" type="button" class="button" @click="most += 80">Show more of {{ found.length }}</button>
  </div>`,
};
