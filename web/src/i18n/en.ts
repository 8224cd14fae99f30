import { common } from "./common.en";
import { desk } from "./desk.en";
import { party } from "./party.en";
import { room } from "./room.en";
import type { Catalogue } from "./zh";

export const en: Catalogue = { common, desk, party, room };
