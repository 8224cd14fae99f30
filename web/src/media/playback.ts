/** Plays received tracks, through the speaker that is chosen now; knows when the browser wants a touch first. */
import { ref, watch } from "vue";

import { localMedia } from "./localMedia";
import { audioContext, toSpeaker } from "./sounds";

/** The browser plays no sound until the person touches the page. */
export const soundBlocked = ref(false);
const outlets = new Set<HTMLAudioElement>();

/** Lets an element play that track, or nothing; a sound goes to the chosen speaker. */
export function play(element: HTMLMediaElement, track: MediaStreamTrack | null): void {
  element.srcObject = track ? new MediaStream([track]) : null;
  if (!track) return;
  if (element instanceof HTMLAudioElement) {
    outlets.add(element);
    void toSpeaker(element, localMedia.choices.speaker);
  }
  start(element);
}

watch(
  () => localMedia.choices.speaker,
  (speaker) => {
    for (const outlet of outlets) void toSpeaker(outlet, speaker);
  },
);

/** The element is gone. */
export function silence(element: HTMLMediaElement): void {
  element.srcObject = null;
  if (element instanceof HTMLAudioElement) outlets.delete(element);
}

/** Called by a touch: everything that was refused plays now. */
export function unblockSound(): void {
  soundBlocked.value = false;
  audioContext();
  for (const outlet of outlets) start(outlet);
}

function start(element: HTMLMediaElement): void {
  element.play().catch((error: unknown) => {
    if (error instanceof Error && error.name === "NotAllowedError") soundBlocked.value = true;
  });
}
