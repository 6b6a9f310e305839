/* One scenario: its name, three forces, money, staff, and what happens when. */
import { AmountSlider, ForceSlider } from "./slider.js";
import { Timeline } from "./timeline.js";

export const Card = {
  components: { AmountSlider, ForceSlider, Timeline },
  props: { card: Object, slotAt: Number, shelf: Array, forces: Array, forms: Array, choices: Object, years: Number, removable: Boolean, copyable: Boolean },
  emits: ["did", "opened"],
  data: () => ({ naming: false }),
  computed: {
    letter() { return "ABCD"[this.slotAt]; },
    more() {
      const parts = [];
      if (this.card.money) parts.push(`money ${this.percent(this.card.money)}`);
      if (this.card.staff) parts.push(`staff ${this.percent(this.card.staff)}`);
      const events = this.card.events.length;
      if (events) parts.push(`${events} event${events > 1 ? "s" : ""}`);
      return parts.length ? parts.join(", ") : "as today";
    },
  },
  methods: {
    percent(share) { return (share < 0 ? "−" : "+") + Math.abs(Math.round(1000 * share) / 10) + "%"; },
    tell(what, done) { this.$emit("did", { ...what, done }); },
    name(event) {
      this.naming = false;
      const title = event.target.value.trim();
      if (title && title !== this.card.title) this.$emit("did", { what: "rename", title });
    },
    async rename() {
      this.naming = true;
      await this.$nextTick();
      this.$refs.title.select();
    },
    pick(event) { this.$emit("opened", event.target.files[0]); event.target.value = ""; },
  },
  template: `
    <section class="card" :class="'m' + (slotAt + 1)" :aria-label="'Scenario ' + letter + ': ' + card.title">
      <header>
        <span class="token" :class="'k' + (slotAt + 1)" aria-hidden="true">{{ letter }}</span>
        <input v-if="naming" ref="title" class="select" :value="card.title" maxlength="80" :aria-label="'Name of scenario ' + letter"
          @keydown.enter="$event.target.blur()" @keydown.esc="naming = false" @blur="name">
        <select v-else class="select" :aria-label="'Scenario ' + letter" :value="card.shelf" @change="$emit('did', { what: 'choose', name: $event.target.value })">
          <option v-if="!card.shelf" value="">{{ card.title }}</option>
          <option v-for="one in shelf" :key="one.name" :value="one.name">{{ one.title }}</option>
        </select>
        <details class="menu">
          <summary class="button plain" :aria-label="'More for scenario ' + letter">⋯</summary>
          <div class="list">
            <button type="button" @click="rename">Rename</button>
            <button type="button" :disabled="!copyable" @click="$emit('did', { what: 'copy' })">Copy</button>
            <button type="button" @click="$emit('did', { what: 'save' })">Save as a file</button>
            <label class="pick">Open a file<input type="file" accept=".toml" class="unseen" @change="pick" :aria-label="'Open a scenario file as ' + letter"></label>
            <button type="button" :disabled="!removable" @click="$emit('did', { what: 'remove' })">Remove</button>
          </div>
        </details>
      </header>
      <force-slider v-for="force in forces" :key="force.key" :force="force" :setting="card.forces[force.key]" :owner="card.title"
        @moving="tell({ what: 'force', force: force.key, setting: $event }, false)" @moved="tell({ what: 'force', force: force.key, setting: $event }, true)"></force-slider>
      <details class="more">
        <summary>Money, staff, events <span class="soft">{{ more }}</span></summary>
        <amount-slider v-for="which in ['money', 'staff']" :key="which" :which="which" :change="card[which]" :owner="card.title"
          @moving="tell({ what: 'amount', which, change: $event }, false)" @moved="tell({ what: 'amount', which, change: $event }, true)"></amount-slider>
        <timeline :events="card.events" :forms="forms" :choices="choices" :years="years" :slot-at="slotAt" :owner="card.title"
          @did="$emit('did', { what: 'event', ...$event })"></timeline>
        <p v-if="card.off.length || card.numbers" class="soft small">Also: {{ card.off.length ? 'switched off ' + card.off.join(', ').replaceAll('_', ' ') + '. ' : '' }}{{ card.numbers ? card.numbers + ' numbers or theories of its own.' : '' }}</p>
        <p class="soft small">{{ card.question }}</p>
      </details>
    </section>`,
};
