/* Building pages from plain values: every word is set as text, so that nothing typed by anybody becomes markup. */
export function h(tag, attributes, ...children) {
  const it = document.createElement(tag);
  for (const [key, held] of Object.entries(attributes || {})) {
    if (held === null || held === undefined || held === false) continue;
    if (key.startsWith("on")) it.addEventListener(key.slice(2), held);
    else if (key in it && key !== "list" && typeof held !== "string") it[key] = held;
    else it.setAttribute(key, held === true ? "" : held);
  }
  it.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return it;
}

export function svg(tag, attributes, ...children) {
  const it = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, held] of Object.entries(attributes || {})) it.setAttribute(key, held);
  it.append(...children);
  return it;
}

/* Replaces what a holder shows, only if what it would show has changed: focus and scrolling stay where they are. */
export function show(holder, key, made) {
  const now = JSON.stringify(key);
  if (holder.shown === now) return false;
  holder.shown = now;
  const held = document.activeElement && holder.contains(document.activeElement) ? document.activeElement.id : "";
  holder.replaceChildren(...[made()].flat());
  if (held) document.getElementById(held)?.focus();
  return true;
}

const COLOURS = ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)"], DASHES = ["", "8 3", "3 3", "10 3 2 3"];
const figures = (amount) => Math.abs(amount) >= 1000 ? Math.round(amount).toLocaleString("en-GB") : Number(amount.toPrecision(3)).toString().replace("-", "−");

/* Whether there is room for a drawing of full width: its letters would shrink with it. */
export const isRoomy = () => matchMedia("(min-width: 40rem)").matches;

/* A line chart of one measure: lines = [{name, weeks, slot?, soft?, mine?}], each labelled at its end; the numbers stand behind it.
   gap: two lines' numbers, whose distance is shaded. */
