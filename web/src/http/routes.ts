/** Every route of `/api/v1` the pages use, with its types. */
import { exchange, fetched } from "./api";
import { sent } from "./sending";
import type {
  Account,
  AgentDraft,
  AnswerRequest,
  ApplicationState,
  Build,
  CalendarList,
  CalendarYear,
  CaseDetail,
  CaseDraft,
  CaseEvents,
  CaseForms,
  CaseList,
  CauseList,
  CertificateSeal,
  CodeAnswer,
  CodeRequest,
  CodeSent,
  ConsentsRequest,
  CourtActRequest,
  CourtDetail,
  CourtDraft,
  CourtFilePages,
  CourtList,
  CourtPaperChoice,
  CourtPolicyDraft,
  CourtPolicyList,
  CourtProfile,
  CourtRows,
  CourtSubmission,
  CourtSubmissionList,
  DeclarationRequest,
  DeedRequest,
  DeskStep,
  FrozenWords,
  IdentityRequest,
  InkAsked,
  InkLink,
  InkLinkRequest,
  InkProgress,
  InkSent,
  Invitation,
  Invite,
  LaneList,
  LaneSwitch,
  Login,
  LoginRequest,
  MaterialHead,
  MaterialRow,
  MediatorDraft,
  MediatorProfile,
  MessageRequest,
  MinutesState,
  NoticeAct,
  OrganisationDraft,
  OrganisationProfile,
  Outbox,
  OwnCase,
  OwnCourtPapers,
  OwnWithdrawal,
  PaperFiling,
  PaperWaiting,
  OwnStep,
  PapersState,
  ParticipantChange,
  RegisterAnswer,
  RegisterDraft,
  RegisterList,
  RightsNoticeList,
  RescheduleRequest,
  ResumeRequest,
  RoomClosing,
  RoomDetail,
  RoomDraft,
  RoomList,
  RoomMessages,
  SealPress,
  SealState,
  SeatDraft,
  SeatSession,
  SessionDraft,
  SessionState,
  SpokenCode,
  SpokenCodeRequest,
  SubmissionDraft,
  SubmissionOutlook,
  TemplateDraft,
  TemplateList,
  TermKinds,
  Ticket,
  TicketRequest,
  Verification,
  VerifierList,
  WithdrawalStep,
} from "@/contract/http";

export type PaperFile = PapersState["files"][number];
export type MinutesFile = MinutesState["files"][number];
export const MINUTES_FILES: readonly MinutesFile[] = ["minutes.pdf", "minutes-evidence.pdf", "minutes.json"];

/** What anybody may ask. */
export const about = () => exchange<Build>("GET", "/about", null);
export const causes = () => exchange<CauseList>("GET", "/causes", null);
export const terms = () => exchange<TermKinds>("GET", "/terms", null);

export const verification = {
  check: (file: File, progress: (part: number) => void) => sent<Verification>("/verifications", null, file, progress),
  programs: () => exchange<VerifierList>("GET", "/verifiers", null),
};

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
  close: (bearer: string, room: string, body: RoomClosing) => exchange<RoomDetail>("POST", `/rooms/${room}/close`, { bearer }, body),
  renew: (bearer: string, room: string, seat: string) =>
    exchange<Invite>("POST", `/rooms/${room}/seats/${seat}/invite`, { bearer }),
  revoke: (bearer: string, room: string, seat: string) =>
    exchange<undefined>("DELETE", `/rooms/${room}/seats/${seat}/invite`, { bearer }),
  paper: (bearer: string, room: string, file: PaperFile) => fetched(`/rooms/${room}/papers/${file}`, { bearer }),
  minutesFile: (bearer: string, room: string, file: MinutesFile) => fetched(`/rooms/${room}/minutes/${file}`, { bearer }),
  messages: (bearer: string, room: string) => exchange<RoomMessages>("GET", `/rooms/${room}/messages`, { bearer }),
  write: (bearer: string, room: string, body: MessageRequest) => exchange<RoomMessages>("POST", `/rooms/${room}/messages`, { bearer }, body),
  reschedule: (bearer: string, room: string, body: RescheduleRequest) => exchange<RoomDetail>("POST", `/rooms/${room}/time`, { bearer }, body),
  outbox: (bearer: string) => exchange<Outbox>("GET", "/outbox", { bearer }),
  practise: (bearer: string) => exchange<RoomDetail>("POST", "/practice", { bearer }),
  templates: (bearer: string) => exchange<TemplateList>("GET", "/room-templates", { bearer }),
  keepTemplate: (bearer: string, body: TemplateDraft) => exchange<TemplateList>("POST", "/room-templates", { bearer }, body),
  dropTemplate: (bearer: string, template: string) => exchange<TemplateList>("DELETE", `/room-templates/${template}`, { bearer }),
  addSeat: (bearer: string, room: string, body: SeatDraft) => exchange<RoomDetail>("POST", `/rooms/${room}/seats`, { bearer }, body),
  spokenCode: (bearer: string, room: string, seat: string, body: SpokenCodeRequest) =>
    exchange<SpokenCode>("POST", `/rooms/${room}/seats/${seat}/codes`, { bearer }, body),
};

