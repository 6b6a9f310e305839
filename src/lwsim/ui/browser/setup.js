/* What is compared: the place, and a card for each scenario. */
import { saved } from "./file.js";
import { Card } from "./card.js";
import { Printed } from "./printed.js";
import { Unsaved } from "./unsaved.js";

export const Setup = {
  components: { Card, Printed },
  data: () => ({ opening: 0 }),
  created() { this.unsaved = new Unsaved((told) => this.do(told)); },
  mounted() { this.unsaved.again(); },
  unmounted() { this.unsaved.forget(); },
  watch: { kept(now) { if (now.id) saved(now, this.content); }, heard(now) { this.unsaved.heard(now); } },
  methods: {
    tell(told) { this.unsaved.tell(told); },
    async open(slot, file) {
      if (!file) return;
      if (file.size > 1_000_000) { this.tell({ what: "open", slot, name: file.name, text: "too large ".repeat(120_000) }); return; }
      this.tell({ what: "open", slot, name: file.name, text: await file.text() });
    },
  },
  template: `
    <div class="lw" id="setup" tabindex="-1">
      <div class="where">
        <label for="place">Place</label>
        <select id="place" class="select" :value="place" @change="tell({ what: 'place', name: $event.target.value })">
          <option v-for="one in places" :key="one.name" :value="one.name">{{ one.title }}</option>
        </select>
        <small>{{ about }}</small>
        <div class="row"><label for="years">Years ahead</label>
          <select id="years" class="select" :value="years" @change="tell({ what: 'years', years: Number($event.target.value) })">
            <option v-for="one in horizons" :key="one" :value="one">{{ one }}</option>
            <option v-if="!horizons.includes(years)" :value="years">{{ years }}</option>
          </select></div>
      </div>
      <p v-if="trouble" class="notice" role="alert">{{ trouble }}</p>
      <card v-for="(card, slot) in cards" :key="slot" :card="card" :slot-at="slot" :shelf="shelf" :forces="forces" :forms="forms" :choices="choices"
        :years="years" :removable="cards.length > 2" :copyable="cards.length < most" @did="tell({ ...$event, slot })" @opened="open(slot, $event)"></card>
      <button v-if="cards.length < most" type="button" class="button wide" @click="tell({ what: 'add', name: 'ordinary' })">Add a scenario beside these</button>
      <printed :cards="cards" :forces="forces" :years="years" :about="about" :rests="rests"></printed>
    </div>`,
};
