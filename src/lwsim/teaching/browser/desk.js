/* The teacher's desk: open a room or come back to it; pace, pause, undo, fork, reveal, messages, and who has decided. */
import { PHASES, chart, clockWords, deskAddress, h, isHere, joinAddress, short, show, standing } from "./draw.js";
import { ask, follow, heldKeys, keepSecret, keepTime, secretOf } from "./talk.js";

const main = document.getElementById("main"), state = document.getElementById("state"), where = document.getElementById("where");
const STEPS = { started: "Start", closed: "Close decisions and run the half-year", revealed: "Show it to all", went_on: "Next half-year" };
let view = null, drift = 0;
const [code, given, givenLink] = location.hash.slice(1).split(".");
const secret = given || secretOf("desk." + code), link = givenLink || secretOf("link." + code);
const tell = (kind, words) => { state.dataset.state = kind; state.textContent = words; };

function field(name, label, control, hint) {
  if (hint) control.setAttribute("aria-describedby", name + "-hint");
  return h("div", { class: "field" }, h("label", { for: name }, label), control, hint ? h("small", { id: name + "-hint" }, hint) : "");
}
const number = (name, value, low, high, step = 1) => h("input", { id: name, type: "number", value: String(value), min: String(low), max: String(high), step: String(step) });
const choice = (name, options, value) => h("select", { id: name }, ...options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));

const kit = () => h("div", { class: "orders" }, ...[["guide", "Facilitator's guide"], ["role-cards", "Role cards"], ["questionnaire", "Questionnaire"]].map(([page, words]) => h("a", { class: "button", href: page, target: "_blank", rel: "noopener" }, words)));

async function opening() {
  const shelf = await ask("GET", "shelf", "");
  const says = h("p", { class: "says", role: "alert" });
  const controls = {
    place: choice("place", shelf.places.map((one) => [one.name, one.title]), "salford"),
    base: choice("base", shelf.scenarios.map((one) => [one.name, one.title]), "ordinary"),
    rounds: number("rounds", 4, 1, 8), teams: number("teams", 1, 1, 10), minutes: number("minutes", 6, 0, 120), seed: number("seed", 1, 0, 1000000),
  };
  const form = h("form", { onsubmit: async (event) => {
    event.preventDefault();
    const place = controls.place.value, adults = shelf.places.find((one) => one.name === place).adults;
    const wish = { place, base: controls.base.value, sample: Math.min(1, Math.max(0.02, Math.round(2000000 / adults) / 100)) };
    for (const key of ["rounds", "teams", "minutes", "seed"]) wish[key] = Number(controls[key].value);
    try {
      const room = await ask("POST", "open", "", wish);
      keepSecret("desk." + room.code, room.desk);
      keepSecret("link." + room.code, room.link);
      keepTime(room.code, room.left);
      location.hash = room.code;
      location.reload();
    } catch (lost) { says.textContent = lost.message; }
  } }, h("div", { class: "fields" }, field("place", "Place", controls.place, "Small Town is quickest; the others are real places."), field("base", "How it is run at the start", controls.base, "Ordinary: as today."), field("rounds", "Half-years to play", controls.rounds, "Two in 20 minutes, three in 45, four in 90."), field("teams", "Teams", controls.teams, "Each plays a world of its own, on the same luck. One for up to six people."), field("minutes", "Minutes to decide each", controls.minutes, "A clock for all to see; it closes nothing by itself. 0: no clock."), field("seed", "Luck", controls.seed, "Any number. The same number brings the same luck again.")),
    h("button", { class: "button main big", type: "submit" }, "Open a room"), says);
  const mine = heldKeys("desk");
  main.replaceChildren(h("h1", {}, "The teacher's desk"), h("p", {}, "Open a room, show the code on the projector, and people join by phone or laptop. No accounts, no names. A room and all in it is deleted after 24 hours."), form,
    mine.length ? h("section", {}, h("h2", {}, "Rooms on this device"), h("ul", { class: "seats" }, ...mine.map((room) => h("li", {}, h("a", { class: "button", href: "desk#" + room, onclick: () => setTimeout(() => location.reload()) }, room))))) : "",
    h("h2", {}, "To print"), kit(),
    h("p", { class: "soft" }, "To rehearse alone: open a room, press “Take a seat here” once or more, and start. Bots play the empty seats by the model's ordinary rules."),
    h("p", { class: "soft" }, "Here to take part? ", h("a", { href: "join" }, "Join a room with its code"), "."));
  if (isHere() && !shelf.reach) main.append(h("p", { class: "says" }, "Phones cannot reach this server as it was started: it answers this machine only. For a class, start it with: lwsim class --host 0.0.0.0"));
}

const parts = Object.fromEntries(["top", "steps", "teams", "seats", "more"].map((name) => [name, h("section", { class: "part-" + name })]));
const order = (kind, wish = {}) => ask("POST", code + "/desk", secret, { kind, ...wish }).then((news) => { view = news; tell("live", "Done"); paint(); }).catch((lost) => tell("refused", lost.refused ? lost.message : "No connection: not done. Try again."));
const can = (kind) => view.may.includes(kind);
const button = (kind, words, wish, main) => h("button", { type: "button", id: "do-" + kind, class: "button" + (main ? " main" : ""), disabled: !can(kind), onclick: () => order(kind, wish) }, words);

