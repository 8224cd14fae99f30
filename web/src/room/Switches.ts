/**
 * This tab's switches and the server's, kept the same: each change told once. What the person switches here holds, but
 * a microphone the mediator shut is shut here too, and only its owner opens it again.
 */
import type { MediaSet, SeatView } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

/** The devices behind the switches, and the way to the server. */
export interface Hands {
  live: () => MediaSet;
  /** What the server holds; null: not known now, or devices are still being opened. */
  held: () => SeatView | null;
  send: (set: MediaSet) => Promise<Answer>;
  shutMicrophone: () => void;
  stopScreen: () => void;
  /** The mediator shut the microphone. */
  silenced: () => void;
}

export class Switches {
  /** What the server acknowledged last, over all connections. */
  private told: MediaSet | null = null;
  private asking = false;

  constructor(private readonly hands: Hands) {}

  /** A reloaded page took over what the server remembers. */
  adopted({ microphone, camera }: SeatView): void {
    this.told = { microphone, camera, screen: false };
  }

  /** Brings both sides together. Called whenever either may have changed. */
  sync(): void {
    const held = this.hands.held();
    if (held === null || this.asking) return;
    this.follow(held);
    const live = { ...this.hands.live() };
    if (alike(live, held)) {
      this.told = live;
      return;
    }
    this.asking = true;
    void this.hands.send(live).then((answer) => this.answered(live, answer));
  }

  /** What was shut from the other side since it was last acknowledged. */
  private follow(held: SeatView): void {
    const live = this.hands.live();
    if (live.microphone && !held.microphone && (held.muted || this.told?.microphone === true)) {
      this.hands.shutMicrophone();
      this.hands.silenced();
    }
    if (live.screen && !held.screen && this.told?.screen === true) this.hands.stopScreen();
  }

  private answered(set: MediaSet, answer: Answer): void {
    this.asking = false;
    if (answer.ok) {
      this.told = set;
      return this.sync();
    }
    if (answer.code === "media.muted") this.hands.shutMicrophone();
    // A screen is the one switch that can be forbidden; the others are the person's own.
    else if (set.screen) this.hands.stopScreen();
    // Anything else is tried again with the next view: at once it would be refused at once.
  }
}

function alike(one: MediaSet, other: MediaSet): boolean {
  return one.microphone === other.microphone && one.camera === other.camera && one.screen === other.screen;
}
