import { computed, type ComputedRef } from "vue";

import type { AgreementSession } from "./AgreementSession";
import type { AgreementView } from "@/contract/socket";
import type { RoomSession } from "@/room/RoomSession";
import { useRoom } from "@/room/useRoom";

/** The agreement of the room this component is in. The view is there for all that AgreementPanel shows once it has one. */
export function useAgreement(): {
  session: RoomSession;
  agreement: AgreementSession;
  view: ComputedRef<AgreementView>;
  mediator: ComputedRef<boolean>;
} {
  const { session, view: room } = useRoom();
  const { agreement } = session;
  const view = computed(() => {
    if (!agreement.view.value) throw new Error("no agreement yet");
    return agreement.view.value;
  });
  return { session, agreement, view, mediator: computed(() => room.value.you.role === "mediator") };
}
