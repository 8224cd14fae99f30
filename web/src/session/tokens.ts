/**
 * What this tab may speak with. Tokens and link secrets live in sessionStorage, so that several people's links work
 * side by side in one browser; they are never in an address, a title or a log.
 */
import { lastEnding } from "./endings";
import type { SeatSession } from "@/contract/http";

const ACCOUNT = "account.token";
const SEAT = "seat.session";
const INVITE = "invite.secret";

/** The seat this tab speaks for. */
export interface TabSeat {
  token: string;
  room: string;
  seat: string;
  role: SeatSession["role"];
}

export const accountToken = {
  get: () => sessionStorage.getItem(ACCOUNT),
  set: (token: string) => sessionStorage.setItem(ACCOUNT, token),
  clear: () => sessionStorage.removeItem(ACCOUNT),
};

export const inviteSecret = {
  get: () => sessionStorage.getItem(INVITE),
  set: (secret: string) => sessionStorage.setItem(INVITE, secret),
};

export const tabSeat = {
  get(): TabSeat | null {
    const kept = sessionStorage.getItem(SEAT);
    return kept === null ? null : (JSON.parse(kept) as TabSeat);
  },
  /** From now on this tab speaks for that seat. */
  set({ token, room, seat, role }: SeatSession): void {
    sessionStorage.setItem(SEAT, JSON.stringify({ token, room, seat, role }));
    lastEnding.clear();
  },
  clear: () => sessionStorage.removeItem(SEAT),
};
