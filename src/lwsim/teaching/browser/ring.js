/* A causal loop as a ring that is drawn link by link: what stands in it, which way each link pushes, and what it carried. */
import { isRoomy, svg } from "./draw.js";

const GAP = 0.3;

export function ring(links) {
  const [W, H, WIDE, TALL, LONGEST] = isRoomy() ? [640, 380, 225, 135, 18] : [370, 400, 125, 150, 11];
  const names = links.map((link) => link.start), n = names.length, parts = [];
  const angle = (k) => -Math.PI / 2 + 2 * Math.PI * k / n, x = (a) => W / 2 + WIDE * Math.cos(a), y = (a) => H / 2 + TALL * Math.sin(a);
  const root = svg("svg", { viewBox: `0 0 ${W} ${H}`, class: "ring", role: "img" });
  root.append(svg("defs", {}, svg("marker", { id: "tip", viewBox: "0 0 10 10", refX: 9, refY: 5, markerUnits: "userSpaceOnUse", markerWidth: 13, markerHeight: 13, orient: "auto" }, svg("path", { d: "M0 0L10 5L0 10z", class: "tip" }))));
  const word = (k) => {
    const it = svg("text", { "text-anchor": "middle", class: "name" }), rows = wrapped(names[k % n], LONGEST);
    rows.forEach((row, at) => { const line = svg("tspan", { x: x(angle(k)), y: y(angle(k)) + 5 + (at - (rows.length - 1) / 2) * 17 }); line.textContent = row; it.append(line); });
    return it;
  };
  const known = new Set();
  const node = (k) => { if (!known.has(k % n)) { known.add(k % n); root.append(word(k)); } };
  function step(k) {
    const link = links[k], from = angle(k) + GAP * 1.1, to = angle(k + 1) - GAP * 1.1, middle = (from + to) / 2;
    node(k);
    node(k + 1);
    const carried = link.carried === "as the link says";
    root.append(svg("path", { d: `M${x(from)} ${y(from)}A${WIDE} ${TALL} 0 0 1 ${x(to)} ${y(to)}`, class: "arc" + (carried ? " carried" : ""), "marker-end": "url(#tip)" }));
    const sign = svg("text", { x: W / 2 + (WIDE - 26) * Math.cos(middle), y: H / 2 + (TALL - 22) * Math.sin(middle) + 6, "text-anchor": "middle", class: "sign" });
    sign.textContent = link.sign > 0 ? "+" : "−";
    root.append(sign);
    parts.push(`${link.start} ${link.sign > 0 ? "raises" : "lowers"} ${link.end}` + (carried ? " (carried in this run)" : ""));
    root.setAttribute("aria-label", "Causal loop: " + parts.join("; "));
  }
  root.setAttribute("aria-label", "Causal loop, not drawn yet");
  node(0);
  return { root, step };
}

function wrapped(name, longest) {
  const rows = [""];
  for (const word of name.split(" ")) {
    if (rows.at(-1) && (rows.at(-1) + " " + word).length > longest) rows.push(word);
    else rows.push((rows.pop() + " " + word).trim());
  }
  return rows;
}
