import { computed, onBeforeUnmount, ref, type ComputedRef, type Ref } from "vue";

/** Whole seconds until `until`, never below 0 nor above `most`: the clocks of phones are wrong by minutes. Null: no such instant. */
export function useSecondsLeft(until: () => string | null, most: number): ComputedRef<number | null> {
  const now = useSecondClock();
  let named: string | null = null;
  let first = 0;
  return computed(() => {
    const at = until();
    if (at === null) return (named = null);
    if (at !== named) [named, first] = [at, now.value];
    const byServer = Math.ceil((Date.parse(at) - now.value) / 1000);
    const bySelf = most - Math.floor((now.value - first) / 1000);
    return Math.max(0, Math.min(bySelf, Math.max(byServer, bySelf - most)));
  });
}

/** Now, in milliseconds since 1970; moves on every second. */
export function useSecondClock(): Ref<number> {
  const now = ref(Date.now());
  const timer = window.setInterval(() => (now.value = Date.now()), 1000);
  onBeforeUnmount(() => window.clearInterval(timer));
  return now;
}

export function minutesSince(at: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / 60_000));
}
