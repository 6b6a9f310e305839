/* Dated events of a scenario: a line with a mark for each, and a form to put one in, change it or take it out. */

const WEEKS = 52;
const plain = () => ({ at: null, kind: "", week: 26, values: {} });

export const Timeline = {
  props: { events: Array, forms: Array, choices: Object, years: Number, slotAt: Number, owner: String },
  emits: ["did"],
  data: () => ({ edit: null }),
  computed: {
    weeks() { return this.years * WEEKS; },
    form() { return this.edit && this.forms.find((one) => one.kind === this.edit.kind); },
    ticks() {
      const step = this.years > 10 ? 5 : this.years > 6 ? 2 : 1;
      return Array.from({ length: Math.floor(this.years / step) + 1 }, (_, i) => i * step);
    },
  },
  methods: {
    begin() { this.edit = { ...plain(), kind: this.forms[0].kind }; this.fill(); },
    change(event) {
      const kind = event.kind ?? this.forms.find((one) => event.words.toLowerCase().startsWith(one.title.toLowerCase())).kind;
      this.edit = { at: event.at, kind, week: event.week, values: { ...event.values } };
    },
    fill() {
      for (const box of this.form.boxes) {
        if (box.type === "yes" && this.edit.values[box.name] === undefined) this.edit.values[box.name] = box.usual ?? false;
        if (box.type === "choice" && box.needed && !this.edit.values[box.name]) this.edit.values[box.name] = this.choices[box.of][0]?.key;
      }
    },
    kindChosen() { this.edit.values = {}; this.fill(); },
    done() {
      this.$emit("did", { at: this.edit.at, event: { kind: this.edit.kind, week: this.edit.week, values: { ...this.edit.values } } });
      this.edit = null;
    },
    remove(event) { this.$emit("did", { at: event.at, event: null }); this.edit = null; },
    id(name) { return `event-${this.slotAt}-${name}`; },
  },
  template: `
    <div class="timeline">
      <div class="poles"><b>Events</b></div>
      <div class="line" aria-hidden="true">
        <span v-for="year in ticks" :key="year" class="tick" :style="{ left: 100 * year * 52 / weeks + '%' }">{{ year }}</span>
        <span v-for="event in events" :key="event.at" class="mark" :style="{ left: 100 * event.week / weeks + '%' }" :title="event.words"></span>
      </div>
      <ul>
        <li v-for="event in events" :key="event.at"><span class="soft">week {{ event.week }}</span> {{ event.words }}
          <button type="button" class="link" @click="change(event)">Change<span class="unseen"> {{ event.words }}</span></button>
          <button type="button" class="link" @click="remove(event)">Remove<span class="unseen"> {{ event.words }}</span></button></li>
      </ul>
      <button v-if="!edit" type="button" class="button small" @click="begin">Add an event<span class="unseen"> to {{ owner }}</span></button>
      <form v-else class="event" @submit.prevent="done" :aria-label="'An event of ' + owner">
        <label :for="id('kind')">What happens</label>
        <select :id="id('kind')" class="select" v-model="edit.kind" @change="kindChosen"><option v-for="one in forms" :key="one.kind" :value="one.kind">{{ one.title }}</option></select>
        <p class="soft small">{{ form.says }}</p>
        <label :for="id('week')">Week <span class="soft">(52 a year)</span></label>
        <input :id="id('week')" class="select" type="number" min="0" :max="weeks - 1" step="1" v-model="edit.week" required>
        <template v-for="box in form.boxes" :key="box.name">
          <label v-if="box.type === 'yes'" class="tickbox"><input type="checkbox" v-model="edit.values[box.name]"> {{ box.title }} <span class="soft">{{ box.says }}</span></label>
          <template v-else>
            <label :for="id(box.name)">{{ box.title }} <span class="soft">{{ box.says }}</span></label>
            <select v-if="box.type === 'choice'" :id="id(box.name)" class="select" v-model="edit.values[box.name]" :required="box.needed">
              <option v-for="one in choices[box.of]" :key="one.key" :value="one.key">{{ one.title }}</option></select>
            <span v-else class="boxed"><input :id="id(box.name)" class="select" :type="box.type === 'number' ? 'number' : 'text'" step="any" v-model="edit.values[box.name]" :required="box.needed"> {{ box.unit }}</span>
          </template>
        </template>
        <div class="row"><button class="button main" type="submit">{{ edit.at === null ? 'Put it in' : 'Change it' }}</button>
          <button class="button" type="button" @click="edit = null">Leave it</button></div>
      </form>
    </div>`,
};
