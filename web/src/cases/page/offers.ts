/** What may be done now, one entry for each deed: several rows of the table may be done by the same one. */
import type { DeedName } from "./deedFields";
import { isDeed } from "./deedForms";
import type { Missing, Offer } from "@/contract/http";
import { spoken } from "@/i18n/language";

export interface Action {
  deed: DeedName;
  /** Where it leads, in words; several where the deed itself decides. Empty for what moves nothing. */
  leadsTo: readonly string[];
  /** Empty: may be done at once. */
  missing: readonly Missing[];
}

/** Moves first, then what is only recorded. */
export function actionsOf(offers: readonly Offer[]): { moves: Action[]; records: Action[] } {
  const deeds = [...new Set(offers.map(({ deed }) => deed))].filter(isDeed);
  const actions = deeds.map((deed) => actionOf(deed, offers.filter((offer) => offer.deed === deed)));
  return { moves: actions.filter(({ leadsTo }) => leadsTo.length > 0), records: actions.filter(({ leadsTo }) => leadsTo.length === 0) };
}

function actionOf(deed: DeedName, offers: readonly Offer[]): Action {
  const open = offers.some(({ missing }) => missing.length === 0);
  return {
    deed,
    leadsTo: [...new Set(offers.filter(({ row }) => row !== null).map(({ label }) => spoken(label)))],
    missing: open ? [] : (offers[0]?.missing ?? []),
  };
}
