/** How this person wants the room to be; remembered on this device. */
import { ref } from "vue";

function kept(name: string, usual: boolean) {
  const chosen = ref(read(name) ?? usual);
  function choose(on: boolean): void {
    chosen.value = on;
    try {
      localStorage.setItem(name, on ? "on" : "off");
    } catch {
      // Without storage the choice holds until the page is closed.
    }
  }
  return { chosen, choose };
}

function read(name: string): boolean | null {
  try {
    const value = localStorage.getItem(name);
    return value === null ? null : value === "on";
  } catch {
    return null;
  }
}

/** Whether the own picture is shown to oneself. */
export const selfView = kept("self-view", true);
/** Whether the space bar opens a closed microphone for as long as it is held. */
export const pushToTalk = kept("push-to-talk", true);
