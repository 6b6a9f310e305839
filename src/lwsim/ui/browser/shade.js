/* Light, dark or as the system has it: kept in this browser and nowhere else. */
export const THEMES = ["auto", "light", "dark"];
const KEY = "lwsim.theme";

export function chosen() {
  const kept = localStorage.getItem(KEY);
  return THEMES.includes(kept) ? kept : "auto";
}

export function choose(theme) {
  localStorage.setItem(KEY, theme);
  show(theme);
}

function show(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event("lw-theme"));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => window.dispatchEvent(new Event("lw-theme")));
addEventListener("beforeprint", () => show("light"));
addEventListener("afterprint", () => show(chosen()));
choose(chosen());
