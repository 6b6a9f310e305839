/* The bar of pages at the top, and what the model must never be used for. */
import { keep } from "./last_link.js";
import { allWordsAt } from "./meaning.js";
import "./menus.js";
import { THEMES, choose, chosen } from "./shade.js";
import { tourAgain } from "./tour.js";
import "./under_root.js";

export const Bar = {
  data: () => ({ theme: chosen() }),
  mounted() { allWordsAt(this.pages.find((one) => one.path === "learn/glossary")?.href ?? ""); keep(this.pages[0].href); },
  watch: { pages(now) { keep(now[0].href); } },
  computed: { title() { return this.pages.find((one) => one.path === this.here)?.title ?? "Pages"; } },
  methods: {
    turn() {
      this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
      choose(this.theme);
    },
    open(event, page) {
      if (page.is_light || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.go(page.path);
    },
    limitsShown() { this.$refs.limits.showModal(); },
    around() { this.$refs.limits.close(); tourAgain(); if (this.here !== "/") this.go("/"); },
  },
  template: `
    <header class="lw bar">
      <a class="skip" href="#found">To the results</a>
      <a class="mark" :href="pages[0].href" @click="open($event, pages[0])">lwsim</a>
      <nav aria-label="Pages">
        <button type="button" class="button" aria-expanded="false" aria-controls="pages">{{ title }} <span aria-hidden="true">▾</span><span class="unseen">: choose a page</span></button>
        <div class="pages" id="pages">
          <a v-for="page in pages" :key="page.path" :href="page.href" :aria-current="page.path === here ? 'page' : null"
             @click="open($event, page)">{{ page.title }}</a>
        </div>
      </nav>
      <span class="aside">{{ limits.title }} <button type="button" class="link" @click="limitsShown">What it is for</button></span>
      <button type="button" class="button plain" @click="turn" :aria-label="'Colours: ' + theme + '. Change.'">
        <span aria-hidden="true">{{ theme === 'dark' ? '☾' : theme === 'light' ? '☀' : '◐' }}</span> <span class="word">{{ theme === 'auto' ? 'Auto' : theme === 'light' ? 'Light' : 'Dark' }}</span>
      </button>
      <dialog ref="limits" class="sheet" aria-labelledby="limits-title">
        <h2 id="limits-title">{{ limits.title }}</h2>
        <p>{{ limits.says }}</p>
        <ul class="dots"><li v-for="line in limits.each" :key="line">{{ line }}</li></ul>
        <p class="soft small">lwsim {{ version }}</p>
        <form method="dialog" class="row"><button class="button main">Close</button> <button type="button" class="button" @click="around">Show me around</button></form>
      </dialog>
    </header>`,
};
