/** All words of the client in Chinese; `en.ts` has the same shape. One file for each area. */
import { common } from "./common.zh";
import { desk } from "./desk.zh";
import { party } from "./party.zh";
import { room } from "./room.zh";

export const zh = { common, desk, party, room };

export type Catalogue = typeof zh;
