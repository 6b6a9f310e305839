/* My place: a place's sheets as tables to edit, with what is wrong under its cell. */
import { saved } from "./file.js";
import { Words } from "./terms.js";

const MOST = 3_000_000;
/* The draft of this tab alone: told again after a reload, and to no other tab. */
const KEY = "lwsim.draft";

export const Tables = {
  components: { Words },
  watch: { kept(now) { if (now.id) saved(now, this.content); }, mine() { this.store(); } },
  mounted() {
    const kept = sessionStorage.getItem(KEY), isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
    if (!this.mine && kept && isReload) this.do({ what: "again", mine: kept });
    else this.store();
  },
  data: () => ({ refused: "" }),
  computed: {
    shown() { return this.view.sheets.find((one) => one.title === this.sheet) || this.view.sheets[1]; },
    isPlace() { return this.shown.title === "Place"; },
    wrong() { return this.view.faults.length + this.view.more; },
  },
  methods: {
    /* A draft that is larger than a tab may keep is not kept. */
    store() {
      sessionStorage.removeItem(KEY);
      try { if (this.mine) sessionStorage.setItem(KEY, this.mine); } catch { /* the server has it as long as the page stands */ }
    },
    set(row, cell, value) { if (value !== cell.value) this.do({ what: "cell", sheet: this.shown.title, row: row.number, column: cell.column, value }); },
    column(row, c) { return this.shown.columns[this.isPlace ? row.number - 1 : c]; },
    name(row) { return row.cells[0].value || `row ${row.number}`; },
    label(row, c) { return this.isPlace ? this.column(row, c).heading : `${this.column(row, c).heading} of ${this.name(row)}`; },
    open(file) {
      this.refused = "";
      if (!file) return;
      if (file.size > MOST) { this.refused = `${file.name} is larger than 3 MB; a place is far smaller.`; return; }
      const reader = new FileReader();
      reader.onload = () => this.do({ what: "open", name: file.name, content: reader.result.slice(reader.result.indexOf(",") + 1) });
      reader.readAsDataURL(file);
      this.$refs.file.value = "";
    },
  },
  template: `
  <div class="lw making">
    <section class="starts" aria-label="Start">
      <label><b>Start from</b>
        <select class="select" value="" @change="this.do({ what: 'start', name: $event.target.value }); $event.target.value = ''"><option value="">{{ view.start }}</option><option v-for="one in places" :key="one.name" :value="one.name">a copy of {{ one.title }}</option></select></label>
      <label><b>or open a file of your own</b>
        <input ref="file" type="file" accept=".xlsx,.csv,.toml" @change="open($event.target.files[0])"></label>
      <div class="row"><span class="small soft">Empty template:</span>
        <button type="button" class="button small" @click="this.do({ what: 'template', ending: '.xlsx' })">Template in Excel</button>
        <button type="button" class="button small" @click="this.do({ what: 'template', ending: '.csv' })">Template in CSV</button></div>
    </section>
    <p v-if="refused || trouble" class="notice" role="alert"><b>Nothing was changed.</b> {{ refused || trouble }}</p>
    <div class="basis checked">
      <span v-if="view.is_whole" role="status"><b>Ready to run.</b> {{ view.summary }}</span>
      <span v-else role="status"><b>{{ wrong }} {{ wrong === 1 ? 'thing is' : 'things are' }} still wrong.</b> Each is told at its cell.</span>
      <span class="row push">
        <button type="button" class="button main" :disabled="!view.is_whole" @click="this.do({ what: 'use' })">Run the comparison here</button>
        <button v-for="one in [['.toml', 'place file'], ['.xlsx', 'Excel'], ['.csv', 'CSV']]" :key="one[0]" type="button" class="button small" :disabled="!view.is_whole" @click="this.do({ what: 'keep', ending: one[0] })">Keep as {{ one[1] }}</button>
      </span>
    </div>
    <ul v-if="wrong" class="dots wrongs"><li v-for="one in view.faults" :key="one.says">{{ one.says }} <button v-if="one.sheet && one.sheet !== shown.title" type="button" class="link" @click="turn(one.sheet)">Show {{ one.sheet }}</button></li><li v-if="view.more">and {{ view.more }} more</li></ul>
    <div class="tabs" role="group" aria-label="Sheets">
      <button v-for="one in view.sheets" :key="one.title" type="button" class="tab" :aria-pressed="one.title === shown.title" @click="turn(one.title)">{{ one.title }} <span v-if="one.faults" class="count">{{ one.faults }} wrong</span></button>
    </div>
    <div class="scroll" tabindex="0" role="region" :aria-label="'Sheet ' + shown.title">
      <table class="numbers cells">
        <thead v-if="!isPlace"><tr><th v-for="one in shown.columns" :key="one.heading" scope="col">{{ one.heading }}<small><words :text="one.says"/></small></th><th scope="col"><span class="unseen">Take out</span></th></tr></thead>
        <tbody>
          <tr v-for="row in shown.rows" :key="shown.title + row.number">
            <th v-if="isPlace" scope="row">{{ column(row, 0).heading }}<small><words :text="column(row, 0).says"/></small></th>
            <td v-for="(cell, c) in row.cells" :key="cell.at" :class="column(row, c).sort.replace(' ', '-')">
              <select v-if="column(row, c).choices.length" class="select" :value="cell.value" :aria-label="label(row, c)" :aria-invalid="cell.fault ? 'true' : null" :aria-describedby="cell.fault ? 'f' + cell.at : null" @change="set(row, cell, $event.target.value)">
                <option v-if="!column(row, c).choices.includes(cell.value)" :value="cell.value">{{ cell.value }}</option><option v-for="one in column(row, c).choices" :key="one">{{ one }}</option></select>
              <input v-else type="text" :inputmode="column(row, c).sort.includes('number') ? 'decimal' : null" :value="cell.value" :size="Math.min(isPlace ? 70 : 34, Math.max(6, cell.value.length + 1))" :aria-label="label(row, c)" :aria-invalid="cell.fault ? 'true' : null" :aria-describedby="cell.fault ? 'f' + cell.at : null" @change="set(row, cell, $event.target.value)">
              <small v-if="cell.fault" class="fault" :id="'f' + cell.at">{{ cell.at }} is {{ cell.fault }}</small>
            </td>
            <td v-if="!isPlace"><button type="button" class="button plain small" :aria-label="'Take out ' + name(row)" @click="this.do({ what: 'remove', sheet: shown.title, row: row.number })">Take out</button></td>
          </tr>
        </tbody>
      </table>
    </div>
    <button v-if="!isPlace" type="button" class="button" @click="this.do({ what: 'add', sheet: shown.title })">Add a row</button>
  </div>`,
};
