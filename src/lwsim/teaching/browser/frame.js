/* What frames every light page: light or dark, the way past the bar, and what the model must never be used for. */
import { lead } from "../look/last_link.js";
import { allWordsAt } from "../look/meaning.js";
import "../look/menus.js";
import { THEMES, choose, chosen } from "../look/shade.js";

const theme = document.getElementById("theme"), SIGNS = { auto: "◐", light: "☀", dark: "☾" };
function show() {
  const now = chosen(), word = now[0].toUpperCase() + now.slice(1), sign = document.createElement("span");
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = SIGNS[now];
  const name = document.createElement("span");
  name.className = "word";
  name.textContent = word;
  theme.replaceChildren(sign, " ", name);
  theme.setAttribute("aria-label", "Colours: " + word + ". Change.");
}
theme.addEventListener("click", () => { choose(THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length]); show(); });
show();
allWordsAt("../learn/glossary");
lead(document.querySelectorAll(".bar .mark, .bar nav a"));

document.getElementById("limits-show").addEventListener("click", () => document.getElementById("limits").showModal());
/* A room's code stands after the #, so that following the link would lose it. */
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); document.getElementById("main").focus(); });
