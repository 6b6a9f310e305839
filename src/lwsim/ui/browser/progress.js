/* How far long work has come, and a button that stops it or takes it up again. */
export const Progress = {
  computed: { share() { return this.asked ? this.done / this.asked : 0; } },
  template: `
  <div class="lw basis">
    <b>{{ fault ? 'It went wrong.' : state === 'over' ? 'All is in.' : state === 'stopped' ? 'Stopped.' : 'Working.' }}</b><span role="status">{{ fault || says }}</span>
    <progress v-if="state === 'working'" :value="share" max="1" :aria-label="says">{{ Math.round(100 * share) }}%</progress>
    <button v-if="state === 'working'" type="button" class="button push" @click="stop">Stop</button>
    <button v-if="state === 'stopped'" type="button" class="button push" @click="go">Go on</button>
  </div>`,
};
