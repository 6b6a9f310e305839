/* A space to draw a curve in: by mouse or touch in one stroke, or by keyboard, point by point. Every point is a slider. */
import { h, isRoomy, svg, withUnit } from "./draw.js";

const LEFT = 64, RIGHT = 18, TOP = 14, BOTTOM = 30;
const figure = (amount) => Number(amount.toPrecision(3)).toLocaleString("en-GB");

/* Round amounts between the ends of the scale, three to seven of them. */
function rounded({ low, high, scale }) {
  const room = (high - low) * scale / 6, ten = 10 ** Math.floor(Math.log10(room)), by = ten * [1, 2, 5, 10].find((step) => step * ten >= room), found = [];
  for (let n = Math.ceil(low * scale / by - 1e-9); n * by <= high * scale + 1e-9; n++) found.push(n * by / scale);
  return found;
}

export function pad(frame, label, changed) {
  const [W, H] = isRoomy() ? [640, 300] : [370, 270];
  const last = frame.points - 1, values = Array(frame.points).fill(frame.start), touched = new Set([0]);
  const x = (n) => LEFT + (W - LEFT - RIGHT) * n / last, y = (amount) => H - BOTTOM - (H - TOP - BOTTOM) * (amount - frame.low) / (frame.high - frame.low);
  const step = (frame.high - frame.low) / 40, clamp = (amount) => Math.min(frame.high, Math.max(frame.low, amount));
  const shown = (amount) => withUnit(figure(amount * frame.scale), frame.unit);
  const when = (n) => n === 0 ? "start" : "year " + n / 2;
  const line = svg("path", { class: "drawn" }), dots = [], root = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "group", "aria-label": label, class: "pad" });
  const words = (tx, ty, told, anchor) => { const it = svg("text", { x: tx, y: ty, "text-anchor": anchor }); it.textContent = told; return it; };
  for (const amount of rounded(frame)) {
    root.append(svg("line", { x1: LEFT, x2: W - RIGHT, y1: y(amount), y2: y(amount), class: "hair" }), words(LEFT - 8, y(amount) + 4, figure(amount * frame.scale), "end"));
  }
  for (let n = 0; n <= last; n += 2) if (n !== last - 2 || isRoomy()) root.append(words(x(n), H - 8, n ? (n / 2 === last / 2 ? n / 2 + " years" : String(n / 2)) : "start", n === last ? "end" : "middle"));
  root.append(line);

  const put = (n, amount) => {
    if (n === 0) return;
    values[n] = clamp(amount);
    touched.add(n);
    for (let at = n + 1; at <= last; at++) if (!touched.has(at)) values[at] = values[n];
    paint();
    changed(values);
  };
  const paint = () => {
    line.setAttribute("d", "M" + values.map((amount, n) => x(n) + " " + y(amount)).join("L"));
    dots.forEach((dot, n) => {
      dot.setAttribute("cx", x(n));
      dot.setAttribute("cy", y(values[n]));
      if (n) { dot.setAttribute("aria-valuenow", values[n]); dot.setAttribute("aria-valuetext", shown(values[n])); }
    });
  };
  for (let n = 0; n <= last; n++) {
    const dot = svg("circle", n ? { r: Math.min(9, (W - LEFT - RIGHT) / last / 2.2), class: "dot", tabindex: n === 1 ? 0 : -1, role: "slider", "aria-label": label + ", " + when(n), "aria-valuemin": frame.low, "aria-valuemax": frame.high, "aria-orientation": "vertical" } : { r: 6, class: "start" });
    dots.push(dot);
    root.append(dot);
    if (!n) continue;
    dot.addEventListener("keydown", (event) => {
      const moves = { ArrowUp: step, ArrowDown: -step, PageUp: 5 * step, PageDown: -5 * step };
      const ways = { ArrowRight: Math.min(last, n + 1), ArrowLeft: Math.max(1, n - 1) };
      if (event.key in moves) put(n, values[n] + moves[event.key]);
      else if (event.key === "Home") put(n, frame.low);
      else if (event.key === "End") put(n, frame.high);
      else if (event.key in ways) focusOn(ways[event.key]);
      else return;
      event.preventDefault();
    });
    dot.addEventListener("focus", () => dots.forEach((other, at) => at && other.setAttribute("tabindex", at === n ? 0 : -1)));
  }
  const focusOn = (n) => dots[n].focus();

  let from = null;
  const at = (event) => {
    const box = root.getBoundingClientRect(), px = (event.clientX - box.left) * W / box.width, py = (event.clientY - box.top) * H / box.height;
    const n = Math.round((px - LEFT) / (W - LEFT - RIGHT) * last);
    return { n: Math.min(last, Math.max(0, n)), amount: frame.low + (H - BOTTOM - py) / (H - TOP - BOTTOM) * (frame.high - frame.low) };
  };
  const stroke = (event) => {
    const now = at(event), start = from ?? now, steps = Math.abs(now.n - start.n) || 1;
    for (let k = 1; k <= steps; k++) put(Math.round(start.n + (now.n - start.n) * k / steps), start.amount + (now.amount - start.amount) * k / steps);
    from = now;
  };
  root.addEventListener("pointerdown", (event) => { root.setPointerCapture(event.pointerId); from = null; stroke(event); event.preventDefault(); });
  root.addEventListener("pointermove", (event) => { if (root.hasPointerCapture(event.pointerId)) stroke(event); });
  paint();
  const help = h("p", { class: "soft" }, "Draw with the mouse or a finger, or with the keyboard: left and right choose a point, up and down move it.");
  return { root: h("div", { class: "pad-holder" }, root, help), values: () => values.slice(), isDrawn: () => touched.size > 1 };
}