/** With a clerk's account: the sealed agreements of the own court. */
export const court = {
  agreements: (bearer: string) => exchange<CourtRows>("GET", "/court/agreements", { bearer }),
  agreement: (bearer: string, id: string) => exchange<CourtDetail>("GET", `/court/agreements/${id}`, { bearer }),
  page: (bearer: string, id: string, page: number) => fetched(`/court/agreements/${id}/pages/${page}`, { bearer }),
  evidencePage: (bearer: string, id: string, page: number) => fetched(`/court/agreements/${id}/evidence-pages/${page}`, { bearer }),
  bundle: (bearer: string, id: string) => fetched(`/court/agreements/${id}/bundle`, { bearer }),
  submissions: (bearer: string) => exchange<CourtSubmissionList>("GET", "/court/submissions", { bearer }),
  submission: (bearer: string, id: string) => exchange<CourtSubmission>("GET", `/court/submissions/${id}`, { bearer }),
  filePages: (bearer: string, id: string, file: number) => exchange<CourtFilePages>("GET", `/court/submissions/${id}/files/${file}`, { bearer }),
  filePage: (bearer: string, id: string, file: number, page: number) => fetched(`/court/submissions/${id}/files/${file}/pages/${page}`, { bearer }),
  original: (bearer: string, id: string, file: number) => fetched(`/court/submissions/${id}/files/${file}/original`, { bearer }),
  part: (bearer: string, id: string, part: string) => fetched(`/court/submissions/${id}/${part}`, { bearer }),
  act: (bearer: string, id: string, body: CourtActRequest) => exchange<CourtSubmission>("POST", `/court/submissions/${id}/acts`, { bearer }, body),
  decide: (bearer: string, id: string, head: Record<string, string>, file: File, progress: (part: number) => void) =>
    sent<CourtSubmission>(`/court/submissions/${id}/decision${asked(head)}`, bearer, file, progress),
};

/** What the list of cases is narrowed to; what is left out is not asked about. */
export interface CaseQuery {
  text?: string;
  state?: string;
  lane?: string;
  due_days?: number;
  late?: boolean;
  page?: number;
}

export type CasePaper = "report" | "report-data" | "termination-notice" | "certificate" | "print";
/** Papers that have an address of their own. */
const PAPER_PATHS: Partial<Record<CasePaper, string>> = { certificate: "certificate", print: "agreement/print" };

