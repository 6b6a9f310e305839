/* Talking with the room: what is put in is kept here until the server has it; news come by asking and waiting. */
const AGAIN = [500, 1000, 2000, 4000];

export async function ask(method, path, secret, body) {
  const headers = { "content-type": "application/json" };
  if (secret) headers.authorization = "Bearer " + secret;
  const answer = await fetch("api/" + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
  const kind = answer.headers.get("content-type") || "";
  const told = kind.includes("json") ? await answer.json() : await answer.text();
  if (!answer.ok) {
    const refused = new Error(told.says || "That did not work (" + answer.status + ").");
    refused.refused = answer.status < 500 && answer.status !== 423;  // 423: not just now, ask again
    refused.status = answer.status;
    throw refused;
  }
  return told;
}

const pause = (ms) => new Promise((done) => {
  const wake = () => { clearTimeout(timer); removeEventListener("online", wake); document.removeEventListener("visibilitychange", wake); done(); };
  const timer = setTimeout(wake, ms);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
});

/* Asks for news for ever: seen(view) for each, state("live" | "away" | "gone", words). A phone that slept asks at once. */
export async function follow(path, secret, seen, state) {
  let since = "", have = null, tries = 0, asking = null;
  const stale = () => { if (!document.hidden && asking) asking.abort(); };
  document.addEventListener("visibilitychange", stale);
  addEventListener("online", stale);
  for (;;) {
    try {
      asking = new AbortController();
      const late = setTimeout(() => asking.abort(), 40000);
      const answer = await fetch("api/" + path + "?since=" + encodeURIComponent(since) + (have ? "&have=" + encodeURIComponent(have.series_key) : ""), { headers: { authorization: "Bearer " + secret }, cache: "no-store", signal: asking.signal });
      clearTimeout(late);
      if (answer.status === 404) { state("gone", (await answer.json()).says); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const view = await answer.json();
      tries = 0;
      state("live", "");
      if (have && !view.series) view.series = have.series;
      if (view.series_key) have = view;
      if (view.version !== since) { since = view.version; seen(view); }
    } catch (lost) {
      if (lost.name !== "AbortError") state("away", "No connection. What you put in is kept here and sent when it is back.");
      await pause(lost.name === "AbortError" ? 50 : AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    }
  }
}

/* Two wishes as one: the later wins, key by key; a split of money is taken whole. Nothing of another half-year comes along. */
function merged(first, later) {
  const both = first.round === (later.round ?? first.round) ? { ...first } : {};
  for (const [key, held] of Object.entries(later)) {
    both[key] = held && typeof held === "object" && key !== "asks" ? { ...both[key], ...held } : held;
  }
  return both;
}

/* A tray of wishes: put in at once, sent one after the other, kept over reloads until the server has said yes or no. */
export class Tray {
  constructor(key, send, told) {
    Object.assign(this, { key, send, told, busy: false, wish: JSON.parse(sessionStorage.getItem(key) || "{}") });
    this.empty();
  }
  put(wish) {
    this.keep(merged(this.wish, wish));
    this.empty();
  }
  keep(wish) {
    this.wish = wish;
    sessionStorage.setItem(this.key, JSON.stringify(wish));
  }
  get isEmpty() { return !this.busy && !Object.keys(this.wish).length; }
  async empty() {
    if (this.busy) return;
    this.busy = true;
    for (let tries = 0; Object.keys(this.wish).length;) {
      const sent = this.wish;
      this.wish = {};
      try {
        this.told("sending");
        const echo = await this.send(sent);
        tries = 0;
        this.keep(this.wish);
        if (!Object.keys(this.wish).length) this.busy = false;
        this.told("kept", echo);
      } catch (lost) {
        if (lost.refused) { this.keep(this.wish); this.told("refused", lost.message); continue; }
        this.keep(merged(sent, this.wish));
        this.told("away", lost.status === 423 ? lost.message : "");
        await pause(AGAIN[Math.min(tries++, AGAIN.length - 1)]);
      }
    }
    this.busy = false;
  }
}

export const secretOf = (key) => localStorage.getItem("lwsim." + key) || "";
export const keepSecret = (key, secret) => localStorage.setItem("lwsim." + key, secret);

/* How long a room stands. left: seconds, as the server says, so that a device's clock may be wrong. */
export const keepTime = (code, left) => localStorage.setItem("lwsim.until." + code, String(Date.now() + left * 1000));

/* What this device holds of one kind ("desk", "seat"), by room; whatever belongs to rooms whose time is up is forgotten first. */
export function heldKeys(kind) {
  const kept = Object.keys(localStorage).filter((key) => /^lwsim\.(desk|link|seat|until)\./.test(key));
  for (const key of kept.filter((key) => !(Number(secretOf("until." + key.split(".")[2])) > Date.now()))) localStorage.removeItem(key);
  return kept.filter((key) => key.startsWith("lwsim." + kind + ".") && key in localStorage).map((key) => key.slice(7 + kind.length));
}

export function newSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
