import { onBeforeUnmount, ref, type Ref } from "vue";

const TICK_MS = 10_000;

/** Now, in milliseconds since 1970; moves on every ten seconds while the component is there. */
export function useClock(): Ref<number> {
  const now = ref(Date.now());
  const timer = window.setInterval(() => (now.value = Date.now()), TICK_MS);
  onBeforeUnmount(() => window.clearInterval(timer));
  return now;
}
