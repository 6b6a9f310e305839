/* Menus close by Escape, by a click elsewhere, and once something was chosen. */
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    const isInside = menu.contains(event.target);
    if (!isInside || event.target.closest(".list button")) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});
document.addEventListener("change", (event) => { const menu = event.target.closest("details.menu"); if (menu) menu.open = false; });

/* On a phone the bar's pages stand behind a button: it opens them, and they close as menus do. */
const pagesButton = () => document.querySelector(".bar nav > .button");
const put = (isOpen) => pagesButton()?.setAttribute("aria-expanded", String(isOpen));
const isOpen = () => pagesButton()?.getAttribute("aria-expanded") === "true";

document.addEventListener("click", (event) => put(pagesButton()?.contains(event.target) && !isOpen()));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  if (pagesButton().parentElement.contains(document.activeElement)) pagesButton().focus();
  put(false);
});
