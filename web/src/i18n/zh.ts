/** All words of the client in Chinese; `en.ts` has the same shape. One file for each area. */
import { agreement } from "./agreement.zh";
import { application } from "./application.zh";
import { cases } from "./cases.zh";
import { common } from "./common.zh";
import { court } from "./court.zh";
import { credentials } from "./credentials.zh";
import { desk } from "./desk.zh";
import { documents } from "./documents.zh";
import { drafting } from "./drafting.zh";
import { host } from "./host.zh";
import { ledger } from "./ledger.zh";
import { minutes } from "./minutes.zh";
import { party } from "./party.zh";
import { room } from "./room.zh";
import { submission } from "./submission.zh";
import { talks } from "./talks.zh";
import { verify } from "./verify.zh";

export const zh = { agreement, application, cases, common, court, credentials, desk, documents, drafting, host, ledger, minutes, party, room, submission, talks, verify };

export type Catalogue = typeof zh;
