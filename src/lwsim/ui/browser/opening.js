/* What a page says first: a sentence or two in large, and how it is to be taken. */
import { Words } from "./terms.js";

export const Opening = {
  components: { Words },
  template: `<div class="lw"><p class="opening"><words :text="says"/></p><p v-if="more" class="soft more-words"><words :text="more"/></p></div>`,
};
