import type { Catalogue } from "./zh";

export const room: Catalogue["room"] = {
  title: "Mediation room",
};
