/* Experiments: the shelf with how far each is; one experiment's results as dots with intervals, maps and tables. */
import { saved } from "./file.js";
import { shade } from "./tensions.js";
import { Words } from "./terms.js";

const STATES = ["finished", "running", "stopped", "broken off", "not run", "faulty"];
const within = (text, words) => words.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.toLowerCase().includes(word));
/* Black or white, whichever stands out more: it is then at least 4.5 to 1 on any colour. */
const inkOn = (colour) => {
  const [r, g, b] = colour.map((one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
};

export const Shelf = {
  data: () => ({ sought: "", state: "" }),
  created() { this.sought = this.find || ""; this.state = STATES.includes(this.only) ? this.only : ""; },
  computed: {
    states() { return STATES.filter((one) => this.items.some((item) => item.state === one)); },
    shown() { return this.items.filter((one) => (!this.state || one.state === this.state) && within(`${one.name} ${one.title} ${one.question}`, this.sought)); },
  },
  methods: { tell() { this.seek({ find: this.sought, only: this.state }); } },
  template: `
  <div class="lw">
    <p v-if="wrong" class="notice" role="alert">{{ wrong }}</p>
    <div class="dials">
      <label class="grow">Search <input type="search" class="select" v-model="sought" placeholder="a word of the question" @change="tell"></label>
      <label>How far <select class="select" v-model="state" @change="tell"><option value="">all</option><option v-for="one in states" :key="one" :value="one">{{ one }}</option></select></label>
    </div>
    <p class="soft" role="status">{{ shown.length }} of {{ items.length }} experiments</p>
    <ul class="rows batches">
      <li v-for="one in shown" :key="one.name">
        <button type="button" class="row" @click="open(one.name)">
          <span class="what"><b>{{ one.title }}<template v-if="one.reduced"> (reduced form)</template></b><span class="asks">{{ one.question }}</span><code>{{ one.name }}</code></span>
          <span class="how"><b>{{ one.state }}</b> <span class="soft">{{ one.says }}</span>
            <progress v-if="one.share > 0 && one.share < 1" :value="one.share" max="1" :aria-label="one.title + ': ' + one.says">{{ Math.round(100 * one.share) }}%</progress></span>
        </button>
      </li>
    </ul>
  </div>`,
};

const Dots = {
  props: { view: Object, rows: Array, name: String },
  methods: {
    at(value) { const { low, high } = this.view.scale; return (100 * (value - low)) / (high - low) + "%"; },
    edge(i) { return i === 0 ? "start" : i === this.view.scale.marks.length - 1 ? "end" : "middle"; },
  },
  template: `
  <div class="scroll" tabindex="0" role="region" :aria-label="name"><table class="numbers dotted">
    <thead><tr><th scope="col">Setting</th><th v-if="view.scale" scope="col" class="track"><span class="unseen">Picture</span>
        <svg class="axis" aria-hidden="true"><g v-for="(mark, i) in view.scale.marks" :key="mark.at"><line :x1="at(mark.at)" :x2="at(mark.at)" y1="16" y2="20"/><text :x="at(mark.at)" y="12" :text-anchor="edge(i)">{{ mark.said }}</text></g></svg></th>
      <th v-for="head in view.heads" :key="head" scope="col">{{ head }}</th></tr></thead>
    <tbody><tr v-for="row in rows" :key="row.label"><th scope="row">{{ row.label }}</th>
      <td v-if="view.scale" class="track"><svg aria-hidden="true">
        <line v-for="mark in view.scale.marks" :key="mark.at" class="rule" :class="{ zero: mark.at === 0 }" :x1="at(mark.at)" :x2="at(mark.at)" y1="0" y2="100%"/>
        <line class="thin" :x1="at(row.thin[0])" :x2="at(row.thin[1])" y1="50%" y2="50%"/><line class="thick" :x1="at(row.thick[0])" :x2="at(row.thick[1])" y1="50%" y2="50%"/>
        <circle :cx="at(row.at)" cy="50%" r="4.5"/></svg></td>
      <td v-for="(cell, i) in row.cells" :key="i">{{ cell }}</td></tr></tbody>
  </table></div>`,
};

const Panels = {
  props: { map: Object, lead: String },
  computed: {
    tiles() {
      const { xs, ys, low, high } = this.map, w = 100 / xs.length, h = 100 / ys.length;
      return this.map.panels.map((panel) => panel.cells.map((cell) => {
        const colour = shade((cell.at - low) / (high - low || 1));
        return { ...cell, left: w * xs.indexOf(cell.x), top: 100 - h * (ys.indexOf(cell.y) + 1), w, h, fill: `rgb(${colour.join(" ")})`, ink: inkOn(colour) };
      }));
    },
  },
  template: `
  <figure class="panels" role="img" :aria-label="'Map. ' + lead + ' The table below holds every setting.'">
    <div class="set" aria-hidden="true">
      <div v-for="(panel, i) in map.panels" :key="i" class="panel-of"><b>{{ panel.title }}</b>
        <div class="up"><span>{{ map.up }} ▸</span></div>
        <div class="ys"><span v-for="y in [...map.ys].reverse()" :key="y">{{ y }}</span></div>
        <div class="tiles"><i v-for="tile in tiles[i]" :key="tile.x + ' ' + tile.y" :style="{ left: tile.left + '%', top: tile.top + '%', width: tile.w + '%', height: tile.h + '%', background: tile.fill, color: tile.ink }">{{ tile.said }}</i></div>
        <div class="xs"><span v-for="x in map.xs" :key="x">{{ x }}</span></div><div class="across">{{ map.across }} ▸</div>
      </div>
    </div>
    <div class="ramp" aria-hidden="true"><i></i><span v-for="mark in map.marks" :key="mark">{{ mark }}</span></div>
  </figure>`,
};

export const Experiment = {
  components: { Dots, Panels, Words },
  watch: { kept(now) { if (now.id) { saved(now, this.content); this.making = false; } }, trouble() { this.making = false; } },
  data: () => ({ sought: "", making: false }),
  created() { this.sought = this.find || ""; },
  computed: {
    shown() { return this.view ? this.view.rows.filter((row) => this.sought.toLowerCase().split(",").every((part) => row.label.toLowerCase().includes(part.trim()))) : []; },
    title() { return this.choices.views.find((one) => one.key === this.chosen.view)?.says ?? ""; },
  },
  methods: { make(what) { this.making = what === "page"; this.keep(what); } },
  template: `
  <div class="lw">
    <p v-if="about" class="soft">{{ about }}</p>
    <div class="basis"><b>{{ item.state }}</b><span role="status">{{ item.says || (item.has_results ? '' : 'No run of it is in the store yet.') }}</span>
      <progress v-if="item.share > 0 && item.share < 1" :value="item.share" max="1" :aria-label="item.says">{{ Math.round(100 * item.share) }}%</progress>
      <button v-if="item.has_results && item.state === 'running'" type="button" class="button small push" @click="again">Show what is in by now</button>
      <button type="button" class="button small" :class="{ push: item.state !== 'running' }" @click="leave">All experiments</button></div>
    <p v-if="trouble" class="notice" role="alert">{{ trouble }}</p>
    <p v-if="!item.has_results" class="soft">To run it: <code>{{ command }}</code></p>
    <template v-if="choices">
      <div class="tabs looked" role="group" aria-label="What to look at"><button v-for="one in choices.views" :key="one.key" type="button" class="tab" :aria-pressed="one.key === chosen.view" @click="choose({ view: one.key })">{{ one.says }}</button></div>
      <div class="dials">
        <label>Measure <select class="select" :value="chosen.measure" @change="choose({ measure: $event.target.value })"><option v-for="one in choices.measures" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
        <label v-if="choices.places.length > 1">Place <select class="select" :value="chosen.place" @change="choose({ place: $event.target.value })"><option v-for="one in choices.places" :key="one">{{ one }}</option></select></label>
        <label v-if="chosen.view === 'levels' || chosen.view === 'map'">When <select class="select" :value="chosen.year" @change="choose({ year: $event.target.value })"><option v-for="one in choices.years" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
        <label v-if="view && view.rows.length > 6">Show only <input type="search" class="select" v-model="sought" placeholder="purpose 0.5, power 1" @change="seek(sought)"></label>
      </div>
    </template>
    <p v-if="item.has_results && !view && !trouble" class="soft" role="status">The results are being worked out.</p>
    <template v-if="view">
      <p class="lead"><words :text="view.lead"/></p>
      <Panels v-if="view.map" :map="view.map" :lead="view.lead"/>
      <p v-if="view.scale" class="key"><span><i class="swatch dot mean"></i>{{ chosen.view === 'regret' ? 'in the mean' : chosen.view === 'leans' ? 'in all' : 'mean' }}</span><span v-if="chosen.view !== 'regret'"><i class="swatch bold"></i>95% interval{{ chosen.view === 'leans' ? '' : ' of the mean' }}</span><span v-if="chosen.view !== 'leans'"><i class="swatch thin"></i>{{ chosen.view === 'regret' ? 'to the worst world' : 'nine worlds in ten' }}</span></p>
      <Dots v-if="view.rows.length" :view="view" :rows="shown" :name="title"/>
      <p v-if="view.rows.length && shown.length < view.rows.length" class="soft" role="status">{{ shown.length }} of {{ view.rows.length }} settings</p>
      <p v-if="view.more" class="soft">{{ view.more }} more stand in the table that can be kept.</p>
      <div class="row keeps"><button type="button" class="button" @click="make('table')">Keep the table (CSV)</button>
        <button type="button" class="button" :disabled="making" @click="make('page')">{{ making ? 'The page is being made' : 'Keep everything as one page, with figures for print' }}</button></div>
      <details class="whole"><summary>How it was made</summary><dl class="made"><template v-for="row in rows" :key="row[0]"><dt>{{ row[0] }}</dt><dd>{{ row[1] }}</dd></template><dt>again</dt><dd><code>{{ command }}</code></dd></dl></details>
    </template>
  </div>`,
};
