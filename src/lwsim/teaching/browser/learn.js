/* The list of lessons, and the way into a class. */
import { h } from "./draw.js";

const main = document.getElementById("main");
const answer = await fetch("api/lessons", { cache: "no-store" });
const told = await answer.json();
if (!answer.ok) main.replaceChildren(h("h1", {}, "Learn"), h("p", { class: "says" }, told.says));
else {
  const done = (name) => localStorage.getItem("lwsim.lesson." + name);
  main.replaceChildren(h("h1", {}, "Learn"),
    h("p", {}, "Each lesson asks you to draw what you expect before it is shown. Then the model runs, and the gap between the two is what there is to learn. For one learner, or for a room with a projector."),
    h("ol", { class: "lessons" }, ...told.map((one) => h("li", {}, h("a", { href: "lesson#" + one.name }, h("b", {}, one.title), h("span", {}, one.question), h("small", {}, one.minutes + " minutes" + (done(one.name) ? " · done on this device" : "")))))),
    h("h2", {}, "Together"), h("p", {}, "A class plays a place through half-years: six roles around one table, by phone or laptop, on the real model."),
    h("p", { class: "orders" }, h("a", { class: "button main", href: "../class/join" }, "Join a class"), h("a", { class: "button", href: "../class/desk" }, "I teach: open a room"), h("a", { class: "button", href: "../class/guide" }, "Facilitator's guide"), h("a", { class: "button", href: "../class/lessons" }, "Write a lesson")));
}
