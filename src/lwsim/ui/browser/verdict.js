/* The verdict in words, and on what it rests. */
export const Verdict = {
  methods: { letter: (slot) => "ABCD"[slot] },
  template: `
    <div class="lw" id="found" tabindex="-1">
      <div v-if="said.length" class="notice" role="status">{{ said.join("\\n") }}</div>
      <div class="titles">
        <h1>{{ place }}</h1>
        <template v-for="(title, slot) in titles" :key="slot">
          <span v-if="slot" class="soft">beside</span>
          <span class="side"><span class="token" :class="'k' + (slot + 1)" aria-hidden="true">{{ letter(slot) }}</span>{{ title }}</span>
        </template>
      </div>
      <div aria-live="polite">
        <template v-for="pair in pairs" :key="pair.second">
          <p class="opening">{{ pair.opening }}</p>
          <dl class="findings">
            <div v-for="finding in pair.findings.slice(0, 2)" :key="finding.role + finding.measure"><dt>{{ finding.role }}</dt><dd>{{ finding.sentence }}</dd></div>
          </dl>
        </template>
      </div>
      <div class="basis"><span><b>{{ basis.kind }}</b> {{ basis.says }}</span></div>
    </div>`,
};
