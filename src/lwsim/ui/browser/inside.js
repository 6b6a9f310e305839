/* The living picture: every practitioner, tie and person in support as a mark that moves, week by week, on one canvas. */
import { drawing } from "./inside_drawing.js";
import { telling } from "./inside_words.js";
import { Words } from "./terms.js";

const WIDTHS = { communities: 4, services: 5, groups: 5, posts: 8, ties: 3, moves: 3 };
const DETAILS = { post: "practitioner", service: "service", group: "voluntary group", community: "community" };

/* A stretch of film, read without parsing: views on one buffer. */
export function weeksOf(data) {
  const numbers = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)), found = [];
  for (let at = 0; at < numbers.length; at += 1 + numbers[at]) {
    const week = { week: numbers[at + 1] };
    let from = at + 8;
    Object.keys(WIDTHS).forEach((name, i) => {
      const size = numbers[at + 2 + i] * WIDTHS[name];
      week[name] = numbers.subarray(from, from + size);
      from += size;
    });
    found.push(week);
  }
  return found;
}

export const Inside = {
  components: { Words },
  mixins: [drawing, telling],
  data: () => ({ week: 0, playing: false, speed: 1, chosen: null, last: -1, calm: matchMedia("(prefers-reduced-motion: reduce)").matches, rate: 0 }),
  created() { this.film = []; this.asked = -1; },
  mounted() {
    this.canvas = this.$refs.canvas;
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.$refs.stage);
    this.repaint = () => { this.readColours(); this.still = null; this.draw(); };
    window.addEventListener("lw-theme", this.repaint);
    this.readColours();
    this.resize();
    this.take();
    this.want();
  },
  unmounted() { cancelAnimationFrame(this.frame); this.watcher.disconnect(); window.removeEventListener("lw-theme", this.repaint); },
  watch: {
    reel() { this.playing = false; this.film = []; this.asked = -1; this.week = 0; this.still = null; this.want(); },
    ready() { this.want(); },
    chunk() { this.take(); },
    week() { this.still = null; },
    chosen() { this.still = null; if (!this.playing) this.draw(); },
  },
  computed: {
    scene() { return [...this.scenes].reverse().find((one) => one.from <= this.week)?.scene ?? this.scenes[0]?.scene; },
    scale() { return this.scene?.scale ?? 1; },
    year() { return `year ${Math.min(Math.floor(Math.max(this.week - 1, 0) / 52) + 1, 99)}, week ${this.week === 0 ? 0 : ((this.week - 1) % 52) + 1}`; },
  },
  methods: {
    now() { return this.film[this.week]; },
    /* Film comes as it is asked for, a stretch at a time, always some weeks ahead. */
    want() {
      if (this.ready < 0) return;
      const next = this.film.length;
      if (next <= this.ready && this.asked < next) { this.asked = next; this.more({ first: next, reel: this.reel }); }
    },
    take() {
      if (!this.chunk || !this.chunk.byteLength || this.chunkof !== this.reel) return;
      const weeks = weeksOf(this.chunk);
      if (!weeks.length || weeks[0].week !== this.film.length) return;
      const first = this.film.length === 0;
      this.film.push(...weeks);
      this.last = this.film.length - 1;
      if (first) { this.week = Math.min(this.start, this.last); if (this.agent) { const [kind, row] = this.agent.split(" "); if (DETAILS[kind]) this.chosen = { kind, row: Number(row) }; } this.draw(); }
      if (this.last < this.ready) this.want();
    },
    play() { if (this.calm || this.last < 1) return; if (this.week >= this.end) this.week = 0; this.playing = true; this.since = performance.now(); this.shown = 0; this.counted = performance.now(); this.frame = requestAnimationFrame(this.tick); },
    pause() { this.playing = false; cancelAnimationFrame(this.frame); this.draw(); this.settle({ week: this.week }); },
    turn() { this.playing ? this.pause() : this.play(); },
    step(by) { this.playing = false; cancelAnimationFrame(this.frame); this.week = Math.max(0, Math.min(this.last, this.week + by)); this.draw(); this.settle({ week: this.week }); },
    seek(week) { this.week = Math.max(0, Math.min(this.last, week)); this.since = performance.now(); if (!this.playing) this.draw(); },
    tick(time) {
      if (!this.playing) return;
      let part = ((time - this.since) / 1000) * this.speed;
      if (part >= 1) {
        if (this.week + 1 > this.last) { if (this.week >= this.end) return this.pause(); part = 1; this.since = time - 1000 / this.speed; }
        else { const by = Math.min(Math.floor(part), this.last - this.week); this.week += by; this.since += (1000 * by) / this.speed; part -= by; }
      }
      this.draw(Math.min(part, 1));
      this.shown++;
      if (time - this.counted > 1000) { this.rate = Math.round((1000 * this.shown) / (time - this.counted)); this.shown = 0; this.counted = time; }
      this.frame = requestAnimationFrame(this.tick);
    },
    pick(event) {
      const box = this.canvas.getBoundingClientRect(), x = (event.clientX - box.left) * this.ratio, y = (event.clientY - box.top) * this.ratio, week = this.now();
      if (!week) return;
      let best = null, near = this.pitch * 0.8;
      for (let j = 0; 8 * j < week.posts.length; j++) {
        const far = Math.hypot(this.places[2 * j] - x, this.places[2 * j + 1] - y);
        if (far < near && week.posts[8 * j + 3] > 0 && week.posts[8 * j] >= 0) { near = far; best = { kind: "post", row: j }; }
      }
      const round = (kind, list, reach) => list.forEach((one, i) => { const [cx, cy] = this.xy(one.at); if (!best && Math.hypot(cx - x, cy - y) < reach(one, i)) best = { kind, row: i }; });
      round("group", this.scene.groups, (one) => Math.max(8 * this.ratio, one.at[2] * 1.2 * this.unit));
      round("service", this.scene.services, (one, i) => this.outer[i] ?? 0);
      round("community", this.scene.communities, (one) => one.at[2] * this.unit + 4);
      this.choose(best);
    },
    choose(one) { this.chosen = one; this.settle({ chosen: one ? `${one.kind} ${one.row}` : "" }); },
    chooseKey(key) { const [kind, row] = key.split(" "); this.choose(key ? { kind, row: Number(row) } : null); },
    keys(event) {
      const done = { " ": () => this.turn(), ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1), Home: () => this.seek(0), End: () => this.seek(this.last) }[event.key];
      if (done) { event.preventDefault(); done(); }
    },
    kindOf: (one) => DETAILS[one.kind],
  },
  template: `
  <div class="lw inside">
    <div class="stage" ref="stage">
      <canvas ref="canvas" tabindex="0" role="img" :aria-label="'The living picture, ' + year + '. ' + told + ' Space plays, arrow keys step a week, and the list beside it holds every agent.'" @click="pick" @keydown="keys"></canvas>
      <div class="player" role="group" aria-label="Player">
        <button type="button" class="button main" :disabled="calm || last < 1" @click="turn">{{ playing ? 'Pause' : 'Play' }}</button>
        <button type="button" class="button" :disabled="week < 1" @click="step(-1)" aria-label="One week back">◂ week</button>
        <button type="button" class="button" :disabled="week >= last" @click="step(1)" aria-label="One week on">week ▸</button>
        <label>Speed <select class="select" v-model.number="speed"><option v-for="one in [0.5, 1, 2, 4, 8]" :key="one" :value="one">{{ one }} week{{ one === 1 ? '' : 's' }} a second</option></select></label>
        <input class="slide" type="range" min="0" :max="end" :value="week" aria-label="Week" :aria-valuetext="year" :style="{ '--at': 100 * week / end + '%' }" @input="seek(Number($event.target.value))">
        <output class="when" :data-rate="rate" :data-last="last">{{ year }}</output>
      </div>
      <p v-if="calm" class="soft">Your system asks for reduced motion, so the picture does not play; step through it instead.</p>
      <p class="told" :aria-live="playing ? 'off' : 'polite'">{{ told }}</p>
    </div>
    <aside class="sidecard" aria-label="One agent">
      <label for="agent">Look at</label>
      <select id="agent" class="select" :value="chosen ? chosen.kind + ' ' + chosen.row : ''" @change="chooseKey($event.target.value)">
        <option value="">nobody: click in the picture, or choose here</option>
        <option v-if="chosen && chosen.kind === 'post' && state" :value="'post ' + chosen.row">{{ state.title }}</option>
        <option v-for="one in options" :key="one.key" :value="one.key">{{ one.label }}</option>
      </select>
      <template v-if="colleagues.length"><label for="colleague">One of its practitioners</label>
        <select id="colleague" class="select" value="" @change="chooseKey($event.target.value)"><option value="">choose</option><option v-for="one in colleagues" :key="one.key" :value="one.key">{{ one.label }}</option></select></template>
      <div v-if="state" class="agent"><h2>{{ state.title }}</h2><p class="soft"><words :text="state.kind"/></p>
        <table v-if="state.lines.length" class="numbers"><thead><tr><th scope="col">This {{ kindOf(chosen) }}</th><th scope="col">Week {{ week }}</th><th scope="col">Week 0</th></tr></thead>
          <tbody><tr v-for="one in state.lines" :key="one.name"><th scope="row"><words :text="one.name"/></th><td>{{ one.now }}</td><td>{{ one.before }}</td></tr></tbody></table>
        <template v-if="state.ties"><h3>Knows well enough to call: {{ state.tied }}</h3><ul><li v-for="one in state.ties" :key="one">{{ one }}</li></ul></template>
      </div>
      <div class="legend"><h2>What is what</h2>
        <ul>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8" class="l-sunk"/><circle cx="10" cy="10" r="5" class="l-warn half"/><circle cx="10" cy="10" r="3.6" class="l-warn"/></svg> <span><words text="a community; filled: in distress; darkest: with no service or group. Its rim: social capital"/></span></li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2 18 10 10 18 2 10Z" class="l-good"/></svg> <span><words text="a voluntary group; area: people it supports"/></span></li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4" cy="10" r="3.2" class="l-ink"/><rect x="8" y="7" width="5.6" height="5.6" class="l-ink"/><path d="M17 6.5 19.8 12.6 14.4 12.6Z" class="l-ink"/></svg> <span><words text="a clinician, support worker, peer worker"/></span></li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="5" cy="10" r="3.2" class="l-open"/><circle cx="14" cy="10" r="3.2" class="l-dash"/></svg> <span><words text="burnt out; a post that is empty"/></span></li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><rect x="3" y="5" width="4" height="4" class="l-s1"/><rect x="10" y="6.3" width="5" height="1.7" class="l-s2"/><rect x="10" y="12" width="5" height="1.7" class="l-ink"/></svg> a person in care; waiting; at the door</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 15 18 5" class="l-line"/></svg> two who know each other well enough to call</li>
        </ul>
        <p class="soft">Around the ring, clockwise from the top, communities stand from the least to the most deprived. Moving marks are people on their way this week{{ scale < 1 ? '; each mark stands for ' + Math.round(1 / scale) + ' people' : '' }}.</p>
      </div>
    </aside>
  </div>`,
};
