/* The projector: the code until it starts, who is still deciding, and the worlds side by side once they are shown. */
import { PHASES, chart, clockWords, h, joinAddress, short, show } from "./draw.js";
import { ask, follow } from "./talk.js";

const [code, link = ""] = location.hash.slice(1).split(".");
const main = document.getElementById("main"), state = document.getElementById("state"), where = document.getElementById("where");
let view = null, drift = 0;

function gathering() {
  const qr = h("div", { class: "qr" }), address = joinAddress(view.reach, code, link);
  ask("POST", code + "/qr.svg", "", { link, address }).then((text) => qr.replaceChildren(h("img", { src: URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), alt: "QR code that leads to this room" }))).catch(() => {});
  return [h("h1", {}, view.place), h("div", { class: "split" }, h("div", {}, h("p", {}, "Go to ", h("b", {}, short(view.reach)), " and type"), h("p", { class: "code", "aria-label": "Room code " + code.split("").join(" ") }, code), h("p", { id: "count" })), qr)];
}

function deciding() {
  return [h("h1", {}, `Half-year ${view.round} of ${view.rounds}`), h("p", { class: "code", id: "clock" }), h("div", { class: "team-cards" }, ...view.teams.map((team, n) => h("article", { class: "team-card m" + (n % 4 + 1) }, h("h2", {}, "Team " + team.name), h("p", {}, h("b", {}, `${team.table.done} of ${team.table.players}`), " have decided"))))];
}

function worlds() {
  const first = view.teams.find((team) => team.series.length);
  if (!first) return [h("h1", {}, "The half-year is being lived…")];
  const lines = (n) => [...view.teams.filter((team) => team.series.length).map((team, at) => ({ name: "Team " + team.name, weeks: team.series[n].weeks, slot: at })), ...(view.untouched[n] ? [{ name: "Nobody decides", weeks: view.untouched[n].weeks, soft: true }] : [])];
  return [h("h1", {}, view.phase === "over" ? "What came of it" : `After half-year ${view.round}`), ...view.happened.map((words) => h("p", { class: "said" }, "What nobody decided: " + words + ".")),
    ...view.teams.flatMap((team) => team.expected.map((words) => h("p", { class: "gap" }, h("b", {}, "Team " + team.name + ". "), words))),
    h("p", { class: "soft" }, "“Nobody decides”: the same place and luck with no decisions at all. One world: what can happen, not how often. What was expected is held against the mean of the half-year's last three months."),
    h("div", { class: "charts" }, ...first.series.map((one, n) => chart(one, lines(n), { wide: true })))];
}

function paint() {
  where.textContent = `Room ${code} · ${view.players} here`;
  const is = view.phase, key = [is, view.round, view.paused, view.teams, view.message, view.untouched?.map((one) => one.weeks.length)];
  show(main, is === "lobby" ? [is] : key, () => {
    const shown = is === "lobby" ? gathering() : is === "deciding" ? (view.paused ? [h("h1", {}, "A pause")] : deciding()) : is === "revealed" || is === "over" ? worlds() : [h("h1", {}, is === "seen" ? "Each role sees its own part first. Tell the others." : "The half-year is being lived…")];
    if (view.message) shown.push(h("p", { class: "said" }, view.message));
    return shown;
  });
  const count = document.getElementById("count");
  if (count) count.textContent = view.players === 1 ? "1 is here" : view.players + " are here";
}

follow(code + "/wall", link, (news) => { view = news; drift = news.clock - Date.now() / 1000; paint(); }, (kind, words) => {
  state.textContent = kind === "live" ? "" : "No connection";
  if (kind === "gone") main.replaceChildren(h("h1", {}, "This room is gone"), h("p", {}, words));
});
setInterval(() => { const clock = document.getElementById("clock"); if (view && clock) clock.textContent = clockWords(view, drift); }, 1000);