async function keepFile(path, name) {
  try {
    const text = await ask("GET", code + "/" + path, secret);
    const url = URL.createObjectURL(new Blob([text], { type: name.endsWith("html") ? "text/html" : "text/plain" }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  } catch (lost) { tell("refused", lost.message); }
}

function top() {
  const address = joinAddress(view.reach, code, link);
  const qr = h("div", { class: "qr" });
  if (link) ask("POST", code + "/qr.svg", "", { link, address }).then((text) => { qr.replaceChildren(h("img", { src: URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), alt: "QR code that leads to this room" })); }).catch(() => {});
  return h("div", { class: "split" }, h("div", {}, h("h1", {}, "The teacher's desk"), h("p", { class: "code", "aria-label": "Room code " + code.split("").join(" ") }, code), h("p", { class: "soft" }, "Join at ", h("b", {}, short(view.reach)), ", or by the QR code"), isHere() && !view.reach ? h("p", { class: "says" }, "Phones cannot reach this server as it was started. For a class: lwsim class --host 0.0.0.0") : "",
    h("div", { class: "orders" }, h("a", { class: "button", href: "wall#" + code + "." + link, target: "_blank", rel: "noopener" }, "Projector"), h("a", { class: "button", href: "join#" + code + "." + link, target: "_blank", rel: "noopener" }, "Take a seat here"),
      h("button", { type: "button", class: "button", id: "copy", onclick: copyLink }, "Copy this desk's link")), h("div", { id: "copied" })), qr);
}

/* Browsers hand out the clipboard only over https or on the machine itself: elsewhere the link is shown, to be copied by hand. */
async function copyLink() {
  const address = deskAddress(view.reach, code, secret, link), shown = h("input", { id: "desk-link", class: "why", readonly: true, value: address });
  try {
    await navigator.clipboard.writeText(address);
    tell("live", "Copied: keep it to yourself");
  } catch {
    document.getElementById("copied").replaceChildren(h("label", { for: "desk-link" }, "This desk's link: copy it, and keep it to yourself"), shown);
    shown.select();
  }
}

function steps() {
  const next = Object.keys(STEPS).find(can);
  return [h("h2", {}, view.phase === "lobby" ? `${view.place}: people are joining` : `${view.place}: half-year ${view.round} of ${view.rounds}`), h("p", {}, h("b", {}, view.paused ? "Paused" : PHASES[view.phase]), " ", h("span", { id: "clock" })),
    h("div", { class: "orders" }, ...Object.entries(STEPS).map(([kind, words]) => button(kind, kind === "went_on" && view.round === view.rounds ? "End the session" : words, {}, kind === next)),
      view.paused ? button("resumed", "Go on") : button("paused", "Pause"), button("undone", "Undo a half-year"), button("ended", "End the session"))];
}

function teamCard(team, n) {
  const told = team.table;
  return h("article", { class: "team-card m" + (n % 4 + 1) }, h("h3", {}, "Team " + team.name, team.forked_from ? ` (forked from ${team.forked_from})` : ""),
    h("p", {}, h("b", {}, `${told.done} of ${told.players}`), " have decided", told.bots.length ? `; ordinary rules: ${told.bots.length} of 6 roles` : ""),
    h("ul", { class: "people" }, ...view.seats.filter((seat) => seat.team === team.name).map((seat) => h("li", { class: "person" + (seat.done ? " done" : "") + (seat.here ? "" : " away") }, seat.title, seat.done ? h("span", { class: "unseen" }, " has decided") : ""))),
    team.series.length ? h("p", {}, "Last week: ", ...team.series.flatMap((one, at) => [at ? " · " : "", h("b", {}, one.title + " "), standing(one)])) : "",
    team.as_played ? "" : h("p", { class: "says" }, "The model has changed since this was played."),
    h("div", { class: "orders" }, h("button", { type: "button", class: "button", id: "fork-" + team.name, disabled: !can("forked"), onclick: () => order("forked", { team: team.name }) }, "Fork this world"), team.series.length ? h("button", { type: "button", class: "button", id: "file-" + team.name, onclick: () => keepFile("scenario/" + team.name, "team-" + team.name.toLowerCase() + ".toml") }, "Its scenario file") : ""));
}

function seatRows() {
  if (!view.seats.length) return h("p", { class: "soft" }, "Nobody is here yet: the ordinary rules would play every role.");
  const options = (list, value, words = (one) => one) => list.map((one) => h("option", { value: one.key ?? one, selected: (one.key ?? one) === value }, words(one)));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Seats" }, h("table", { class: "asks" }, h("thead", {}, h("tr", {}, ...["Seat", "Team", "Role", "Decided", "Why", "Played by"].map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, ...view.seats.map((seat) => {
      const team = h("select", { id: "team-of-" + seat.key, class: "select", "aria-label": "Team of seat " + seat.key, disabled: !can("moved"), onchange: (event) => order("moved", { seat: seat.key, team: event.target.value, role: seat.role }) }, ...options(view.teams.map((one) => one.name), seat.team));
      const role = h("select", { id: "role-of-" + seat.key, class: "select", "aria-label": "Role of seat " + seat.key, disabled: !can("moved"), onchange: (event) => order("moved", { seat: seat.key, team: seat.team, role: event.target.value }) }, ...options(view.roles, seat.role, (one) => one.title));
      return h("tr", {}, h("th", { scope: "row" }, seat.key.slice(1)), h("td", {}, team), h("td", {}, role), h("td", {}, seat.done ? "yes" : seat.started ? "under way" : "–"), h("td", {}, seat.reason), h("td", {}, seat.here ? h("button", { type: "button", class: "button", id: "free-" + seat.key, "aria-label": "Give seat " + seat.key.slice(1) + " to a bot", disabled: !can("freed"), onclick: () => order("freed", { seat: seat.key }) }, "To a bot") : "bot"));
    }))));
}

