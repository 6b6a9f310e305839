/* The verdict in words, on what it rests, and how far the full answer is. */
const SEEN = "lwsim.seen";

export const Verdict = {
  data: () => ({ isNew: !localStorage.getItem(SEEN) }),
  methods: {
    letter: (slot) => "ABCD"[slot],
    begun() { localStorage.setItem(SEEN, "1"); this.isNew = false; document.getElementById("found").focus(); },
  },
  computed: { share() { return this.basis.asked ? this.basis.done / this.basis.asked : 0; } },
  template: `
    <div class="lw" id="found" tabindex="-1">
      <div v-if="said.length" class="notice" role="alert">{{ said.join("\\n") }}</div>
      <section v-if="isNew" class="tour" aria-label="How this page works">
        <ol>
          <li><b>Set.</b> Choose a place, and how each system is run: what it is for, who decides, how it works. Nothing here is good or bad; both ends cost something.</li>
          <li><b>Read.</b> The verdict says who is ahead, on what, how surely. A quick answer comes at once; plausible worlds follow and show what is not known.</li>
          <li><b>Look.</b> Need met now beside capacity for later, then waits, crisis, staff, fairness, money. “The numbers” opens a table under any chart.</li>
          <li><b>Keep.</b> A page for a board, a picture, a spreadsheet, or the link: it holds everything you set.</li>
        </ol>
        <button type="button" class="button small" @click="begun">Begin</button>
      </section>
      <div class="titles">
        <h1>{{ place }}</h1>
        <template v-for="(title, slot) in titles" :key="slot">
          <span v-if="slot" class="soft">beside</span>
          <span class="side"><span class="token" :class="'k' + (slot + 1)" aria-hidden="true">{{ letter(slot) }}</span>{{ title }}</span>
        </template>
      </div>
      <div aria-live="polite" :class="{ stale: basis.stale }">
        <p v-for="line in order" :key="line" class="order">{{ line }}</p>
        <section v-for="pair in pairs" :key="pair.second" class="pairing">
          <h2 v-if="pairs.length > 1">{{ pair.second }} beside {{ titles[0] }}</h2>
          <p v-if="!basis.quick" class="opening">{{ pair.opening }}</p>
          <dl class="findings" :class="{ large: basis.quick }">
            <div v-for="finding in pair.findings.slice(0, 2)" :key="finding.role + finding.measure"><dt>{{ finding.role }}</dt><dd>{{ finding.sentence }}</dd></div>
          </dl>
          <details v-if="pair.findings.length > 2" class="rest"><summary>Best, worst and money</summary>
            <dl class="findings">
              <div v-for="finding in pair.findings.slice(2)" :key="finding.role + finding.measure"><dt>{{ finding.role }}</dt><dd>{{ finding.sentence }}</dd></div>
            </dl></details>
        </section>
        <details v-if="cautions.length" class="rest"><summary>What this does not say</summary><ul class="dots"><li v-for="line in cautions" :key="line">{{ line }}</li></ul></details>
      </div>
      <div class="basis" role="status">
        <span><b>{{ basis.stale ? 'Working' : basis.kind }}.</b> {{ basis.stale ? 'What is shown answers the settings before; the new answer is on its way.' : basis.says }}</span>
        <span v-if="basis.running && basis.asked" class="push row">
          <progress :value="share" max="1" :aria-label="'Full answer: ' + basis.done + ' of ' + basis.asked + ' worlds'"></progress>
          {{ basis.done }} of {{ basis.asked }} worlds <button type="button" class="button small" @click="stop()">Stop</button></span>
        <button v-else-if="basis.more" type="button" class="button small push" @click="run_more(basis.more)">Run {{ basis.more }} worlds</button>
      </div>
      <a class="button jump" href="#setup">Change the place or the systems</a>
    </div>`,
};
