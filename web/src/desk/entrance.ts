/** The mediator's own way into a room: this tab speaks for the mediator's seat from then on. */
import { ref } from "vue";
import { useRouter } from "vue-router";

import { useSigned } from "./account";
import { failureOf } from "@/http/failure";
import { account } from "@/http/routes";
import { tabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

export function useEntrance() {
  const router = useRouter();
  const signed = useSigned();
  /** The room being entered, to show that something happens; else null. */
  const entering = ref<string | null>(null);

  async function enter(room: string): Promise<void> {
    entering.value = room;
    try {
      tabSeat.set(await signed((bearer) => account.enter(bearer, room)));
      // The devices first, on one page; it leads into the room.
      await router.push("/check");
    } catch (error) {
      toast(failureOf(error).text, "bad");
    } finally {
      entering.value = null;
    }
  }

  return { entering, enter };
}