function more() {
  const words = h("input", { id: "message", type: "text", maxlength: "240", class: "why" }), to = choice("to", [["", "everybody"], ...view.teams.map((team) => [team.name, "team " + team.name])], "");
  const minutes = number("pace", view.minutes, 0, 120);
  return [h("h2", {}, "Say something"), h("form", { class: "orders", onsubmit: (event) => { event.preventDefault(); order("said", { text: words.value, team: to.value }); words.value = ""; } }, h("label", { for: "message", style: "flex:1 1 16rem" }, "Message", words), h("label", { for: "to" }, "To", to), h("button", { class: "button", type: "submit" }, "Send")),
    ...view.messages.slice(-3).map((said) => h("p", { class: "said" }, said.team ? h("b", {}, "To team " + said.team + ": ") : "", said.text)),
    h("h2", {}, "Pace"), h("form", { class: "orders", onsubmit: (event) => { event.preventDefault(); order("paced", { minutes: Number(minutes.value) }); } }, h("label", { for: "pace" }, "Minutes from now (0 = no clock)", minutes), h("button", { class: "button", type: "submit" }, "Set the clock")),
    h("h2", {}, "What nobody decides"), h("p", { class: "soft" }, "Comes to every team in the middle of this half-year; nobody is told before it was lived."),
    ...view.surprises.map((one) => h("label", { class: "pick" }, h("input", { type: "checkbox", id: "surprise-" + one.key, checked: one.on, disabled: !can("surprised"), onchange: () => order("surprised", { key: one.key }) }), h("span", {}, one.says))),
    h("h2", {}, "To take away"), h("div", { class: "orders" }, h("button", { type: "button", class: "button", id: "debrief", onclick: () => keepFile("debrief", "lwsim-class-" + code + ".html") }, "Debrief pack and replay (one file)")), kit()];
}

function paint() {
  where.textContent = `Room ${view.code} · ${view.seats.filter((seat) => seat.here).length} seats taken`;
  const { clock, version, seq, since, ...rest } = view;
  show(parts.top, [code], top);
  show(parts.steps, [view.phase, view.round, view.paused, view.may], steps);
  show(parts.teams, [view.teams, view.seats, view.may], () => [h("h2", {}, "Who has decided"), can("forked") ? h("p", { class: "soft" }, "Fork: a second world with the same past. Move some seats into it, and each half of the room takes its own way from here.") : "", h("div", { class: "team-cards" }, ...view.teams.map(teamCard)), ...(view.teams[0].series.length ? [h("details", {}, h("summary", {}, "Charts"), h("div", { class: "charts" }, ...view.teams[0].series.map((one, n) => chart(one, view.teams.map((team) => ({ name: "Team " + team.name, weeks: team.series[n]?.weeks || one.weeks })))))) ] : [])]);
  show(parts.seats, [view.seats, view.teams.map((team) => team.name), view.may], () => [h("h2", {}, "Seats"), seatRows()]);
  show(parts.more, [view.messages, view.surprises, view.may.includes("surprised"), view.minutes, view.teams.length], more);
}

if (!code) opening().catch((lost) => main.replaceChildren(h("p", { class: "says" }, lost.message)));
else if (!secret) main.replaceChildren(h("h1", {}, "This device does not hold the desk of that room"), h("p", {}, h("a", { class: "button", href: "desk", onclick: () => { location.hash = ""; location.reload(); } }, "Open a room")));
else {
  if (given) { keepSecret("desk." + code, given); if (link) keepSecret("link." + code, link); history.replaceState(null, "", "#" + code); }
  main.replaceChildren(...Object.values(parts));
  follow(code + "/desk", secret, (news) => { view = news; drift = news.clock - Date.now() / 1000; keepTime(code, news.left); paint(); }, (kind, words) => {
    if (kind === "gone") { main.replaceChildren(h("h1", {}, "This room is gone"), h("p", {}, words)); return; }
    tell(kind, kind === "away" ? "No connection" : "Connected");
  });
  setInterval(() => { const clock = document.getElementById("clock"); if (view && clock) clock.textContent = clockWords(view, drift); }, 1000);
}
