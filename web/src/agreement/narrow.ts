import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

/** The room's own border between a phone and a desk (JointRoom). */
const NARROW = "(max-width: 899px)";

/** Whether panel and video are below each other, so that reading and signing want the whole screen. */
export function useNarrow(): Ref<boolean> {
  const query = window.matchMedia(NARROW);
  const narrow = ref(query.matches);
  const changed = () => (narrow.value = query.matches);
  onMounted(() => query.addEventListener("change", changed));
  onBeforeUnmount(() => query.removeEventListener("change", changed));
  return narrow;
}
