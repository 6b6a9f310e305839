/* A lesson: predict, run, see, explain. What happened is asked for only once a line has been drawn. */
import { underlined } from "../look/terms.js";
import { chart, h } from "./draw.js";
import { pad } from "./pad.js";
import { ring } from "./ring.js";

const name = location.hash.slice(1), main = document.getElementById("main"), where = document.getElementById("where");
addEventListener("hashchange", () => location.reload());
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function ask(path, body) {
  const answer = await fetch("api/lesson/" + encodeURIComponent(name) + path, body === undefined ? { cache: "no-store" } : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.says || "That did not work.");
  return told;
}
const run = (body) => ask("/run", body);
/* The server's own Markdown: made from a checked file with raw HTML switched off. */
const prose = (html) => { const it = h("div", { class: "prose" }); it.innerHTML = html; underlined(it); return it; };
const step = (id, title, ...children) => h("section", { id, "aria-labelledby": id + "-title" }, h("h2", { id: id + "-title", tabindex: "-1" }, title), ...children);

async function ready(body, told) {
  for (;;) {
    try {
      const answer = await run(body);
      if (answer.ready) return answer;
      told(answer.done + " of " + answer.of + " worlds lived");
    } catch (lost) {
      if (!(lost instanceof TypeError)) throw lost;
      told("No connection; trying again");
    }
    await wait(700);
  }
}

const SIGNS = { 1: "more", "-1": "less" };
function link(one, n) {
  const carried = one.carried === "as the link says";
  return h("li", { class: "loop-link" + (carried ? " carried" : "") }, h("p", {}, h("span", { class: "token k" + (one.sign > 0 ? 1 : 2), "aria-hidden": "true" }, one.sign > 0 ? "+" : "−"), " ", h("b", {}, one.start), " → ", h("b", {}, one.end)),
    h("p", {}, `More of the first makes ${SIGNS[one.sign]} of the second: ${one.says}.`),
    h("p", { class: "moves" }, h("b", {}, "In this run: "), one.moves.join("; ") + ". ", h("i", {}, { "as the link says": "Both moved as the link says.", "against the link": "They moved against the link: other causes pull harder.", "nothing moved": "Nothing moved here that can be told from luck.", "only one end moved": "Only one end moved." }[one.carried])),
    h("p", { class: "soft" }, "By: " + one.works));
}
function unfolding(loop) {
  const list = h("ol", { class: "loop" }), more = h("button", { type: "button", class: "button main" }), told = h("p", { class: "soft", role: "status" }), drawn = ring(loop.links);
  let n = 0;
  const next = () => {
    drawn.step(n);
    const item = link(loop.links[n], n++);
    item.tabIndex = -1;
    list.append(item);
    item.focus({ preventScroll: false });
    more.hidden = n === loop.links.length;
    more.textContent = "Next link (" + (n + 1) + " of " + loop.links.length + ")";
    if (more.hidden) told.textContent = "The ring is closed: it " + (loop.kind === "reinforcing" ? "feeds itself (reinforcing)." : "holds itself back (balancing).");
  };
  more.textContent = "First link (1 of " + loop.links.length + ")";
  more.addEventListener("click", next);
  return h("div", {}, h("h3", {}, "The loop: " + loop.title), h("p", {}, loop.says), h("p", { class: "soft" }, loop.between + ". A thick arrow carried what it says in this run; a thin one did not."), drawn.root, list, more, told);
}

async function open() {
  const lesson = await ask("");
  document.title = lesson.title + ": lwsim";
  where.textContent = lesson.minutes + " minutes";
  const status = h("p", { class: "soft", role: "status" }, "The run begins in the background…"), reveal = h("button", { type: "button", class: "button main big", disabled: true, id: "reveal" }, "Show what happened");
  const space = h("div", {}, status), says = h("p", { class: "says", role: "alert" });
  main.replaceChildren(h("h1", {}, lesson.title), h("p", { class: "question" }, lesson.question), prose(lesson.opening),
    step("predict", "1. Predict", prose(lesson.predict), h("p", {}, h("b", {}, lesson.draw.title), " under ", h("b", {}, lesson.draw.scenario), ": ", lesson.draw.says), space),
    step("run", "2. Run", prose(lesson.run), h("p", { class: "soft" }, `${lesson.place}: ${lesson.scenarios.join(", ")}; ${lesson.years} years, ${lesson.worlds} plausible worlds.`), reveal, says));
  const frame = await ready({ drawn: null }, (words) => { status.textContent = words + "…"; });
  const drawing = pad(frame, frame.title, () => { reveal.disabled = !drawing.isDrawn(); });
  space.replaceChildren(h("p", { class: "unit soft" }, frame.unit), drawing.root);
  reveal.addEventListener("click", async () => {
    reveal.disabled = true;
    try {
      let shown = await ready({ drawn: drawing.values() }, () => {});
      document.getElementById("see")?.remove();
      document.getElementById("explain")?.remove();
      const drawnChart = shown.charts[0], yours = { name: "You drew", weeks: shown.drawn, mine: true }, drawnLine = drawnChart.lines.findIndex((line) => line.name === lesson.draw.scenario);
      const loop = h("div", {}, h("p", { class: "soft", role: "status" }, shown.has_loop ? "The loop is being read off the run…" : ""));
      main.append(
        step("see", "3. See", ...shown.gap.map((words) => h("p", { class: "gap" }, words)), chart(drawnChart, [...drawnChart.lines, yours], { round: 52, wide: true, gap: drawnLine < 0 ? null : [drawnLine, drawnChart.lines.length] }), prose(shown.see),
          h("div", { class: "charts" }, ...shown.charts.slice(1).map((one) => chart(one, one.lines, { round: 52 }))), h("p", { class: "soft" }, `Lines are means over ${shown.worlds} plausible worlds, smoothed over a quarter. A model, not a forecast.`)),
        step("explain", "4. Explain", prose(shown.explain), loop, h("p", {}, h("a", { class: "button", href: "all" }, "All lessons"))));
      localStorage.setItem("lwsim.lesson." + name, "done");
      document.getElementById("see-title").focus();
      document.getElementById("see").scrollIntoView();
      reveal.textContent = "Draw again and show";
      reveal.disabled = false;
      while (shown.has_loop && !shown.loop) { await wait(1200); shown = await ready({ drawn: drawing.values() }, () => {}); }
      if (shown.loop) loop.replaceChildren(unfolding(shown.loop));
    } catch (lost) { says.textContent = lost.message; reveal.disabled = false; }
  });
}
open().catch((lost) => main.replaceChildren(h("h1", {}, "This lesson cannot be shown"), h("p", { class: "says" }, lost.message), h("p", {}, h("a", { class: "button", href: "all" }, "All lessons"))));
