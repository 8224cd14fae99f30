/** The own screen while it is shared. The browser asks which one, each time anew; its own bar can end it too. */
import { shallowRef } from "vue";

export const ownScreen = shallowRef<MediaStreamTrack | null>(null);

/** Phones, and pages inside other apps, cannot. */
export function canShareScreen(): boolean {
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined;
  return typeof devices?.getDisplayMedia === "function";
}

/** Asks for a screen; false: the person chose none, or the browser cannot. */
export async function shareScreen(): Promise<boolean> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 5, max: 15 } }, audio: false });
    const track = stream.getVideoTracks()[0] ?? null;
    track?.addEventListener("ended", () => {
      if (ownScreen.value === track) ownScreen.value = null;
    });
    ownScreen.value = track;
    return track !== null;
  } catch {
    return false;
  }
}

export function stopScreen(): void {
  const track = ownScreen.value;
  ownScreen.value = null;
  track?.stop();
}
