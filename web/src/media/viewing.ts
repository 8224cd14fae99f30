/** What this person wants to see: the server keeps it from being sent at all. Sound only is remembered by this device. */
import { reactive, readonly } from "vue";

const REMEMBERED_AS = "audio-only";
/** A weak line for so many readings in a row (one each two seconds), and sound only is offered. */
export const WEAK_READINGS = 3;
const WEAK = 1;

export interface Viewing {
  audioOnly: boolean;
  /** Whom to see before all others; for this session. */
  spotlight: string | null;
}

const chosen = reactive<Viewing>({ audioOnly: remembered(), spotlight: null });
export const viewing = readonly(chosen);

export function hearOnly(on: boolean): void {
  chosen.audioOnly = on;
  try {
    if (on) localStorage.setItem(REMEMBERED_AS, "yes");
    else localStorage.removeItem(REMEMBERED_AS);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** The same seat again takes it out of the spotlight. */
export function spotlight(seat: string | null): void {
  chosen.spotlight = seat === chosen.spotlight ? null : seat;
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED_AS) === "yes";
  } catch {
    return false;
  }
}

/** When to offer sound only: a weak line that stays weak, until the person has said no. */
export class AudioOnlyOffer {
  private weak = 0;
  private refused = false;

  /** Takes in a grade of the own line (0 nothing comes, 1 weak, 2 fair, 3 good); whether to offer now. */
  note(grade: number): boolean {
    this.weak = grade <= WEAK ? this.weak + 1 : 0;
    return this.weak >= WEAK_READINGS && !this.refused && !chosen.audioOnly;
  }

  refuse(): void {
    this.refused = true;
  }
}
