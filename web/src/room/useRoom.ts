import { computed, inject, type ComputedRef } from "vue";

import { roomKey, type RoomSession } from "./RoomSession";
import type { RoomView } from "@/contract/socket";

/** The session of the room page this component is in, and the view, which is there once the page shows anything of it. */
export function useRoom(): { session: RoomSession; view: ComputedRef<RoomView> } {
  const session = inject(roomKey);
  if (!session) throw new Error("outside of RoomPage");
  const view = computed(() => {
    if (!session.view.value) throw new Error("no view yet");
    return session.view.value;
  });
  return { session, view };
}
