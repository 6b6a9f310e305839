/* A player's seat: what the role sees, votes, the bargain over money, its own decisions, and what it expects. */
import { PHASES, chart, clockWords, h, show, standing, withUnit } from "./draw.js";
import { Tray, ask, follow, secretOf } from "./talk.js";

const [code, seat] = location.hash.slice(1).split("."), secret = secretOf("seat." + code + "." + seat);
const main = document.getElementById("main"), state = document.getElementById("state"), where = document.getElementById("where");
const parts = Object.fromEntries(["head", "said", "brief", "news", "sees", "work", "table", "finish"].map((name) => [name, h("section", { class: "part-" + name })]));
let view = null, you = {}, drift = 0, sending = "", refusals = 0;

const tell = (kind, words) => { state.dataset.state = kind; state.textContent = words; };
const tray = new Tray("tray." + code + "." + seat, (wish) => ask("POST", code + "/seat/" + seat, secret, wish), (kind, echo) => {
  sending = kind;
  if (kind === "kept") { tell("live", "Kept"); if (tray.isEmpty) you = echo.you; if (view) { view.you = echo.you; view.table = echo.table; paint(); } }
  if (kind === "sending") tell("live", "Sending…");
  if (kind === "away") tell("away", echo || "No connection: kept here");
  if (kind === "refused") { tell("refused", echo); if (view) { you = { ...view.you }; refusals++; paint(); } }
});
const put = (wish) => {
  for (const [key, held] of Object.entries(wish)) you[key] = held && typeof held === "object" && key !== "asks" ? { ...you[key], ...held } : held;
  tray.put({ ...wish, round: view.round });
};

function votes() {
  return h("div", {}, h("h2", {}, "Which way should leaders point?"), h("p", { class: "soft" }, "Both ends are goods. Each role has one voice; the voices are averaged. What people live follows slowly."),
    ...view.forces.map((force) => {
      const at = you.votes?.[force.key] ?? view.today[force.key] ?? 0.3;
      const out = h("output", {}, Math.round(at * 100) + "%");
      const id = "vote-" + force.key, note = h("span", { class: "soft" }, you.votes?.[force.key] === undefined ? " (today; you have not voted)" : "");
      return h("div", { class: "vote" }, h("label", { for: id }, h("b", {}, force.key[0].toUpperCase() + force.key.slice(1)), " ", out, note),
        h("input", { id, type: "range", min: "0", max: "100", step: "5", value: String(Math.round(at * 20) * 5), "aria-valuetext": Math.round(at * 100) + "% of the way from " + force.low + " to " + force.high,
          oninput: (event) => { out.textContent = event.target.value + "%"; event.target.setAttribute("aria-valuetext", event.target.value + "% of the way from " + force.low + " to " + force.high); },
          onchange: (event) => { note.textContent = ""; put({ votes: { [force.key]: Number(event.target.value) / 100 } }); } }),
        h("div", { class: "poles soft" }, h("span", {}, force.low), h("span", {}, force.high)));
    }));
}

function money() {
  const offers = view.role.key === "commissioner", used = Object.values(you.asks || {}).reduce((sum, n) => sum + n, 0);
  const step = (use, by) => { const asks = { ...you.asks }; asks[use] = (asks[use] || 0) + by; put({ asks }); paint(); };
  return h("div", {}, h("h2", {}, offers ? "Your offer: the free money" : "What you ask of the free money"),
    h("p", { class: "soft" }, `${view.pot} can be moved this half-year, in ${view.tokens} parts. What stays is used as ever, mostly for bank and agency hours.`),
    h("div", { class: "tokens" }, ...view.uses.flatMap((use) => {
      const n = you.asks?.[use.key] || 0;
      return [h("span", { id: "use-" + use.key }, use.says), h("span", { class: "step", role: "group", "aria-labelledby": "use-" + use.key },
        h("button", { type: "button", id: "less-" + use.key, "aria-label": "One part less: " + use.says, disabled: n <= 0, onclick: () => step(use.key, -1) }, "−"),
        h("output", {}, String(n)),
        h("button", { type: "button", id: "more-" + use.key, "aria-label": "One part more: " + use.says, disabled: used >= view.tokens, onclick: () => step(use.key, 1) }, "+"))];
    })), h("p", {}, `${view.tokens - used} of ${view.tokens} parts stay.`));
}

