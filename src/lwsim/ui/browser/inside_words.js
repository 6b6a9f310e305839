/* The living picture in words: who can be looked at, the state of one agent this week and at the start, the week told. */
export const SERVICE = { gp: "General practice", talking_therapies: "Talking therapies", community_team: "Community team", living_well: "Living Well team", crisis: "Crisis and home treatment", inpatient: "Ward" };
const ROLE = { clinician: "Clinician", support_worker: "Support worker", peer_worker: "Peer worker" };
const GROUP = { charity: "Charity", peer_led: "Peer-led group", community: "Community group" };

const whole = (amount) => Math.round(amount).toLocaleString("en-GB");

export const telling = {
  computed: {
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
      if (this.week === 0) return "Week 0: how the place stands before the first week.";
      const sum = this.flowsOf(week);
      const parts = [[sum.door, "came to a door"], [sum.accepted, "joined a waiting list"], [sum.started, "began support"], [sum.group, "joined a group"], [sum.ended, "left support"], [sum.lost, "left a queue without it"], [sum.ill, "became distressed"], [sum.well, "became well"]];
      return `Week ${this.week}: ` + parts.map(([count, words]) => `${whole(count / this.scale)} ${words}`).join(", ") + ".";
    },
  },
  methods: {
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
  },
};
