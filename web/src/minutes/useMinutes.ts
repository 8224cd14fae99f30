import { computed, type ComputedRef } from "vue";

import type { MinutesSession } from "./MinutesSession";
import type { MinutesView } from "@/contract/socket";
import type { RoomSession } from "@/room/RoomSession";
import { useRoom } from "@/room/useRoom";

/** The minutes of the room this component is in. The view is there for all that MinutesPanel shows once it has one. */
export function useMinutes(): { session: RoomSession; minutes: MinutesSession; view: ComputedRef<MinutesView> } {
  const { session } = useRoom();
  const { minutes } = session;
  const view = computed(() => {
    if (!minutes.view.value) throw new Error("no minutes yet");
    return minutes.view.value;
  });
  return { session, minutes, view };
}
