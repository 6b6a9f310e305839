/* A page of the kit, which the server has filled: what is left is a button that prints it. */
import { h } from "./draw.js";

const main = document.getElementById("main");
for (const table of main.querySelectorAll("table")) table.classList.add("asks");
for (const sample of main.querySelectorAll("pre")) sample.tabIndex = 0;  // it scrolls: the keyboard must reach it
main.prepend(h("p", { class: "orders" }, h("button", { type: "button", class: "button", onclick: () => print() }, "Print"), h("a", { class: "button", href: "desk" }, "The teacher's desk")));
