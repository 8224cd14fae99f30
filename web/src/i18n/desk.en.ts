import type { Catalogue } from "./zh";

export const desk: Catalogue["desk"] = {
  title: "Mediator's desk",
};
