/* The living picture: every practitioner, tie and person in support as a mark that moves, week by week, on one canvas. */
const SERVICE = { gp: "General practice", talking_therapies: "Talking therapies", community_team: "Community team", living_well: "Living Well team", crisis: "Crisis and home treatment", inpatient: "Ward" };
const ROLE = { clinician: "Clinician", support_worker: "Support worker", peer_worker: "Peer worker" };
const GROUP = { charity: "Charity", peer_led: "Peer-led group", community: "Community group" };
const WIDTHS = { communities: 4, services: 5, groups: 5, posts: 8, ties: 3, moves: 3 };
const SPEEDS = [0.5, 1, 2, 4, 8];
const GOLDEN = 2.399963229728653;
const MOST_RUNNERS = 900;
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

const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t));
const whole = (amount) => Math.round(amount).toLocaleString("en-GB");
/* A steady number 0..1 for a mark, so that it keeps its place from week to week. */
const steady = (n) => { const x = Math.sin(n * 12.9898) * 43758.5453; return x - Math.floor(x); };

export const Inside = {
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
    options() {
      if (!this.scene) return [];
      const found = [];
      this.scene.services.forEach((one, row) => found.push({ key: "service " + row, label: `${SERVICE[one.kind]}: ${one.name}` }));
      this.scene.groups.forEach((one, row) => found.push({ key: "group " + row, label: `${GROUP[one.kind]}: ${one.name}` }));
      this.scene.communities.forEach((one, row) => found.push({ key: "community " + row, label: `Community: ${one.name}` }));
      return found;
    },
    colleagues() {
      if (!this.chosen || this.last < 0 || !["service", "group"].includes(this.chosen.kind)) return [];
      const posts = this.now()?.posts ?? [], column = this.chosen.kind === "service" ? 0 : 1, found = [];
      for (let j = 0; j * 8 < posts.length; j++) if (posts[8 * j + column] === this.chosen.row && posts[8 * j + 3] >= 2) found.push({ key: "post " + j, label: `${ROLE[this.scene.roles[posts[8 * j + 2]]]}, post ${j + 1}` });
      return found;
    },
    /* The chosen agent's state this week, a line each. */
    state() {
      if (!this.chosen || !this.scene || this.last < 0) return null;
      const week = this.now(), start = this.film[0], { kind, row } = this.chosen;
      if (!week || !start) return null;
      return { community: this.ofCommunity, service: this.ofService, group: this.ofGroup, post: this.ofPost }[kind].call(this, row, week, start);
    },
    told() {
      const week = this.last < 0 ? null : this.now();
      if (!week) return "The picture is being lived.";
      const sum = this.flowsOf(week);
      const parts = [[sum.door, "came to a door"], [sum.accepted, "joined a waiting list"], [sum.started, "began support"], [sum.group, "joined a group"], [sum.ended, "left support"], [sum.lost, "left a queue without it"], [sum.ill, "became distressed"], [sum.well, "became well"]];
      return `Week ${this.week}: ` + parts.map(([count, words]) => `${whole(count / this.scale)} ${words}`).join(", ") + ".";
    },
  },
  methods: {
    now() { return this.film[this.week]; },
    line(name, now, before) { return { name, now, before }; },
    percent(share) { return (100 * share).toFixed(0) + "%"; },
    ofCommunity(row, week, start) {
      const one = this.scene.communities[row], at = 4 * row, adults = one.adults, c = (w, i) => w.communities[at + i];
      return { title: one.name, kind: `Community, ${["least", "second least", "middle", "second most", "most"][one.fifth - 1]} deprived fifth of England`, lines: [
        this.line("Adults", whole(adults / this.scale), ""),
        this.line("In distress", `${whole(c(week, 0) / this.scale)} (${this.percent(c(week, 0) / adults)})`, whole(c(start, 0) / this.scale)),
        this.line("In distress, not at a service or group", whole(c(week, 1) / this.scale), whole(c(start, 1) / this.scale)),
        this.line("Crisis contacts this week", whole(c(week, 2) / this.scale), whole(c(start, 2) / this.scale)),
        this.line("Social capital, 0 to 1", c(week, 3).toFixed(3), c(start, 3).toFixed(3))] };
    },
    ofService(row, week, start) {
      const one = this.scene.services[row], at = 5 * row, c = (w, i) => w.services[at + i] ?? 0, is = week.services.length > at;
      const had = start.services.length > at, people = (i) => this.line(["", "At its door", "Waiting for a place", "In its care"][i], whole(c(week, i) / this.scale), had ? whole(c(start, i) / this.scale) : "–");
      const staff = this.staffOf(week, 0, row), was = this.staffOf(start, 0, row);
      return { title: one.name, kind: `${SERVICE[one.kind]}, ${one.employer}${is && c(week, 0) ? "" : " (closed)"}`, lines: [people(1), people(2), people(3),
        ...(c(week, 4) > 0 ? [this.line("Least severity it takes on, 0 to 1", c(week, 4).toFixed(2), had ? c(start, 4).toFixed(2) : "–")] : []), ...this.staffLines(staff, was)] };
    },
    ofGroup(row, week, start) {
      const one = this.scene.groups[row], at = 5 * row, c = (w, i) => w.groups[at + i];
      return { title: one.name, kind: `${GROUP[one.kind]}${c(week, 0) ? "" : " (closed)"}`, lines: [
        this.line("People supported", whole(c(week, 1) / this.scale), whole(c(start, 1) / this.scale)),
        this.line("Paid hours with people a week", whole(c(week, 2) / this.scale), whole(c(start, 2) / this.scale)),
        this.line("Volunteer hours a week", whole(c(week, 3) / this.scale), whole(c(start, 3) / this.scale)),
        this.line("Income a week", "£" + whole(c(week, 4) / this.scale), "£" + whole(c(start, 4) / this.scale)), ...this.staffLines(this.staffOf(week, 1, row), this.staffOf(start, 1, row))] };
    },
    ofPost(row, week, start) {
      const c = (w, i) => w.posts[8 * row + i], there = 8 * row < week.posts.length, was = 8 * row < start.posts.length;
      if (!there) return { title: `Post ${row + 1}`, kind: "Not there yet this week", lines: [] };
      const employer = c(week, 0) >= 0 ? this.scene.services[c(week, 0)].name : this.scene.groups[c(week, 1)].name;
      const state = ["Its money has ended", "Empty", "At work", "Away this week"][c(week, 3)], filled = c(week, 3) >= 2;
      const ties = [];
      for (let i = 0; i < week.ties.length; i += 3) if (week.ties[i] === row || week.ties[i + 1] === row) ties.push([week.ties[i] === row ? week.ties[i + 1] : week.ties[i], week.ties[i + 2]]);
      ties.sort((a, b) => b[1] - a[1]);
      const mate = ([j, strength]) => `${ROLE[this.scene.roles[week.posts[8 * j + 2]]].toLowerCase()} ${j + 1} at ${this.nameOf(week, j)} (${strength.toFixed(2)})`;
      return { title: `${ROLE[this.scene.roles[c(week, 2)]]}, post ${row + 1}`, kind: `${state}. ${employer}`, ties: ties.slice(0, 6).map(mate), tied: ties.length, lines: filled ? [
        this.line("Wellbeing, 0 burnt out to 1", c(week, 4).toFixed(2), was ? c(start, 4).toFixed(2) : "–"),
        this.line("People on the caseload", whole(c(week, 5)), was ? whole(c(start, 5)) : "–"),
        this.line("Hours asked for each hour there", c(week, 6).toFixed(2), was ? c(start, 6).toFixed(2) : "–"),
        this.line("Belonging, 0 own employer to 1 whole system", c(week, 7).toFixed(2), was ? c(start, 7).toFixed(2) : "–")] : [] };
    },
    nameOf(week, j) { return week.posts[8 * j] >= 0 ? SERVICE[this.scene.services[week.posts[8 * j]].kind].toLowerCase() : this.scene.groups[week.posts[8 * j + 1]].name; },
    staffOf(week, column, row) {
      const found = { here: 0, away: 0, empty: 0, wellbeing: 0 };
      for (let at = 0; at < week.posts.length; at += 8) if (week.posts[at + column] === row) {
        if (week.posts[at + 3] === 1) found.empty++;
        if (week.posts[at + 3] === 2) found.here++;
        if (week.posts[at + 3] === 3) found.away++;
        if (week.posts[at + 3] >= 2) found.wellbeing += week.posts[at + 4];
      }
      return found;
    },
    staffLines(now, was) {
      const mean = (one) => (one.here + one.away ? (one.wellbeing / (one.here + one.away)).toFixed(2) : "–");
      return [this.line("Practitioners at work", whole(now.here), whole(was.here)), this.line("Away", whole(now.away), whole(was.away)), this.line("Posts empty", whole(now.empty), whole(was.empty)), this.line("Their mean wellbeing, 0 to 1", mean(now), mean(was))];
    },
    flowsOf(week) {
      const c = this.scene.communities.length, s = 2 * c + this.scene.groups.length, sum = { door: 0, accepted: 0, started: 0, group: 0, ended: 0, lost: 0, ill: 0, well: 0 };
      const kind = (spot) => (spot < c ? 0 : spot < 2 * c ? 1 : spot < s ? 2 : 3 + ((spot - s) % 3));
      for (let i = 0; i < week.moves.length; i += 3) {
        const [from, to, count] = [kind(week.moves[i]), kind(week.moves[i + 1]), week.moves[i + 2]];
        if (to === 3) sum.door += count;
        if (to === 4) sum.accepted += count;
        if (to === 5) sum.started += count;
        if (to === 2) sum.group += count;
        if ((from === 5 || from === 2) && to < 2) sum.ended += count;
        if ((from === 3 || from === 4) && to === 1) sum.lost += count;
        if (from === 0) sum.ill += count;
        if (to === 0) sum.well += count;
      }
      return sum;
    },
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
    readColours() { this.colours = Object.fromEntries(["paper", "raised", "sunk", "ink", "soft", "hair", "edge", "s1", "s2", "s3", "s4", "good", "warn"].map((name) => [name, colourOf("--" + name)])); },
    resize() {
      const width = this.$refs.stage.clientWidth, ratio = Math.min(2, devicePixelRatio || 1), height = Math.min(width, Math.max(360, Math.min(760, innerHeight - 210)));
      this.canvas.width = Math.round(width * ratio); this.canvas.height = Math.round(height * ratio); this.canvas.style.height = height + "px";
      this.ratio = ratio; this.unit = (Math.min(width * 0.82, height) / 2) * 0.98 * ratio; this.mid = [this.canvas.width / 2, this.canvas.height / 2];
      this.still = null; this.draw();
    },
    xy([x, y]) { return [this.mid[0] + x * this.unit, this.mid[1] + y * this.unit]; },
    /* Where each practitioner sits: around the middle of the employer, by row, so that nobody moves but who changes employer. */
    seats(week) {
      const rows = {}, found = new Float32Array((week.posts.length / 8) * 2);
      for (let j = 0; 8 * j < week.posts.length; j++) {
        const service = week.posts[8 * j], key = service >= 0 ? service : 1000 + week.posts[8 * j + 1];
        const at = service >= 0 ? this.scene.services[service]?.at : this.scene.groups[week.posts[8 * j + 1]]?.at;
        if (!at) continue;
        const n = (rows[key] = (rows[key] ?? -1) + 1), gap = (service >= 0 ? this.pitch : this.pitch * 0.62), r = gap * Math.sqrt(n + 0.4), [x, y] = this.xy(at);
        found[2 * j] = x + r * Math.cos(n * GOLDEN); found[2 * j + 1] = y + r * Math.sin(n * GOLDEN);
      }
      return found;
    },
    spot(spot) {
      const c = this.scene.communities.length, g = this.scene.groups.length;
      if (spot < 2 * c) return this.scene.communities[spot % c].at;
      if (spot < 2 * c + g) return this.scene.groups[spot - 2 * c].at;
      return this.scene.services[Math.floor((spot - 2 * c - g) / 3)]?.at;
    },
    /* Everything that stands still for a week is drawn once, to a canvas of its own. */
    paint(week) {
      const still = (this.stillCanvas ??= document.createElement("canvas"));
      still.width = this.canvas.width; still.height = this.canvas.height;
      const ctx = still.getContext("2d"), k = this.colours, u = this.unit;
      this.pitch = Math.min(0.03 * u, Math.sqrt((9 * this.dot(u)) / Math.PI));
      ctx.fillStyle = k.paper; ctx.fillRect(0, 0, still.width, still.height);
      const seats = (this.places = this.seats(week));
      this.communities(ctx, week, k, u);
      this.ties(ctx, week, seats, k);
      this.groups(ctx, week, k, u);
      this.services(ctx, week, k);
      this.people(ctx, week, seats, k);
      this.names(ctx, week, k, u);
      this.still = this.week;
    },
    communities(ctx, week, k, u) {
      this.scene.communities.forEach((one, i) => {
        const [x, y] = this.xy(one.at), r = one.at[2] * u, share = week.communities[4 * i] / one.adults, alone = week.communities[4 * i + 1] / one.adults;
        ctx.beginPath(); ctx.arc(x, y, r, 0, 7); ctx.fillStyle = k.sunk; ctx.fill();
        ctx.beginPath(); ctx.arc(x, y, r * Math.sqrt(share), 0, 7); ctx.fillStyle = k.warn; ctx.globalAlpha = 0.55; ctx.fill(); ctx.globalAlpha = 1;
        ctx.beginPath(); ctx.arc(x, y, r * Math.sqrt(alone), 0, 7); ctx.fillStyle = k.warn; ctx.fill();
        ctx.lineWidth = (0.6 + 3 * week.communities[4 * i + 3]) * this.ratio; ctx.strokeStyle = k.good;
        ctx.beginPath(); ctx.arc(x, y, r + 2 * this.ratio, 0, 7); ctx.stroke();
        if (this.isChosen("community", i)) this.ring(ctx, x, y, r + 6 * this.ratio, k);
      });
    },
    ties(ctx, week, seats, k) {
      const of = this.chosen?.kind === "post" ? this.chosen.row : -1;
      ctx.strokeStyle = k.soft; ctx.lineWidth = 0.7 * this.ratio;
      for (const [from, alpha] of [[0.05, 0.1], [0.3, 0.22], [0.6, 0.42]]) {
        ctx.globalAlpha = alpha; ctx.beginPath();
        for (let i = 0; i < week.ties.length; i += 3) {
          const strength = week.ties[i + 2];
          if (strength < from || strength >= (from === 0.05 ? 0.3 : from === 0.3 ? 0.6 : 9)) continue;
          const [a, b] = [2 * week.ties[i], 2 * week.ties[i + 1]];
          ctx.moveTo(seats[a], seats[a + 1]); ctx.lineTo(seats[b], seats[b + 1]);
        }
        ctx.stroke();
      }
      ctx.globalAlpha = 1;
      if (of < 0) return;
      ctx.strokeStyle = k.s2; ctx.lineWidth = 2 * this.ratio; ctx.beginPath();
      for (let i = 0; i < week.ties.length; i += 3) if (week.ties[i] === of || week.ties[i + 1] === of) { const [a, b] = [2 * week.ties[i], 2 * week.ties[i + 1]]; ctx.moveTo(seats[a], seats[a + 1]); ctx.lineTo(seats[b], seats[b + 1]); }
      ctx.stroke();
    },
    groups(ctx, week, k, u) {
      this.scene.groups.forEach((one, i) => {
        const [x, y] = this.xy(one.at), isOpen = week.groups[5 * i], people = week.groups[5 * i + 1];
        const r = Math.min(one.at[2] * 1.5 * u, Math.sqrt((people * this.dot(u)) / Math.PI) + 2 * this.ratio);
        ctx.beginPath();
        for (let p = 0; p < 4; p++) ctx.lineTo(x + r * Math.cos((p * Math.PI) / 2), y + r * Math.sin((p * Math.PI) / 2));
        ctx.closePath();
        ctx.globalAlpha = isOpen ? 0.85 : 0.4; ctx.fillStyle = isOpen ? k.good : k.hair; ctx.fill(); ctx.globalAlpha = 1;
        if (this.isChosen("group", i)) this.ring(ctx, x, y, r + 5 * this.ratio, k);
      });
    },
    /* Area of one person's mark, in pixels, so that a queue of twice as many is twice as large everywhere in the middle. */
    dot(u) { return this.scene.services.reduce((sum, one) => sum + Math.PI * (one.at[2] * u) ** 2, 0) / Math.max(1, this.marks()); },
    marks() {
      const start = this.film[0];
      let sum = 0;
      for (let i = 0; i < start.services.length; i += 5) sum += start.services[i + 1] + start.services[i + 2] + start.services[i + 3] + 9;
      for (let at = 0; at < start.posts.length; at += 8) if (start.posts[at] >= 0) sum += 9;
      return sum;
    },
    services(ctx, week, k) {
      const area = this.dot(this.unit), step = Math.sqrt(area), size = Math.max(1, 0.62 * step), n = {};
      for (let at = 0; at < week.posts.length; at += 8) if (week.posts[at] >= 0) n[week.posts[at]] = (n[week.posts[at]] ?? 0) + 1;
      this.outer = [];
      this.scene.services.forEach((one, i) => {
        if (5 * i >= week.services.length) return;
        const [x, y] = this.xy(one.at), [open, door, waiting, care] = week.services.subarray(5 * i, 5 * i + 4), core = this.pitch * Math.sqrt((n[i] ?? 0) + 1);
        let at = (core * core * Math.PI) / area;
        const put = (count, colour, hollow) => {
          ctx.fillStyle = colour;
          for (let p = 0; p < Math.min(count, 6000); p++, at++) {
            const r = step * Math.sqrt(at / Math.PI), a = at * GOLDEN, px = x + r * Math.cos(a), py = y + r * Math.sin(a);
            if (hollow && size >= 3) ctx.fillRect(px - size / 2, py - size / 6, size, size / 3); else ctx.fillRect(px - size / 2, py - size / 2, size, size);
          }
        };
        ctx.globalAlpha = open ? 1 : 0.3;
        put(care, k.s1); put(waiting, k.s2, true); put(door, k.ink, true);
        ctx.globalAlpha = 1;
        this.outer[i] = step * Math.sqrt(at / Math.PI);
        if (this.isChosen("service", i)) this.ring(ctx, x, y, this.outer[i] + 4 * this.ratio, k);
      });
    },
    people(ctx, week, seats, k) {
      const r = this.pitch * 0.52;
      for (let j = 0; 8 * j < week.posts.length; j++) {
        const [presence, wellbeing, role] = [week.posts[8 * j + 3], week.posts[8 * j + 4], week.posts[8 * j + 2]];
        if (presence === 0 || !seats[2 * j]) continue;
        const [x, y] = [seats[2 * j], seats[2 * j + 1]], small = week.posts[8 * j] < 0 ? 0.62 : 1, burnt = wellbeing < this.scene.burnt_out;
        ctx.beginPath();
        if (role === 0) ctx.arc(x, y, r * small, 0, 7); else if (role === 1) ctx.rect(x - 0.86 * r * small, y - 0.86 * r * small, 1.72 * r * small, 1.72 * r * small); else { ctx.moveTo(x, y - 1.15 * r * small); ctx.lineTo(x + r * small, y + 0.75 * r * small); ctx.lineTo(x - r * small, y + 0.75 * r * small); ctx.closePath(); }
        ctx.lineWidth = 1.1 * this.ratio; ctx.strokeStyle = k.ink;
        if (presence >= 2) { ctx.fillStyle = burnt ? k.paper : k.ink; ctx.globalAlpha = presence === 3 ? 0.35 : 1; ctx.fill(); ctx.stroke(); ctx.globalAlpha = 1; }
        else { ctx.strokeStyle = k.edge; ctx.setLineDash([2 * this.ratio, 2 * this.ratio]); ctx.stroke(); ctx.setLineDash([]); }
        if (this.isChosen("post", j)) this.ring(ctx, x, y, r + 5 * this.ratio, k);
      }
    },
    ring(ctx, x, y, r, k) { ctx.lineWidth = 2.5 * this.ratio; ctx.strokeStyle = k.s2; ctx.beginPath(); ctx.arc(x, y, r, 0, 7); ctx.stroke(); },
    isChosen(kind, row) { return this.chosen && this.chosen.kind === kind && this.chosen.row === row; },
    names(ctx, week, k, u) {
      const size = 11.5 * this.ratio, face = colourOf("--face");
      ctx.textBaseline = "middle"; ctx.lineJoin = "round"; ctx.strokeStyle = k.paper; ctx.lineWidth = 3 * this.ratio;
      ctx.font = `${size}px ${face}`;
      if (this.canvas.width / this.ratio > 560) this.scene.communities.forEach((one) => {
        const [x, y] = this.xy(one.at), far = 1 + (one.at[2] * u + 6 * this.ratio) / Math.hypot(x - this.mid[0], y - this.mid[1]), left = one.at[0] < 0;
        const tx = this.mid[0] + (x - this.mid[0]) * far, ty = this.mid[1] + (y - this.mid[1]) * far;
        ctx.textAlign = left ? "right" : "left"; ctx.fillStyle = k.soft; ctx.strokeText(one.name, tx, ty); ctx.fillText(one.name, tx, ty);
      });
      ctx.textAlign = "center"; ctx.font = `650 ${size}px ${face}`; ctx.fillStyle = k.ink;
      const taken = this.scene.services.map((one, i) => { const [x, y] = this.xy(one.at), r = this.outer[i] ?? 0; return [x - r, y - r, x + r, y + r]; });
      this.scene.services.forEach((one, i) => { if (this.outer[i] && week.services[5 * i]) this.name(ctx, SERVICE[one.kind], this.xy(one.at), this.outer[i], taken, i); });
    },
    /* A service's name below it, or above or beside where another service or name stands below. */
    name(ctx, words, [x, y], r, taken, own) {
      const wide = ctx.measureText(words).width / 2, high = 8 * this.ratio, gap = r + 9 * this.ratio;
      const spots = [[x, y + gap], [x, y - gap], [x + gap + wide, y], [x - gap - wide, y], [x, y + gap + 2 * high], [x, y - gap - 2 * high]].map(([tx, ty]) => [tx - wide, ty - high, tx + wide, ty + high]);
      const isFree = ([l, t, right, low]) => l > 0 && right < this.canvas.width && !taken.some(([a, b, c, d], i) => i !== own && l < c && right > a && t < d && low > b);
      const spot = spots.find(isFree);
      if (!spot) return;
      taken.push(spot);
      ctx.strokeText(words, (spot[0] + spot[2]) / 2, spot[1] + high); ctx.fillText(words, (spot[0] + spot[2]) / 2, spot[1] + high);
    },
    draw(part = 0) {
      const week = this.now();
      if (!week || !this.scene || !this.canvas?.width) return;
      if (this.still !== this.week) this.paint(week);
      const ctx = this.canvas.getContext("2d");
      ctx.drawImage(this.stillCanvas, 0, 0);
      const next = this.film[this.week + 1];
      if (part > 0 && next) this.runners(ctx, next, part);
    },
    /* People under way in the coming week, each from the spot they stood on to the one they go to. */
    runners(ctx, week, part) {
      const k = this.colours, c = this.scene.communities.length, s = 2 * c + this.scene.groups.length, size = 2.6 * this.ratio;
      let total = 0;
      for (let i = 0; i < week.moves.length; i += 3) if (week.moves[i] % c !== week.moves[i + 1] % c || week.moves[i + 1] >= 2 * c || week.moves[i] >= 2 * c) total += week.moves[i + 2];
      const each = Math.max(1, Math.ceil(total / MOST_RUNNERS));
      for (let i = 0; i < week.moves.length; i += 3) {
        const [from, to, count] = week.moves.subarray(i, i + 3);
        if (from < 2 * c && to < 2 * c) continue;
        const a = this.spot(from), b = this.spot(to);
        if (!a || !b) continue;
        ctx.fillStyle = to >= s ? ((to - s) % 3 === 2 ? k.s1 : (to - s) % 3 === 1 ? k.s2 : k.ink) : to >= 2 * c ? k.good : to < c ? k.s4 : k.warn;
        const [[ax, ay], [bx, by]] = [this.xy(a), this.xy(b)], here = Math.hypot(bx - ax, by - ay) < 1;
        for (let n = 0; n < count; n += each) {
          const seed = from * 7.1 + to * 3.3 + n * 1.7 + week.week, lag = 0.45 * steady(seed), at = ease(Math.min(1, Math.max(0, (part - lag) / 0.55)));
          if (at <= 0 || at >= 1) continue;
          const bow = (steady(seed + 5) - 0.5) * 0.22;
          const jump = here ? Math.sin(at * Math.PI) * 12 * this.ratio : 0;
          const x = ax + (bx - ax) * at - (by - ay) * bow * Math.sin(at * Math.PI), y = ay + (by - ay) * at + (bx - ax) * bow * Math.sin(at * Math.PI) - jump;
          ctx.fillRect(x - size / 2, y - size / 2, size, size);
        }
      }
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
      <div v-if="state" class="agent"><h2>{{ state.title }}</h2><p class="soft">{{ state.kind }}</p>
        <table v-if="state.lines.length" class="numbers"><thead><tr><th scope="col">This {{ kindOf(chosen) }}</th><th scope="col">Week {{ week }}</th><th scope="col">Week 0</th></tr></thead>
          <tbody><tr v-for="one in state.lines" :key="one.name"><th scope="row">{{ one.name }}</th><td>{{ one.now }}</td><td>{{ one.before }}</td></tr></tbody></table>
        <template v-if="state.ties"><h3>Knows well enough to call: {{ state.tied }}</h3><ul><li v-for="one in state.ties" :key="one">{{ one }}</li></ul></template>
      </div>
      <div class="legend"><h2>What is what</h2>
        <ul>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8" class="l-sunk"/><circle cx="10" cy="10" r="5" class="l-warn half"/><circle cx="10" cy="10" r="3.6" class="l-warn"/></svg> a community; filled: in distress; darkest: with no service or group. Its rim: social capital</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2 18 10 10 18 2 10Z" class="l-good"/></svg> a voluntary group; area: people it supports</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4" cy="10" r="3.2" class="l-ink"/><rect x="8" y="7" width="5.6" height="5.6" class="l-ink"/><path d="M17 6.5 19.8 12.6 14.4 12.6Z" class="l-ink"/></svg> a clinician, support worker, peer worker</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="5" cy="10" r="3.2" class="l-open"/><circle cx="14" cy="10" r="3.2" class="l-dash"/></svg> burnt out; a post that is empty</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><rect x="3" y="5" width="4" height="4" class="l-s1"/><rect x="10" y="6.3" width="5" height="1.7" class="l-s2"/><rect x="10" y="12" width="5" height="1.7" class="l-ink"/></svg> a person in care; waiting; at the door</li>
          <li><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 15 18 5" class="l-line"/></svg> two who know each other well enough to call</li>
        </ul>
        <p class="soft">Around the ring, clockwise from the top, communities stand from the least to the most deprived. Moving marks are people on their way this week{{ scale < 1 ? '; each mark stands for ' + Math.round(1 / scale) + ' people' : '' }}.</p>
      </div>
    </aside>
  </div>`,
};
