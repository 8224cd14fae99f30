/** The own screen while it is shown: chosen in the browser's own picker, ended here or by the browser's own bar. */
import { computed, ref, shallowRef } from "vue";

import { canShareScreen, screenConstraints } from "./capture";

/** Why no screen is shown though somebody asked for it. Who closed the picker has simply thought again. */
export type ScreenTrouble = "unsupported" | "failed";

class ScreenShare {
  /** What goes out now; null: nothing. */
  readonly track = shallowRef<MediaStreamTrack | null>(null);
  readonly on = computed(() => this.track.value !== null);
  readonly asking = ref(false);
  readonly trouble = ref<ScreenTrouble | null>(null);

  /** Must be called by a touch or key: the browser asks which screen, and shows its own sign while it goes on. */
  async start(): Promise<boolean> {
    if (this.on.value || this.asking.value) return this.on.value;
    this.trouble.value = canShareScreen() ? null : "unsupported";
    if (this.trouble.value !== null) return false;
    this.asking.value = true;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(screenConstraints());
      this.take(stream.getVideoTracks()[0] ?? null);
    } catch (error) {
      this.trouble.value = error instanceof Error && error.name === "NotAllowedError" ? null : "failed";
    } finally {
      this.asking.value = false;
    }
    return this.on.value;
  }

  stop(): void {
    const track = this.track.value;
    this.track.value = null;
    track?.stop();
  }

  private take(track: MediaStreamTrack | null): void {
    if (track === null) return;
    // Letters stay sharp; a browser that does not know the hint goes without.
    if ("contentHint" in track) track.contentHint = "detail";
    track.addEventListener("ended", () => {
      if (this.track.value === track) this.track.value = null;
    });
    this.track.value = track;
  }
}

/** One person, one screen. */
export const screenShare = new ScreenShare();
