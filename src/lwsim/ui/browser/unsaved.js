/* What was changed and stands in no link yet, kept in this tab alone, so that a reload at once loses nothing. */
const KEY = "lwsim.unsaved";
const LONGEST = 20_000;
const LATEST = 60_000;
const PATIENCE = 3000;

/* One control's changes replace each other. */
const control = ({ what, slot, force, which }) => [what, slot, force, which].join();

/* One change travels at a time, and of what a slider tells meanwhile the newest alone waits: no server falls behind. */
export class Unsaved {
  constructor(send) {
    this.send = send;
    this.number = 0;
    this.onItsWay = 0;
    this.next = null;
  }

  tell(told) {
    if (told.done !== false) this.keep(told);
    if (this.next && control(this.next) !== control(told)) this.go();
    if (this.onItsWay && isSlider(told)) this.next = told;
    else { this.next = told; this.go(); }
  }

  go() {
    const told = this.next;
    this.next = null;
    this.onItsWay = ++this.number;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.heard(this.onItsWay), PATIENCE);
    this.send({ ...told, number: this.number });
  }

  /* The server has put everything up to this number into the link, or refused it. */
  heard(number) {
    if (number < this.onItsWay) return;
    clearTimeout(this.patience);
    this.onItsWay = 0;
    if (this.next) this.go();
    else this.forget();
  }

  keep(told) {
    const kept = this.kept().filter((one) => control(one) !== control(told));
    if (JSON.stringify(told).length <= LONGEST) sessionStorage.setItem(KEY, JSON.stringify({ since: Date.now(), changes: [...kept, told] }));
  }

  kept() {
    try {
      const { since, changes } = JSON.parse(sessionStorage.getItem(KEY));
      return Date.now() - since < LATEST && Array.isArray(changes) ? changes : [];
    } catch { return []; }
  }

  forget() { clearTimeout(this.patience); sessionStorage.removeItem(KEY); }

  /* After a reload: what the link did not hold yet is told again, once Solara has read the link. */
  async again() {
    const left = performance.getEntriesByType("navigation")[0]?.type === "reload" ? this.kept() : [];
    if (!left.length) return;
    while (!window.solara?.router?.push) await new Promise((done) => setTimeout(done, 50));
    await new Promise((done) => setTimeout(done, 50));
    this.forget();
    for (const told of left) this.tell(told);
  }
}

const isSlider = ({ what }) => what === "force" || what === "amount";
