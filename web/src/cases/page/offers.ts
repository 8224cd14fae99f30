/** What may be done now, one entry for each deed: several rows of the table may be done by the same one. */
import type { DeedName } from "./deedFields";
import { isDeed } from "./deedForms";
import type { Missing, Offer } from "@/contract/http";

export interface Action {
  deed: DeedName;
  /** It takes the case to another state; else it is only recorded. */
  moves: boolean;
  /** Empty: may be done at once. */
  missing: readonly Missing[];
}

/** Moves first, then what is only recorded. */
export function actionsOf(offers: readonly Offer[]): { moves: Action[]; records: Action[] } {
  const deeds = [...new Set(offers.map(({ deed }) => deed))].filter(isDeed);
  const actions = deeds.map((deed) => actionOf(deed, offers.filter((offer) => offer.deed === deed)));
  return { moves: actions.filter(({ moves }) => moves), records: actions.filter(({ moves }) => !moves) };
}

function actionOf(deed: DeedName, offers: readonly Offer[]): Action {
  const open = offers.some(({ missing }) => missing.length === 0);
  return {
    deed,
    moves: offers.some(({ row }) => row !== null),
    missing: open ? [] : (offers[0]?.missing ?? []),
  };
}
