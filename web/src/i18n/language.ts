/** The language of this browser: Chinese first, English on request, remembered on this device. */
import { computed, ref, watchEffect, type ComputedRef } from "vue";

import { en } from "./en";
import { zh, type Catalogue } from "./zh";

export type Language = "zh" | "en";

/** The same sentence in both languages, as the server sends it. */
interface Sentence {
  zh: string;
  en: string;
}

const REMEMBERED_AS = "language";
const catalogues: Record<Language, Catalogue> = { zh, en };
export const language = ref<Language>(remembered());
const words = computed(() => catalogues[language.value]);

watchEffect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

/** Every string of the pages, in the chosen language. */
export function useWords(): ComputedRef<Catalogue> {
  return words;
}

/** What `sentence` says in the chosen language. */
export function spoken(sentence: Sentence): string {
  return sentence[language.value];
}

export function speak(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(REMEMBERED_AS, chosen);
  } catch {
    // Storage is full or forbidden: the choice holds until the page is closed.
  }
}

function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED_AS) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}
