/** Every route of `/api/v1` the pages use, with its types. */
import { exchange, fetched } from "./api";
import type {
  Account,
  Build,
  CauseList,
  ConsentsRequest,
  CourtDetail,
  CourtList,
  CourtRows,
  IdentityRequest,
  Invitation,
  Invite,
  Login,
  LoginRequest,
  PapersState,
  ResumeRequest,
  RoomDetail,
  RoomDraft,
  RoomList,
  SeatSession,
  SessionState,
  TermKinds,
  Ticket,
  TicketRequest,
} from "@/contract/http";

export type PaperFile = TicketRequest["file"];

/** What anybody may ask. */
export const about = () => exchange<Build>("GET", "/about", null);
export const causes = () => exchange<CauseList>("GET", "/causes", null);
export const terms = () => exchange<TermKinds>("GET", "/terms", null);

/** With an account's token. */
export const account = {
  login: (body: LoginRequest) => exchange<Login>("POST", "/login", null, body),
  logout: (bearer: string) => exchange<undefined>("POST", "/logout", { bearer }),
  me: (bearer: string) => exchange<Account>("GET", "/me", { bearer }),
  rooms: (bearer: string, day?: string) =>
    exchange<RoomList>("GET", day === undefined ? "/rooms" : `/rooms?day=${day}`, { bearer }),
  create: (bearer: string, body: RoomDraft) => exchange<RoomDetail>("POST", "/rooms", { bearer }, body),
  room: (bearer: string, room: string) => exchange<RoomDetail>("GET", `/rooms/${room}`, { bearer }),
  enter: (bearer: string, room: string) => exchange<SeatSession>("POST", `/rooms/${room}/enter`, { bearer }),
  close: (bearer: string, room: string) => exchange<RoomDetail>("POST", `/rooms/${room}/close`, { bearer }),
  renew: (bearer: string, room: string, seat: string) =>
    exchange<Invite>("POST", `/rooms/${room}/seats/${seat}/invite`, { bearer }),
  revoke: (bearer: string, room: string, seat: string) =>
    exchange<undefined>("DELETE", `/rooms/${room}/seats/${seat}/invite`, { bearer }),
  paper: (bearer: string, room: string, file: PaperFile) => fetched(`/rooms/${room}/papers/${file}`, { bearer }),
};

/** With a clerk's account: the sealed agreements of the own court. */
export const court = {
  agreements: (bearer: string) => exchange<CourtRows>("GET", "/court/agreements", { bearer }),
  agreement: (bearer: string, id: string) => exchange<CourtDetail>("GET", `/court/agreements/${id}`, { bearer }),
  page: (bearer: string, id: string, page: number) => fetched(`/court/agreements/${id}/pages/${page}`, { bearer }),
  evidencePage: (bearer: string, id: string, page: number) => fetched(`/court/agreements/${id}/evidence-pages/${page}`, { bearer }),
  bundle: (bearer: string, id: string) => fetched(`/court/agreements/${id}/bundle`, { bearer }),
};

/** With a link's secret. */
export const invitation = {
  read: (invite: string) => exchange<Invitation>("GET", "/invitation", { invite }),
  identify: (invite: string, body: IdentityRequest) =>
    exchange<SeatSession>("POST", "/invitation/identity", { invite }, body),
  resume: (invite: string, body: ResumeRequest) =>
    exchange<SeatSession>("POST", "/invitation/resume", { invite }, body),
};

/** With a seat's token. */
export const seat = {
  session: (bearer: string) => exchange<SessionState>("GET", "/session", { bearer }),
  consent: (bearer: string, body: ConsentsRequest) =>
    exchange<SessionState>("POST", "/session/consents", { bearer }, body),
  frozenPage: (bearer: string, digest: string, page: number) =>
    fetched(`/session/agreement/pages/${page}?digest=${digest}`, { bearer }),
  sealedPage: (bearer: string, page: number) => fetched(`/session/agreement/pages/${page}`, { bearer }),
  evidencePage: (bearer: string, page: number) => fetched(`/session/agreement/evidence-pages/${page}`, { bearer }),
  documentPage: (bearer: string, document: string, page: number) => fetched(`/session/documents/${document}/pages/${page}`, { bearer }),
  documentOriginal: (bearer: string, document: string) => fetched(`/session/documents/${document}/original`, { bearer }),
  courts: (bearer: string) => exchange<CourtList>("GET", "/courts", { bearer }),
  papers: (bearer: string) => exchange<PapersState>("GET", "/session/papers", { bearer }),
  paper: (bearer: string, file: PaperFile) => fetched(`/session/agreement/files/${file}`, { bearer }),
  ticket: (bearer: string, body: TicketRequest) => exchange<Ticket>("POST", "/session/papers/tickets", { bearer }, body),
};
