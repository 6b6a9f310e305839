/* Files that the server made for this tab, and pictures made here. */

export function saved(file, content) {
  const bytes = content instanceof DataView ? content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) : content;
  download(file.name, new Blob([bytes], { type: file.kind }));
}

export function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const styleOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* One picture of some charts under a heading, with the words that must travel with it. */
export function picture(figures, heading, foot) {
  const scale = 2, gap = 24, head = 84, drawn = figures.map((figure) => ({ title: figure.querySelector("figcaption b").textContent, unit: figure.querySelector(".unit").textContent, canvas: figure.querySelector("canvas") }));
  const widths = drawn.map(({ canvas }) => canvas.clientWidth), tall = Math.max(...drawn.map(({ canvas }) => canvas.clientHeight));
  const width = widths.reduce((a, b) => a + b, 0) + gap * (drawn.length + 1), height = head + tall + 84;
  const sheet = document.createElement("canvas");
  sheet.width = width * scale; sheet.height = height * scale;
  const ctx = sheet.getContext("2d"), face = styleOf("--face");
  ctx.scale(scale, scale);
  ctx.fillStyle = styleOf("--paper"); ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = styleOf("--ink"); ctx.font = `700 19px ${face}`; ctx.fillText(heading, gap, 34, width - 2 * gap);
  let x = gap;
  for (const [i, { title, unit, canvas }] of drawn.entries()) {
    ctx.fillStyle = styleOf("--ink"); ctx.font = `650 15px ${face}`; ctx.fillText(title, x, 66);
    ctx.fillStyle = styleOf("--soft"); ctx.font = `12px ${face}`; ctx.fillText(unit, x, 82);
    ctx.drawImage(canvas, x, head, widths[i], canvas.clientHeight);
    x += widths[i] + gap;
  }
  ctx.fillStyle = styleOf("--soft"); ctx.font = `12px ${face}`;
  foot.forEach((line, i) => ctx.fillText(line, gap, head + tall + 34 + 18 * i, width - 2 * gap));
  sheet.toBlob((blob) => download("lwsim.png", blob), "image/png");
}
