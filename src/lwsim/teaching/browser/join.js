/* Joining: a code or a QR code, one tap, no name. A device that has a seat in the room goes back to it. */
import { ask, heldKeys, keepSecret, keepTime, newSecret } from "./talk.js";
import { h } from "./draw.js";

const [given = "", link = ""] = location.hash.slice(1).split(".");
const main = document.getElementById("main");

function join(code, fresh) {
  const pending = "joining." + code;
  let secret = !fresh && sessionStorage.getItem(pending);
  if (!secret) { secret = newSecret(); sessionStorage.setItem(pending, secret); }
  return ask("POST", encodeURIComponent(code) + "/join", "", { secret, link }).then((told) => {
    sessionStorage.removeItem(pending);
    keepSecret("seat." + told.code + "." + told.seat, secret);
    keepTime(told.code, told.left);
    location.href = "seat#" + told.code + "." + told.seat;
  });
}

const says = h("p", { role: "alert", class: "says", id: "says" });
const code = h("input", { id: "code", type: "text", value: given, maxlength: "8", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "says", required: true });
const button = h("button", { class: "button main big", type: "submit" }, "Take a seat");
const form = h("form", { class: "join", onsubmit: (event) => {
  event.preventDefault();
  button.disabled = true;
  says.textContent = "";
  join(code.value.trim()).catch((lost) => { says.textContent = lost.refused ? lost.message : "No connection. Try again."; code.focus(); }).finally(() => { button.disabled = false; });
} }, h("label", { for: "code" }, "The room's four letters"), code, button, says);

const mine = heldKeys("seat").filter((key) => !given || key.startsWith(given.toUpperCase()));
main.append(
  h("h1", {}, "Join the class"),
  h("p", { class: "soft" }, "No account, no name. You get a role and a seat, and this device keeps it for you."),
  form,
  mine.length ? h("section", {}, h("h2", {}, "Seats on this device"), h("ul", { class: "seats" }, ...mine.map((key) => h("li", {}, h("a", { class: "button", href: "seat#" + key }, "Room " + key.replace(".", ", seat "))))) ) : "",
  h("p", { class: "soft" }, h("a", { href: "desk" }, "I teach: open a room")));
if (given && !mine.length && link) form.requestSubmit();