/** With an account's token: cases, and what is changed in them. */
export const cases = {
  application: (bearer: string, id: string) => exchange<ApplicationState>("GET", `/cases/${id}/application`, { bearer }),
  stepApplication: (bearer: string, id: string, body: DeskStep) => exchange<ApplicationState>("POST", `/cases/${id}/application`, { bearer }, body),
  applicationFile: (bearer: string, id: string, paper: string, file: string) => fetched(`/cases/${id}/application/papers/${paper}/files/${file}`, { bearer }),
  sealState: (bearer: string, id: string) => exchange<SealState>("GET", `/cases/${id}/agreement`, { bearer }),
  sealPage: (bearer: string, id: string, page: number) => fetched(`/cases/${id}/agreement/pages/${page}`, { bearer }),
  paperWaiting: (bearer: string, id: string) => exchange<PaperWaiting>("GET", `/cases/${id}/agreement/paper`, { bearer }),
  filePaper: (bearer: string, id: string, body: PaperFiling) => exchange<undefined>("POST", `/cases/${id}/agreement/paper`, { bearer }, body),
  seal: (bearer: string, id: string, body: SealPress) => exchange<SealState>("POST", `/cases/${id}/agreement/seal`, { bearer }, body),
  rightsNotices: (bearer: string, id: string) => exchange<RightsNoticeList>("GET", `/cases/${id}/rights-notices`, { bearer }),
  rightsNotice: (bearer: string, id: string, person: string) => fetched(`/cases/${id}/rights-notices/${person}`, { bearer }),
  withdrawalLetter: (bearer: string, id: string) => fetched(`/cases/${id}/withdrawal-letter`, { bearer }),
  sealCertificate: (bearer: string, id: string, body: CertificateSeal) => exchange<MaterialRow>("POST", `/cases/${id}/certificate`, { bearer }, body),
  sealEnding: (bearer: string, id: string, body: CertificateSeal) => exchange<MaterialRow>("POST", `/cases/${id}/termination-notice`, { bearer }, body),
  list: (bearer: string, query: CaseQuery) => exchange<CaseList>("GET", `/cases${asked({ ...query })}`, { bearer }),
  open: (bearer: string, body: CaseDraft) => exchange<CaseDetail>("POST", "/cases", { bearer }, body),
  read: (bearer: string, id: string) => exchange<CaseDetail>("GET", `/cases/${id}`, { bearer }),
  forms: (bearer: string) => exchange<CaseForms>("GET", "/case-forms", { bearer }),
  deed: (bearer: string, id: string, body: DeedRequest) => exchange<CaseDetail>("POST", `/cases/${id}/deeds`, { bearer }, body),
  plan: (bearer: string, id: string, body: SessionDraft) => exchange<RoomDetail>("POST", `/cases/${id}/sessions`, { bearer }, body),
  change: (bearer: string, id: string, participant: string, body: ParticipantChange) =>
    exchange<CaseDetail>("POST", `/cases/${id}/participants/${participant}`, { bearer }, body),
  nameAgent: (bearer: string, id: string, participant: string, body: AgentDraft) =>
    exchange<CaseDetail>("POST", `/cases/${id}/participants/${participant}/agents`, { bearer }, body),
  dropAgent: (bearer: string, id: string, agent: string) => exchange<CaseDetail>("DELETE", `/cases/${id}/agents/${agent}`, { bearer }),
  timeline: (bearer: string, id: string, after: number) => exchange<CaseEvents>("GET", `/cases/${id}/timeline?after=${after}`, { bearer }),
  file: (bearer: string, id: string, head: MaterialHead, file: File, progress: (part: number) => void) =>
    sent<MaterialRow>(`/cases/${id}/materials${asked({ ...head })}`, bearer, file, progress),
  material: (bearer: string, id: string, material: string) => fetched(`/cases/${id}/materials/${material}`, { bearer }),
  calendar: (bearer: string, id: string, room: string) => fetched(`/cases/${id}/sessions/${room}/calendar`, { bearer }),
  paper: (bearer: string, id: string, paper: CasePaper) => fetched(`/cases/${id}/${PAPER_PATHS[paper] ?? `papers/${paper}`}`, { bearer }),
  export: (bearer: string, id: string) => fetched(`/cases/${id}/export`, { bearer }),
  outlook: (bearer: string, id: string) => exchange<SubmissionOutlook>("GET", `/cases/${id}/submission`, { bearer }),
  handIn: (bearer: string, id: string, body: SubmissionDraft) => exchange<SubmissionOutlook>("POST", `/cases/${id}/submissions`, { bearer }, body),
  handedIn: (bearer: string, id: string, submission: string, part: string) => fetched(`/cases/${id}/submissions/${submission}/${part}`, { bearer }),
  bringReceipt: (bearer: string, id: string, submission: string, file: File) =>
    sent<SubmissionOutlook>(`/cases/${id}/submissions/${submission}/receipt`, bearer, file, () => undefined),
};

