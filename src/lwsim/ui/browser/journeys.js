/* Journeys: whom to follow, and one person's two lives side by side. */
import { Words } from "./terms.js";

export const Seek = {
  methods: { pick(key, value) { this.choose({ [key]: value, ...(key === "person" ? {} : { person: "" }) }); } },
  template: `
  <section class="lw seek" aria-label="Whom to follow">
    <div class="fields">
      <label v-if="choices.other.length > 1"><b>Set beside the first</b>
        <select class="select" :value="String(chosen.other)" @change="pick('other', $event.target.value)"><option v-for="one in choices.other" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
      <label><b>Order by the difference in</b>
        <select class="select" :value="chosen.by" @change="pick('by', $event.target.value)"><option v-for="one in choices.by" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
      <label v-for="field in [['community', 'Lives in', 'anywhere'], ['start', 'At the start', 'in any situation'], ['happened', 'In either life', 'anything'], ['enduring', 'Enduring condition', 'with or without']]" :key="field[0]"><b>{{ field[1] }}</b>
        <select class="select" :value="chosen[field[0]]" @change="pick(field[0], $event.target.value)"><option value="">{{ field[2] }}</option><option v-for="one in choices[field[0]]" :key="one.key" :value="one.key">{{ one.says }}</option></select></label>
    </div>
    <p class="small soft" role="status">{{ view.matching }}<span v-if="view.people.length">; these differ most:</span></p>
    <ol class="persons">
      <li v-for="one in view.people" :key="one.key"><button type="button" :aria-pressed="one.key === view.chosen" @click="pick('person', one.key)"><b>{{ one.key }}</b><span>{{ one.says }}</span></button></li>
    </ol>
    <button type="button" class="button" :disabled="!view.people.length" @click="pick('person', '?')">Somebody at random</button>
  </section>`,
};

export const Lives = {
  components: { Words },
  methods: {
    letter(slot) { return "ABCD"[slot]; },
    wide(stay) { return `${100 * (stay.last - stay.first + 1) / (this.person.weeks + 1)}%`; },
    at(week) { return `${100 * (week + .5) / (this.person.weeks + 1)}%`; },
  },
  template: `
  <section v-if="person" class="lw lives" aria-live="polite">
    <h2>{{ person.name }}</h2>
    <p class="soft"><words :text="person.about"/></p>
    <div class="strips" role="img" :aria-label="'Where ' + person.name + ' is, week by week, in both systems; the table below says the same in words'">
      <div v-for="(strip, n) in person.strips" :key="n" class="strip">
        <span class="who"><span class="token" :class="'k' + (slots[n] + 1)">{{ letter(slots[n]) }}</span> {{ strip.title }}</span>
        <div class="weeks">
          <span v-for="stay in strip.stays" :key="stay.first" class="stay" :class="'at' + stay.situation" :style="{ width: wide(stay) }" :title="stay.says + ', weeks ' + stay.first + ' to ' + stay.last"><i>{{ stay.says }}</i></span>
          <span v-if="person.parting" class="parted" :style="{ left: at(person.parting.week) }"></span>
        </div>
      </div>
    </div>
    <ul class="legend-row" aria-hidden="true"><li v-for="(says, n) in ['well', 'with nobody', 'with the GP alone', 'at a door or waiting', 'in care', 'with a group', 'in acute care']" :key="n"><span class="stay" :class="'at' + n"></span>{{ says }}</li></ul>
    <p v-if="person.parting" class="told"><b>{{ person.parting.when }}: their lives part.</b> {{ person.parting.why[0].toUpperCase() + person.parting.why.slice(1) }}. <span class="soft">The rule at work: “{{ person.parting.rule }}”</span></p>
    <p v-else class="told">In both systems this life is the same, as far as it is told.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="The two lives in words">
      <table class="numbers lines">
        <thead><tr><th scope="col">When</th><th v-for="(title, n) in titles" :key="n" scope="col"><span class="token" :class="'k' + (slots[n] + 1)" aria-hidden="true">{{ letter(slots[n]) }}</span> {{ title }}</th></tr></thead>
        <tbody>
          <tr v-for="row in person.rows" :key="row.week" :class="{ parts: row.parts }">
            <th scope="row">{{ row.when }}<small v-if="row.parts">here they part</small></th>
            <td v-for="(text, n) in row.texts" :key="n" :data-side="letter(slots[n])"><words :text="text"/></td>
          </tr>
        </tbody>
      </table>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="The two lives added up"><table class="numbers sums">
      <caption class="unseen">The two lives added up</caption>
      <thead><tr><th scope="col">In all</th><th v-for="(title, n) in titles" :key="n" scope="col">{{ title }}</th></tr></thead>
      <tbody><tr v-for="one in person.counts" :key="one.says"><th scope="row"><words :text="one.says"/></th><td v-for="(value, n) in one.values" :key="n">{{ value }}</td></tr></tbody>
    </table></div>
  </section>`,
};
