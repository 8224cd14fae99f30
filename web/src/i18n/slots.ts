import type { Language } from "./language";

/** What lies in each of a bundle's ten slots, for who cannot read its title: that is Chinese, as on the papers themselves. */
export const slotNames: Record<Language, readonly string[]> = {
  zh: [],
  en: [
    "Application",
    "Agreement",
    "The organisation’s certificate of the mediation",
    "Identity and authority",
    "Notice of rights and consents",
    "Service addresses",
    "Undisputed facts",
    "Minutes",
    "What parties gave for the court themselves",
    "Other papers",
  ],
};