/** With an account's token: what cases rest on. */
export const grounds = {
  lanes: (bearer: string) => exchange<LaneList>("GET", "/lanes", { bearer }),
  policies: (bearer: string) => exchange<CourtPolicyList>("GET", "/court-policies", { bearer }),
  keepPolicy: (bearer: string, body: CourtPolicyDraft) => exchange<CourtPolicyList>("POST", "/court-policies", { bearer }, body),
  switchLane: (bearer: string, body: LaneSwitch) => exchange<LaneList>("POST", "/lanes", { bearer }, body),
  register: (bearer: string) => exchange<RegisterList>("GET", "/register", { bearer }),
  enter: (bearer: string, body: RegisterDraft) => exchange<RegisterList>("POST", "/register", { bearer }, body),
  answer: (bearer: string, entry: string, body: RegisterAnswer) => exchange<RegisterList>("POST", `/register/${entry}`, { bearer }, body),
  calendars: (bearer: string) => exchange<CalendarList>("GET", "/calendars", { bearer }),
  keepCalendar: (bearer: string, body: CalendarYear) => exchange<CalendarList>("POST", "/calendars", { bearer }, body),
  organisation: (bearer: string) => exchange<OrganisationProfile>("GET", "/organisation", { bearer }),
  keepOrganisation: (bearer: string, body: OrganisationDraft) => exchange<OrganisationProfile>("POST", "/organisation", { bearer }, body),
  mediator: (bearer: string, account: string) => exchange<MediatorProfile>("GET", `/mediators/${account}`, { bearer }),
  keepMediator: (bearer: string, account: string, body: MediatorDraft) => exchange<MediatorProfile>("POST", `/mediators/${account}`, { bearer }, body),
  court: (bearer: string) => exchange<CourtProfile>("GET", "/court", { bearer }),
  keepCourt: (bearer: string, body: CourtDraft) => exchange<CourtProfile>("POST", "/court", { bearer }, body),
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
  notice: (bearer: string, body: NoticeAct) => exchange<SessionState>("POST", "/session/notice", { bearer }, body),
  declare: (bearer: string, body: DeclarationRequest) => exchange<SessionState>("POST", "/session/declarations", { bearer }, body),
  askCode: (bearer: string, body: CodeRequest) => exchange<CodeSent>("POST", "/session/codes", { bearer }, body),
  giveCode: (bearer: string, body: CodeAnswer) => exchange<SessionState>("POST", "/session/codes/answer", { bearer }, body),
  frozenPage: (bearer: string, digest: string, page: number) =>
    fetched(`/session/agreement/pages/${page}?digest=${digest}`, { bearer }),
  frozenText: (bearer: string, digest: string) => exchange<FrozenWords>("GET", `/session/agreement/text?digest=${digest}`, { bearer }),
  sealedPage: (bearer: string, page: number) => fetched(`/session/agreement/pages/${page}`, { bearer }),
  evidencePage: (bearer: string, page: number) => fetched(`/session/agreement/evidence-pages/${page}`, { bearer }),
  documentPage: (bearer: string, document: string, page: number) => fetched(`/session/documents/${document}/pages/${page}`, { bearer }),
  credentialPage: (bearer: string, document: string, page: number) => fetched(`/session/credentials/${document}/pages/${page}`, { bearer }),
  documentOriginal: (bearer: string, document: string) => fetched(`/session/documents/${document}/original`, { bearer }),
  courts: (bearer: string) => exchange<CourtList>("GET", "/courts", { bearer }),
  papers: (bearer: string) => exchange<PapersState>("GET", "/session/papers", { bearer }),
  paper: (bearer: string, file: PaperFile) => fetched(`/session/agreement/files/${file}`, { bearer }),
  minutes: (bearer: string) => exchange<MinutesState>("GET", "/session/minutes", { bearer }),
  minutesPage: (bearer: string, digest: string, page: number) => fetched(`/session/minutes/pages/${page}?digest=${digest}`, { bearer }),
  minutesSealedPage: (bearer: string, page: number) => fetched(`/session/minutes/pages/${page}`, { bearer }),
  minutesFile: (bearer: string, file: MinutesFile) => fetched(`/session/minutes/files/${file}`, { bearer }),
  ownCase: (bearer: string) => exchange<OwnCase>("GET", "/session/case", { bearer }),
  answerCase: (bearer: string, body: AnswerRequest) => exchange<OwnCase>("POST", "/session/case", { bearer }, body),
  submission: (bearer: string) => exchange<SubmissionOutlook>("GET", "/session/case/submission", { bearer }),
  courtPapers: (bearer: string) => exchange<OwnCourtPapers>("GET", "/session/case/court-papers", { bearer }),
  chooseCourtPaper: (bearer: string, paper: string, body: CourtPaperChoice) =>
    exchange<OwnCourtPapers>("POST", `/session/case/court-papers/${paper}`, { bearer }, body),
  withdrawal: (bearer: string) => exchange<OwnWithdrawal>("GET", "/session/case/withdrawal", { bearer }),
  stepWithdrawal: (bearer: string, body: WithdrawalStep) => exchange<OwnWithdrawal>("POST", "/session/case/withdrawal", { bearer }, body),
  withdrawalLetter: (bearer: string) => fetched("/session/case/withdrawal/letter", { bearer }),
  bringCourtPaper: (bearer: string, file: File) =>
    sent<OwnCourtPapers>("/session/case/court-papers", bearer, file, () => undefined, { "X-File-Name": encodeURIComponent(file.name) }),
  application: (bearer: string) => exchange<ApplicationState>("GET", "/session/application", { bearer }),
  stepApplication: (bearer: string, body: OwnStep) => exchange<ApplicationState>("POST", "/session/application", { bearer }, body),
  applicationPage: (bearer: string, paper: string, page: number) => fetched(`/session/application/papers/${paper}/pages/${page}`, { bearer }),
  applicationFile: (bearer: string, paper: string, file: string) => fetched(`/session/application/papers/${paper}/files/${file}`, { bearer }),
  openNotice: (bearer: string, notice: string) => exchange<OwnCase>("POST", `/session/case/notices/${notice}`, { bearer }),
  endingNotice: (bearer: string, notice: string) => fetched(`/session/case/notices/${notice}/paper`, { bearer }),
  courtDecision: (bearer: string, paper: string) => fetched(`/session/case/decisions/${paper}`, { bearer }),
  ownRightsNotice: (bearer: string, person: string) => fetched(`/session/case/rights-notices/${person}`, { bearer }),
  calendar: (bearer: string) => fetched("/session/calendar", { bearer }),
  ticket: (bearer: string, body: TicketRequest) => exchange<Ticket>("POST", "/session/papers/tickets", { bearer }, body),
  inkLink: (bearer: string, what: InkWanted["what"], body: InkLinkRequest) => exchange<InkLink>("POST", INK_LINKS[what], { bearer }, body),
  inkProgress: (bearer: string, { what, signer }: InkWanted, seen: number) =>
    exchange<InkProgress>("GET", `${INK_LINKS[what]}?signer=${signer}&seen=${seen}`, { bearer }),
};

/** Whose signature, in which tab's session, on which texts that one press signs. */
export interface InkWanted {
  what: keyof typeof INK_LINKS;
  token: string;
  signer: string;
  digests: readonly string[];
}

const INK_LINKS = {
  agreement: "/session/ink-link",
  minutes: "/session/minutes/ink-link",
  application: "/session/application/ink-link",
} as const;

/** With the secret of a link for one signature. */
export const phoneInk = {
  opened: (bearer: string) => exchange<InkAsked>("GET", "/ink", { bearer }),
  sent: (bearer: string, body: InkSent) => exchange<undefined>("POST", "/ink", { bearer }, body),
};

/** The part of an address after its path: "?a=1&b=2"; "" where nothing is asked. */
function asked(query: Record<string, string | number | boolean | null | undefined>): string {
  const parts = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return parts.length === 0 ? "" : `?${parts.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
}
