/** Keeps the screen awake while the page is in sight, where the browser can. */
import { onBeforeUnmount, onMounted } from "vue";

export function useWakeLock(): void {
  let lock: WakeLockSentinel | null = null;
  let mounted = false;

  async function hold(): Promise<void> {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    // Refused on a low battery: the person's phone, the person's choice.
    const held = await navigator.wakeLock.request("screen").catch(() => null);
    if (mounted) lock = held;
    else void held?.release();
  }
  const again = () => void hold();

  onMounted(() => {
    mounted = true;
    void hold();
    document.addEventListener("visibilitychange", again);
  });
  onBeforeUnmount(() => {
    mounted = false;
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  });
}