export function chart(measure, lines, { round = 26, wide = false, gap: between = null } = {}) {
  wide = wide && isRoomy();
  const scale = measure.scale || 1, all = lines.flatMap((line) => line.weeks).map((amount) => amount * scale);
  let low = Math.min(...all), high = Math.max(...all);
  if (high - low < 1e-9) { low -= Math.abs(low) * 0.1 || 0.5; high += Math.abs(high) * 0.1 || 0.5; }
  const round10 = 10 ** Math.floor(Math.log10(high - low)) / 2;
  low = Math.floor(low / round10) * round10;
  high = Math.ceil(high / round10) * round10;
  const last = Math.max(1, ...lines.map((line) => line.weeks.length - 1));
  const W = wide ? 640 : 340, H = wide ? 260 : between ? 200 : 150, left = wide ? 66 : 46, right = lines.length > 1 ? (wide ? 150 : 110) : 12, top = 10, bottom = wide ? 28 : 22, gap = wide ? 19 : 13;
  const x = (week) => left + (W - left - right) * week / last, y = (amount) => H - bottom - (H - top - bottom) * (amount - low) / (high - low);
  const words = lines.map((line) => (line.name ? line.name + " " : "") + "from " + figures(line.weeks[0] * scale) + " to " + figures(line.weeks.at(-1) * scale)).join("; ");
  const parts = [];
  for (const at of [low, high]) parts.push(svg("line", { x1: left, x2: W - right, y1: y(at), y2: y(at), class: "hair" }), textAt(left - 5, y(at) + 4, figures(at), "end"));
  for (let week = 0; week <= last; week += round) parts.push(svg("line", { x1: x(week), x2: x(week), y1: H - bottom, y2: H - bottom + 4, class: "tick" }));
  parts.push(textAt(left, H - 5, "start", "start"), textAt(x(last), H - 5, last % 52 ? last / 26 + (last === 26 ? " half-year" : " half-years") : last / 52 + (last === 52 ? " year" : " years"), "end"));
  const ends = lines.map((line) => y(line.weeks.at(-1) * scale) + 4).map((at, n, every) => ({ at, n })).sort((a, b) => a.at - b.at);
  ends.forEach((end, n) => { if (n && end.at < ends[n - 1].at + gap) end.at = ends[n - 1].at + gap; });
  for (let n = ends.length - 1, most = H - bottom + 4; n >= 0; n--, most -= gap) ends[n].at = Math.min(ends[n].at, most);
  const at = (line, week) => x(week).toFixed(1) + " " + y(line.weeks[week] * scale).toFixed(1), weeksOf = (line) => line.weeks.map((_, week) => week);
  if (between) {
    const [one, other] = between.map((n) => lines[n]);
    parts.push(svg("path", { d: "M" + weeksOf(one).map((week) => at(one, week)).join("L") + "L" + weeksOf(other).reverse().map((week) => at(other, week)).join("L") + "Z", class: "between" }));
  }
  lines.forEach((line, n) => {
    const slot = line.slot ?? n;
    const colour = line.mine ? "var(--ink)" : line.soft ? "var(--soft)" : COLOURS[slot % 4];
    parts.push(svg("path", { d: "M" + weeksOf(line).map((week) => at(line, week)).join("L"), class: "trace" + (line.mine ? " mine" : ""), style: "stroke:" + colour, "stroke-dasharray": line.mine || line.soft ? "2 4" : DASHES[slot % 4] }));
    if (lines.length < 2) return;
    const name = textAt(x(line.weeks.length - 1) + 6, ends.find((end) => end.n === n).at, line.name, "start");
    name.setAttribute("style", "fill:" + colour);
    name.setAttribute("class", line.soft ? "" : "whose");
    parts.push(name);
  });
  const rows = lines.map((line) => h("tr", {}, h("th", { scope: "row" }, line.name || measure.title), ...everyRound(line.weeks, round).map((amount) => h("td", {}, figures(amount * scale)))));
  const head = h("tr", {}, h("th", { scope: "col" }, "Half-years"), ...everyRound(lines[0].weeks, round).map((_, n) => h("th", { scope: "col" }, String(n))));
  return h("figure", { class: "chart plain" },
    h("figcaption", {}, h("b", {}, measure.title), h("span", {}, measure.says), h("span", { class: "unit" }, measure.unit)),
    svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": measure.title + ", " + measure.unit + ": " + words }, ...parts),
    h("details", {}, h("summary", {}, "Numbers"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Numbers of " + measure.title }, h("table", { class: "numbers" }, h("thead", {}, head), h("tbody", {}, ...rows)))));
}
/* A bare number with its unit: 30% of staff, £300 a week, 0.3 on a scale of 0 to 1. */
export const withUnit = (number, unit) =>
  unit.startsWith("£") ? "£" + number + unit.slice(1) : number + (unit.startsWith("%") ? "" : unit.startsWith("scale") ? " on a " : " ") + unit;

/* Where a measure stands, with its unit; its number may have % or £ already. */
export const standing = (one) => {
  const rest = one.unit.replace(/^[%£] ?/, "");
  return rest === one.unit ? withUnit(one.now, one.unit) : one.now + (rest && " ") + rest;
};
const textAt = (x, y, words, anchor) => { const it = svg("text", { x, y, "text-anchor": anchor }); it.textContent = words; return it; };
const everyRound = (weeks, round) => weeks.filter((_, week) => week % round === 0);

/* The clock of a round: minutes left, counted on this device from the server's own time. */
export function clockWords(view, drift) {
  if (!view.minutes || view.phase !== "deciding") return "";
  if (view.paused) return "paused";
  const left = view.minutes * 60 - (Date.now() / 1000 + drift - view.since);
  return left <= 0 ? "time is up" : Math.floor(left / 60) + ":" + String(Math.floor(left % 60)).padStart(2, "0") + " left";
}
export const PHASES = { lobby: "gathering", deciding: "deciding", running: "the half-year is being lived", seen: "each role sees its own part", revealed: "all is shown", over: "ended" };

/* The address to type, as people read it. */
export const short = (reach) => outside("../class", reach).href.replace(/^https?:\/\//, "");
export const deskAddress = (reach, code, secret, link) => outside("desk", reach).href.split("#")[0] + "#" + [code, secret, link].filter(Boolean).join(".");
export const joinAddress = (reach, code, link) => outside("join", reach).href.split("#")[0] + "#" + code + "." + link;
/* An address as other devices reach it: a page opened on the server's own machine knows itself by a name that means nothing to them. */
function outside(path, reach) {
  const address = new URL(path, location);
  if (isHere() && reach) address.host = reach;
  return address;
}
export const isHere = () => ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