function decisions() {
  return h("div", {}, h("h2", {}, "Yours to decide"), ...view.role.decisions.map((decision) => h("fieldset", {}, h("legend", {}, decision.question),
    ...decision.options.map((option, n) => h("label", { class: "pick" },
      h("input", { type: "radio", name: decision.key, id: decision.key + "-" + option.key, checked: (you.choices?.[decision.key] ?? (n ? "" : option.key)) === option.key, onchange: () => put({ choices: { [decision.key]: option.key } }) }), h("span", {}, option.says))))));
}

function expecting() {
  return h("div", {}, h("h2", {}, "What do you expect?"), h("p", { class: "soft" }, "Say it before it happens: the gap is what there is to learn."),
    ...view.predicts.map((one) => {
      const at = you.expects?.[one.name], id = "expect-" + one.name, figure = (amount) => Number((amount * one.scale).toPrecision(3)).toLocaleString("en-GB");
      const out = h("output", {}, at === undefined ? "not said yet" : figure(at));
      const set = (event) => { const amount = one.low + (one.high - one.low) * Number(event.target.value) / 100; out.textContent = figure(amount); event.target.setAttribute("aria-valuetext", withUnit(figure(amount), one.unit)); return amount; };
      return h("div", { class: "expect vote" }, h("label", { for: id }, h("b", {}, one.title), ` in the half-year's last three months (${one.unit}): `, out),
        h("input", { id, type: "range", min: "0", max: "100", step: "1", value: String(Math.round(100 * ((at ?? one.now) - one.low) / (one.high - one.low))), "aria-valuetext": at === undefined ? "now " + standing({ now: one.shown, unit: one.unit }) : withUnit(figure(at), one.unit), oninput: set, onchange: (event) => put({ expects: { [one.name]: set(event) } }) }),
        h("div", { class: "poles soft" }, h("span", {}, "lower"), h("span", {}, "now " + one.shown), h("span", {}, "higher")));
    }));
}

function why() {
  return h("div", { class: "why-line" }, h("label", { for: "why" }, h("b", {}, "Why? "), h("span", { class: "soft" }, "(one line for the debrief; no names)")),
    h("input", { id: "why", class: "why", type: "text", maxlength: "140", value: you.reason || "", autocomplete: "off", onchange: (event) => put({ reason: event.target.value }) }));
}

function table() {
  const told = view.table, offers = view.role.key === "commissioner", lines = [];
  const named = (asks) => view.uses.filter((use) => asks[use.key]).map((use) => asks[use.key] + " to " + use.says.toLowerCase()).join(", ") || "nothing yet";
  lines.push(h("h2", {}, "At the table"), h("p", {}, `${told.done} of ${told.players} at your table have decided.`, told.bots.length ? ` The ordinary rules play: ${told.bots.join(", ")}.` : ""));
  if (told.has_commissioner && view.phase === "deciding") {
    lines.push(h("p", {}, h("b", {}, "The offer: "), named(told.offer), told.deal ? ". As it stands it is a deal." : ". As it stands there is no deal: only half of it would move."));
    if (!offers) lines.push(h("fieldset", {}, h("legend", {}, "Do you accept the offer?"), ...[["yes", true], ["no", false]].map(([word, yes]) => h("label", { class: "pick" }, h("input", { type: "radio", name: "accepts", id: "accepts-" + word, checked: you.accepts === yes, onchange: () => put({ accepts: yes }) }), h("span", {}, yes ? "Yes, I go along" : "No, not like this")))));
  }
  if (told.asks.length && view.phase === "deciding") lines.push(h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What each asks for" }, h("table", { class: "asks" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Role"), h("th", { scope: "col" }, "Asks for"), h("th", { scope: "col" }, "Accepts"))), h("tbody", {}, ...told.asks.map((one) => h("tr", {}, h("td", {}, one.role), h("td", {}, named(one.asks)), h("td", {}, one.accepts === null ? "–" : one.accepts ? "yes" : "no")))))));
  return lines;
}

