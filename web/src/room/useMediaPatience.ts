import { onBeforeUnmount, ref, watch, type Ref } from "vue";

import { useRoom } from "./useRoom";

const PATIENCE_MS = 3000;

/** Whether picture and sound have been away for so long that the person should be told. */
export function useMediaPatience(): Ref<boolean> {
  const { session } = useRoom();
  const lost = ref(false);
  let patience = 0;
  watch(
    session.media.state,
    (state) => {
      window.clearTimeout(patience);
      if (state === "connected" || state === "completed") lost.value = false;
      else patience = window.setTimeout(() => (lost.value = true), PATIENCE_MS);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => window.clearTimeout(patience));
  return lost;
}
