import { agreement } from "./agreement.en";
import { application } from "./application.en";
import { cases } from "./cases.en";
import { common } from "./common.en";
import { court } from "./court.en";
import { credentials } from "./credentials.en";
import { desk } from "./desk.en";
import { documents } from "./documents.en";
import { drafting } from "./drafting.en";
import { host } from "./host.en";
import { ledger } from "./ledger.en";
import { minutes } from "./minutes.en";
import { party } from "./party.en";
import { room } from "./room.en";
import { talks } from "./talks.en";
import { verify } from "./verify.en";
import type { Catalogue } from "./zh";

export const en: Catalogue = { agreement, application, cases, common, court, credentials, desk, documents, drafting, host, ledger, minutes, party, room, talks, verify };
