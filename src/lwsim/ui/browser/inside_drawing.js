/* The living picture as it is drawn: what stands still for a week on a canvas of its own, and people under way above it. */
import { SERVICE } from "./inside_words.js";

const GOLDEN = 2.399963229728653;
const MOST_RUNNERS = 900;
/* Pixels of width from which communities have their names beside them. */
const NAMES = 560;

const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t));
/* A steady number 0..1 for a mark, so that it keeps its place from week to week. */
const steady = (n) => { const x = Math.sin(n * 12.9898) * 43758.5453; return x - Math.floor(x); };
/* How far a box [left, top, right, bottom] is from a disc [x, y, radius]; less than 0 where they overlap. */
const gapTo = ([l, t, r, b], [x, y, reach]) => Math.hypot(x - Math.min(r, Math.max(l, x)), y - Math.min(b, Math.max(t, y))) - reach;

export const drawing = {
  methods: {
    readColours() { this.colours = Object.fromEntries(["paper", "raised", "sunk", "ink", "soft", "hair", "edge", "s1", "s2", "s3", "s4", "good", "warn"].map((name) => [name, colourOf("--" + name)])); },
    resize() {
      const width = this.$refs.stage.clientWidth, ratio = Math.min(2, devicePixelRatio || 1), height = Math.min(width, Math.max(360, Math.min(760, innerHeight - 210)));
      this.canvas.width = Math.round(width * ratio); this.canvas.height = Math.round(height * ratio); this.canvas.style.height = height + "px";
      this.ratio = ratio; this.unit = (Math.min(width * (width > NAMES ? 0.82 : 1), height) / 2) * 0.98 * ratio; this.mid = [this.canvas.width / 2, this.canvas.height / 2];
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
      this.spans = [];
      this.scene.groups.forEach((one, i) => {
        const [x, y] = this.xy(one.at), isOpen = week.groups[5 * i], people = week.groups[5 * i + 1];
        const r = Math.min(one.at[2] * 1.5 * u, Math.sqrt((people * this.dot(u)) / Math.PI) + 2 * this.ratio);
        this.spans[i] = r;
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
    /* Names stand where they cover no disc but, where there is no other room, a group's: those are small and many. */
    names(ctx, week, k, u) {
      const size = 11.5 * this.ratio, face = colourOf("--face"), taken = [];
      const discs = (list, reach) => list.map((one, i) => [...this.xy(one.at), reach(one, i)]);
      const communities = discs(this.scene.communities, (one) => one.at[2] * u + 3 * this.ratio), services = discs(this.scene.services, (one, i) => this.outer[i] ?? 0);
      const groups = discs(this.scene.groups, (one, i) => this.spans[i]), isFree = (spot, others) => this.isFree(spot, others, taken);
      const write = (words, spot) => { taken.push(spot); ctx.strokeText(words, (spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2); ctx.fillText(words, (spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2); };
      ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round"; ctx.strokeStyle = k.paper; ctx.lineWidth = 3 * this.ratio;
      ctx.font = `650 ${size}px ${face}`; ctx.fillStyle = k.ink;
      this.scene.services.forEach((one, i) => {
        if (!this.outer[i] || !week.services[5 * i]) return;
        const words = SERVICE[one.kind], others = services.filter((_, n) => n !== i), isNearest = (it) => others.every((disc) => gapTo(it, disc) > gapTo(it, services[i]));
        const spots = this.spotsAround(services[i], ctx.measureText(words).width / 2).filter((it) => isNearest(it) && isFree(it, [...others, ...communities]));
        const spot = spots.find((it) => isFree(it, groups)) ?? spots[0];
        if (spot) write(words, spot);
      });
      if (this.canvas.width / this.ratio <= NAMES) return;
      ctx.font = `${size}px ${face}`; ctx.fillStyle = k.soft;
      this.scene.communities.forEach((one, i) => {
        const spots = this.spotsOutside(communities[i], ctx.measureText(one.name).width, one.at[0] < 0);
        write(one.name, spots.find((it) => isFree(it, [...communities, ...groups])) ?? spots[0]);
      });
    },
    /* Boxes [left, top, right, bottom] for a name of this half width: below a disc, above, beside, across its corners; then further off. */
    spotsAround([x, y, r], wide) {
      const high = 8 * this.ratio, gap = r + 9 * this.ratio, found = [];
      for (const away of [gap, gap + high, gap + 2 * high]) {
        const side = away + wide, slant = 0.71 * away;
        found.push([x, y + away], [x, y - away], [x + side, y], [x - side, y], [x + slant + wide, y + slant], [x - slant - wide, y + slant], [x + slant + wide, y - slant], [x - slant - wide, y - slant]);
      }
      return found.map(([tx, ty]) => [tx - wide, ty - high, tx + wide, ty + high]);
    },
    /* The same for a name on the far side of a disc from the middle, nearer ones first. */
    spotsOutside([x, y, r], width, isLeft) {
      const high = 7 * this.ratio, length = Math.hypot(x - this.mid[0], y - this.mid[1]) || 1, found = [];
      for (let off = r + 3 * this.ratio; off < r + 30 * this.ratio; off += 2 * this.ratio) {
        const tx = x + ((x - this.mid[0]) / length) * off, ty = y + ((y - this.mid[1]) / length) * off;
        found.push(isLeft ? [tx - width, ty - high, tx, ty + high] : [tx, ty - high, tx + width, ty + high]);
      }
      return found;
    },
    /* Whether a box lies on the canvas, off these discs and off the names that stand. */
    isFree([l, t, r, b], discs, taken) {
      return l > 0 && t > 0 && r < this.canvas.width && b < this.canvas.height
        && !taken.some(([left, top, right, low]) => l < right && r > left && t < low && b > top)
        && !discs.some((disc) => gapTo([l, t, r, b], disc) < 0);
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
  },
};
