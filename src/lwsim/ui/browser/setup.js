/* What is compared: the place, and a card for each scenario. */
import { ForceSlider } from "./slider.js";

const PAUSE = 90;

export const Setup = {
  components: { ForceSlider },
  data: () => ({ last: 0 }),
  methods: {
    moving(slot, force, setting) {
      const now = performance.now();
      if (now - this.last < PAUSE) return;
      this.last = now;
      this.set({ slot, force, setting, done: false });
    },
    moved(slot, force, setting) { this.set({ slot, force, setting, done: true }); },
    letter: (slot) => "ABCD"[slot],
  },
  template: `
    <div class="lw">
      <div class="where">
        <label for="place">Place</label>
        <select id="place" class="select" :value="place" @change="choose_place($event.target.value)">
          <option v-for="one in places" :key="one.name" :value="one.name">{{ one.title }}</option>
        </select>
        <small>{{ about }}</small>
      </div>
      <section v-for="(card, slot) in cards" :key="slot" class="card" :class="'m' + (slot + 1)" :aria-label="'Scenario ' + letter(slot) + ': ' + card.title">
        <header>
          <span class="token" :class="'k' + (slot + 1)" aria-hidden="true">{{ letter(slot) }}</span>
          <select class="select" :aria-label="'Scenario ' + letter(slot)" :value="card.shelf" @change="choose_scenario({ slot, name: $event.target.value })">
            <option v-if="!card.shelf" value="">{{ card.title }}</option>
            <option v-for="one in shelf" :key="one.name" :value="one.name">{{ one.title }}</option>
          </select>
        </header>
        <force-slider v-for="force in forces" :key="force.key" :force="force" :setting="card.forces[force.key]" :owner="card.title"
          @moving="moving(slot, force.key, $event)" @moved="moved(slot, force.key, $event)"></force-slider>
      </section>
    </div>`,
};
