/** The space bar, held, opens a closed microphone: only while no control has the focus, for there it means something else. */
import { onBeforeUnmount, onMounted } from "vue";

import type { RoomSession } from "./RoomSession";
import { shortcutsOn } from "./shortcuts";
import { pushToTalk } from "./wishes";
import { layerOpen } from "@/ui/layers";

export function useSpaceToTalk(session: RoomSession): void {
  let unguard = (): void => undefined;

  function down(event: KeyboardEvent): void {
    if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!shortcutsOn.value || !pushToTalk.chosen.value || layerOpen() || !isFree(document.activeElement)) return;
    event.preventDefault();
    if (!event.repeat) session.talk.press();
  }

  function up(event: KeyboardEvent): void {
    if (event.code === "Space") session.talk.release();
  }

  onMounted(() => {
    document.addEventListener("keydown", down);
    document.addEventListener("keyup", up);
    unguard = session.talk.guard(window);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("keydown", down);
    document.removeEventListener("keyup", up);
    unguard();
  });
}

/** The page itself, or a region that is only a stop of F6; whatever Tab reaches has a use for the key. */
export function isFree(focused: Element | null): boolean {
  if (focused === null || focused === document.body) return true;
  return focused instanceof HTMLElement && (focused.getAttribute("tabindex") === "-1" || focused.hasAttribute("data-talk"));
}
