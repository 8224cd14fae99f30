/** Where a link leads, once the person said who they are; the last two when the session is over. */
import type { SeatSession } from "@/contract/http";

export const NEXT_PAGE: Readonly<Record<SeatSession["next"], string>> = {
  consents: "/j/consents",
  enter: "/check",
  papers: "/papers",
  case: "/case",
};
