import type { Catalogue } from "./zh";

export const party: Catalogue["party"] = {
  title: "Invitation to mediation",
};