function paint() {
  where.textContent = `Room ${view.code} · Team ${view.team} · half-year ${view.round} of ${view.rounds}`;
  const is = view.phase, role = view.role, stage = [is, view.round, role.key, view.team, view.paused];
  document.title = `${role.title}: lwsim`;
  show(parts.head, [role.key, is, view.paused], () => [h("h1", {}, role.title), h("p", { class: "stake" }, role.stake), h("p", { class: "soft" }, h("span", { id: "phase" }, view.paused ? "The session is paused." : "Now: " + PHASES[is] + ". "), h("span", { id: "clock" }))]);
  show(parts.said, view.messages, () => view.messages.slice(-3).map((said) => h("p", { class: "said" }, h("b", {}, "The desk: "), said.text)));
  show(parts.brief, [role.key, is === "lobby"], () => h("details", { class: "brief", open: is === "lobby" }, h("summary", {}, "Your brief"), ...role.brief.map((text) => h("p", {}, text))));
  show(parts.news, [stage, view.gaps, view.happened, view.as_played], () => {
    if (is === "lobby") return h("p", {}, "Read your brief while the others come. It starts on every phone at once.");
    if (is === "running") return h("p", {}, "The half-year is being lived, week by week…");
    if (is === "over") return h("p", {}, h("b", {}, "That was it. "), "Keep this page open for the debrief.");
    const lines = view.gaps.map((words) => h("p", { class: "gap" }, words));
    lines.unshift(...view.happened.map((words) => h("p", { class: "said" }, "What nobody decided: " + words + ".")));
    if (!view.as_played) lines.unshift(h("p", { class: "says" }, "The model has changed since this was played: these numbers are not those you saw."));
    return lines;
  });
  show(parts.sees, [stage, view.series.map((one) => [one.name, one.weeks.length, one.now])], () => {
    const shown = is === "seen" ? view.series : is === "deciding" ? view.series : is === "revealed" || is === "over" ? view.series : [];
    if (!shown.length) return [];
    const open = is !== "deciding", charts = h("div", { class: "charts" }, ...shown.map((one) => chart(one, [{ name: "", weeks: one.weeks }])));
    const title = is === "deciding" ? "What you know" : is === "seen" ? "What your role sees first" : "What all see now";
    const figures = h("p", {}, "Last week: ", ...shown.flatMap((one, n) => [n ? " · " : "", h("b", {}, one.title + " "), standing(one)]));
    return open ? [h("h2", {}, title), charts] : [h("h2", {}, title), figures, h("details", {}, h("summary", {}, "Show the charts"), charts)];
  });
  const decides = is === "deciding" && !view.paused;
  show(parts.work, decides ? [stage, you.asks, view.predicts.length, view.pot, refusals] : [stage], () => (!decides ? [] : view.pot ? [votes(), money(), decisions(), expecting(), why()] : [h("p", {}, "The place is being set up: two years of ordinary weeks before it starts…")]));
  show(parts.table, is === "deciding" ? [stage, view.table, you.accepts] : [stage, view.table.done], () => is === "lobby" || is === "deciding" ? table() : []);
  show(parts.finish, [stage, you.done], () => decides ? h("div", { class: "foot-bar" }, h("button", { type: "button", id: "done", class: "button big" + (you.done ? "" : " main"), "aria-pressed": String(Boolean(you.done)), onclick: () => { put({ done: !you.done }); paint(); } }, you.done ? "Decided ✓ (change my mind)" : "I have decided")) : []);
}

if (!secret) main.replaceChildren(h("h1", {}, "This device has no seat here"), h("p", {}, h("a", { class: "button main", href: "join#" + (code || "") }, "Take a seat")));
else {
  main.replaceChildren(...Object.values(parts));
  follow(code + "/seat/" + seat, secret, (news) => {
    const turned = !view || view.phase !== news.phase || view.round !== news.round || view.role.key !== news.role.key;
    view = news;
    drift = news.clock - Date.now() / 1000;
    if (turned || tray.isEmpty) you = { ...news.you };
    if (tray.wish.round === news.round) for (const [key, held] of Object.entries(tray.wish)) you[key] = held && typeof held === "object" && key !== "asks" ? { ...you[key], ...held } : held;
    paint();
  }, (kind, words) => {
    if (kind === "gone") { tell("away", "This room is gone"); main.replaceChildren(h("h1", {}, "This room is gone"), h("p", {}, words), h("p", {}, h("a", { class: "button", href: "join" }, "Join another"))); return; }
    if (kind === "live" && sending === "refused") return;  // what was not taken stays said until the next tap
    tell(kind, kind === "away" ? "No connection: kept here" : sending === "kept" ? "Kept" : "Connected");
  });
  setInterval(() => { const clock = document.getElementById("clock"); if (view && clock) clock.textContent = clockWords(view, drift); }, 1000);
}
