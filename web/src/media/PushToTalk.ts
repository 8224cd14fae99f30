/**
 * Speaking while a key is held: the microphone is on from the press to the release, if it was off before.
 *
 * Whoever loses the key loses the word: a page that goes out of sight, or a window that goes behind another, releases.
 */

export interface Microphone {
  isOn: () => boolean;
  /** Whether this person may switch it on by itself now. */
  mayOpen: () => boolean;
  set: (on: boolean) => void;
}

export class PushToTalk {
  private opened = false;

  constructor(private readonly microphone: Microphone) {}

  /** Whether the microphone is on for as long as the key is held. */
  get holds(): boolean {
    return this.opened;
  }

  /** The key went down; a key that repeats presses once. Whether the microphone is on now. */
  press(): boolean {
    if (this.opened || this.microphone.isOn()) return true;
    if (!this.microphone.mayOpen()) return false;
    this.opened = true;
    this.microphone.set(true);
    return true;
  }

  /** The key went up, or nobody knows any more whether it did. */
  readonly release = (): void => {
    if (!this.opened) return;
    this.opened = false;
    this.microphone.set(false);
  };

  /** The switch was used meanwhile: what it says stays when the key goes up. */
  keep(): void {
    this.opened = false;
  }

  /** Releases whenever the page cannot see the key; returns how to stop that. */
  guard(page: Window): () => void {
    const hidden = (): void => {
      if (page.document.visibilityState === "hidden") this.release();
    };
    page.addEventListener("blur", this.release);
    page.document.addEventListener("visibilitychange", hidden);
    return () => {
      this.release();
      page.removeEventListener("blur", this.release);
      page.document.removeEventListener("visibilitychange", hidden);
    };
  }
}
