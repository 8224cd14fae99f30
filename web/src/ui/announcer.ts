/** What a screen reader is told: one polite and one assertive region for the whole app. */
import { ref } from "vue";

export const polite = ref("");
export const assertive = ref("");

/** Said when the reader pauses; what comes within a second is said together. */
export function announce(sentence: string): void {
  polite.value = polite.value === "" ? sentence : `${polite.value} ${sentence}`;
  window.clearTimeout(wiped.polite);
  wiped.polite = window.setTimeout(() => (polite.value = ""), 4000);
}

/** Said at once: a lost connection, an end. */
export function alarm(sentence: string): void {
  assertive.value = sentence;
  window.clearTimeout(wiped.assertive);
  wiped.assertive = window.setTimeout(() => (assertive.value = ""), 4000);
}

const wiped = { polite: 0, assertive: 0 };
