/* The verdict in words, on what it rests, and how far the full answer is. */
import { Words } from "./terms.js";
import { Tour } from "./tour.js";

export const Verdict = {
  components: { Tour, Words },
  methods: { letter: (slot) => "ABCD"[slot] },
  computed: { share() { return this.basis.asked ? this.basis.done / this.basis.asked : 0; } },
  template: `
    <div class="lw" id="found" tabindex="-1">
      <div v-if="said.length" class="notice" role="alert">{{ said.join("\\n") }}</div>
      <div class="titles">
        <h1>{{ place }}</h1>
        <template v-for="(title, slot) in titles" :key="slot">
          <span v-if="slot" class="soft">beside</span>
          <span class="side"><span class="token" :class="'k' + (slot + 1)" aria-hidden="true">{{ letter(slot) }}</span><span><words :text="title"/></span></span>
        </template>
      </div>
      <div aria-live="polite" :class="{ stale: basis.stale }">
        <p v-for="line in order" :key="line" class="order"><words :text="line"/></p>
        <section v-for="pair in pairs" :key="pair.second" class="pairing">
          <h2 v-if="pairs.length > 1">{{ pair.second }} beside {{ titles[0] }}</h2>
          <p v-if="!basis.quick" class="opening"><words :text="pair.opening"/></p>
          <dl class="findings" :class="{ large: basis.quick }">
            <div v-for="finding in pair.findings.slice(0, 2)" :key="finding.role + finding.measure"><dt><words :text="finding.role"/></dt><dd><words :text="finding.sentence"/></dd></div>
          </dl>
          <details v-if="pair.findings.length > 2" class="rest"><summary>Best, worst and money</summary>
            <dl class="findings">
              <div v-for="finding in pair.findings.slice(2)" :key="finding.role + finding.measure"><dt><words :text="finding.role"/></dt><dd><words :text="finding.sentence"/></dd></div>
            </dl></details>
        </section>
        <details v-if="cautions.length" class="rest"><summary>What this does not say</summary><ul class="dots"><li v-for="line in cautions" :key="line"><words :text="line"/></li></ul></details>
      </div>
      <div class="basis" role="status">
        <span><b><words :text="basis.stale ? 'Working' : basis.kind"/>.</b> <words :text="basis.stale ? 'What is shown answers the settings before; the new answer is on its way.' : basis.says"/></span>
        <span v-if="basis.running && basis.asked" class="push row">
          <progress :value="share" max="1" :aria-label="'Full answer: ' + basis.done + ' of ' + basis.asked + ' worlds'"></progress>
          {{ basis.done }} of {{ basis.asked }} worlds <button type="button" class="button small" @click="stop()">Stop</button></span>
        <button v-else-if="basis.more" type="button" class="button small push" @click="run_more(basis.more)">Run {{ basis.more }} worlds</button>
      </div>
      <a class="button jump" href="#setup">Change the place or the systems</a>
      <tour v-if="pairs.length"></tour>
    </div>`,
};
