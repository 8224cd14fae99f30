/**
 * One tab's session in the room: the line, the view it was last sent, the media, the chat, the agreement, and how it ends.
 *
 * The server's view is the truth about places and people; this tab's switches are the truth about its microphone and
 * camera, but for a reloaded page, which first takes over what the server remembers of it.
 */
import { computed, ref, shallowRef, watch, type InjectionKey, type WatchStopHandle } from "vue";

import { Switches } from "./Switches";
import { here, isTalking } from "./where";
import { AgreementSession } from "@/agreement/AgreementSession";
import { ChatSession } from "@/chat/ChatSession";
import type { Audible, Commands, EndReason, MediaPrefer, ProposalState, RoomView, SeatLine, SeatView, SideTime, Slot } from "@/contract/socket";
import { DocumentSession } from "@/documents/DocumentSession";
import { useWords } from "@/i18n/language";
import { LedgerSession } from "@/ledger/LedgerSession";
import { lineQuality, type LineQuality } from "@/link/policy";
import { RoomLink, type Answer } from "@/link/RoomLink";
import { onPhone, receiveSlots, sendEncodings } from "@/media/capture";
import { localMedia } from "@/media/localMedia";
import { PushToTalk } from "@/media/PushToTalk";
import { screenShare } from "@/media/screenShare";
import { SeatConnection } from "@/media/SeatConnection";
import { carriedBy } from "@/media/slots";
import { hearOnly, spotlight, viewing } from "@/media/viewing";
import { MinutesSession } from "@/minutes/MinutesSession";
import { lastEnding, type Ending } from "@/session/endings";
import { rememberHelpPhone } from "@/session/helpPhone";
import { tabSeat, type TabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

/** Where the page stands; `inside` is the lobby, the check, the table or a private talk, as the view says. */
export type Stage = "connecting" | "knocking" | "inside" | "ended" | "unready";

const QUALITY_MS = 500;
const RETRY_MS = 2000;
/** After coming back the relay tells within this time who hears one; what it does not tell of is nobody. */
const AUDIENCE_MS = 1500;

/** Refusals of `room.enter` that are an end, and which one. */
const ENDED_BY: Readonly<Record<string, EndReason | "lost">> = {
  "session.stale": "taken_over",
  "session.unknown": "lost",
  "not_permitted.phase": "closed",
  "seat.removed": "removed",
  "invite.revoked": "revoked",
};
/** Ends after which nobody comes back: what was not sent is nobody's any more. */
const FOR_GOOD: ReadonlySet<string> = new Set(["closed", "removed", "revoked", "device_refused"]);

export class RoomSession {
  readonly stage = ref<Stage>("connecting");
  readonly view = shallowRef<RoomView | null>(null);
  readonly ending = shallowRef<Ending | null>(null);
  readonly quality = ref<LineQuality>("steady");
  readonly attempts = ref(0);
  readonly speaking = shallowRef<ReadonlySet<string>>(new Set());
  /** How the line of each person carries, by seat; of those this tab may know it of. */
  readonly lines = shallowRef<ReadonlyMap<string, SeatLine>>(new Map());
  /** Who receives this seat's sound or picture now, by the relay's own table; null: not told on this line yet. */
  readonly audience = shallowRef<readonly Audible[] | null>(null);
  /** How much time each side has had; for the mediators. */
  readonly sides = shallowRef<readonly SideTime[]>([]);
  /** The mediators' own proposals that this seat may read. */
  readonly proposals = shallowRef<readonly ProposalState[]>([]);
  /** What this tab wants to receive. */
  readonly preference = computed<MediaPrefer>(() => ({ audio_only: viewing.audioOnly, pinned: viewing.spotlight }));
  /** Speaking while a key is held. */
  readonly talk = new PushToTalk({
    isOn: () => localMedia.live.microphone,
    mayOpen: () => this.view.value?.you.muted === false,
    set: (on) => void localMedia.switch("microphone", on),
  });
  readonly chat: ChatSession;
  readonly ledger: LedgerSession;
  readonly agreement: AgreementSession;
  readonly minutes: MinutesSession;
  readonly documents: DocumentSession;
  readonly media: SeatConnection;
  private readonly slots = shallowRef<readonly Slot[]>([]);
  /** Seat to the mids that carry it now. */
  readonly carried = computed(() => carriedBy(this.slots.value, this.media.kinds.value));
  private readonly link: RoomLink;
  private readonly stops: WatchStopHandle[] = [];
  private version = -1;
  private offering = false;
  private adopting = !localMedia.opened;
  private readonly switches: Switches;
  private entered = false;
  private timers = { quality: 0, retry: 0, audience: 0 };

  constructor(readonly seat: TabSeat) {
    this.chat = new ChatSession(() => this.link, seat.room, seat.seat);
    this.agreement = new AgreementSession(() => this.link, seat.room, seat.seat);
    this.minutes = new MinutesSession(() => this.link, seat.room, seat.seat);
    this.documents = new DocumentSession(() => this.link, seat.token, seat.seat);
    this.ledger = new LedgerSession(this.view, (name, command) => this.link.ask(name, command));
    this.switches = new Switches({
      live: () => ({ ...localMedia.live, screen: screenShare.on.value }),
      held: () => this.switchable(),
      send: (set) => this.link.ask("media.set", set),
      shutMicrophone: () => void localMedia.switch("microphone", false),
      stopScreen: () => screenShare.stop(),
      silenced: () => toast(useWords().value.room.silenced),
    });
    const path = { offer: (offer: Commands["media.offer"]) => this.link.ask("media.offer", offer), up: () => this.link.up };
    this.media = new SeatConnection(path, receiveSlots(onPhone()), { ...localMedia.tracks, screen: screenShare.track.value }, sendEncodings(onPhone()));
    this.link = new RoomLink(
      seat.token,
      () => this.chat.held,
      {
        "room.view": (view) => this.shown(view),
        "agreement.view": (view) => this.agreement.arrived(view),
        "agreement.fields": (fields) => this.agreement.changed(fields),
        "proposals.view": ({ proposals }) => (this.proposals.value = proposals),
        "minutes.view": (view) => this.minutes.arrived(view),
        "chat.lines": ({ lines }) => this.chat.arrived(lines),
        "media.answer": (answer) => void this.media.answered(answer),
        "media.slots": ({ slots }) => (this.slots.value = slots),
        "media.speaking": ({ seats }) => (this.speaking.value = new Set(seats)),
        "media.quality": ({ lines }) => (this.lines.value = new Map(lines.map((line) => [line.seat, line]))),
        "media.audience": ({ listeners }) => (this.audience.value = listeners),
        "fairness.clock": ({ sides }) => (this.sides.value = sides),
        "session.ended": ({ reason, note }) => this.end(reason, note),
        // The socket closes next, and comes back by itself.
        "session.fault": () => undefined,
      },
      { connected: () => void this.connected(), dropped: () => this.dropped(), over: (reason) => this.end(reason) },
    );
  }

  open(): void {
    this.stops.push(
      watch(() => [localMedia.live, localMedia.asking.microphone, localMedia.asking.camera, screenShare.on.value], () => this.switches.sync()),
      watch(screenShare.track, (track) => void this.media.replace("screen", track)),
      watch(() => localMedia.tracks.microphone, (track) => void this.media.replace("microphone", track)),
      watch(() => localMedia.tracks.camera, (track) => void this.media.replace("camera", track)),
    );
    this.timers.quality = window.setInterval(() => this.measure(), QUALITY_MS);
    this.link.open();
  }

  /** Sends one command of this person; the answer says what to tell them. */
  async ask<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<Answer> {
    const answer = await this.link.ask(name, command);
    // The end of the session closes the line before the answer of what ended it: the end page tells enough.
    return this.stage.value === "ended" ? { ok: true } : answer;
  }

  /** Out by one's own wish; without a line the page goes, and the server sees the silence. */
  async leave(): Promise<void> {
    const answer = await this.link.ask("room.leave", {});
    if (answer.ok || answer.code === "offline") this.end("left");
  }

  /** The one way to the own microphone in the room: what the mediator keeps shut is not opened, and the person is told. */
  setMicrophone(on: boolean): boolean {
    if (on && this.view.value?.you.muted) {
      toast(useWords().value.room.lockedMicrophone, "bad");
      return false;
    }
    this.talk.keep();
    void localMedia.switch("microphone", on);
    return true;
  }

  /** Another wish for what comes in; sound only is remembered on this device. */
  prefer(wish: Partial<MediaPrefer>): Promise<Answer> {
    if (wish.audio_only !== undefined) hearOnly(wish.audio_only);
    if (wish.pinned !== undefined && wish.pinned !== viewing.spotlight) spotlight(wish.pinned);
    // Where nothing is heard there is nothing to prefer; it is told on coming where something is.
    const talking = this.view.value !== null && isTalking(this.view.value);
    return talking ? this.link.ask("media.prefer", this.preference.value) : Promise.resolve({ ok: true });
  }

  hurry(): void {
    this.link.hurry();
  }

  close(): void {
    for (const stop of this.stops.splice(0)) stop();
    window.clearInterval(this.timers.quality);
    window.clearTimeout(this.timers.retry);
    window.clearTimeout(this.timers.audience);
    this.link.close();
    this.chat.close();
    this.documents.close();
    this.media.stop();
    screenShare.stop();
    localMedia.close();
  }

  private async connected(): Promise<void> {
    this.version = -1;
    this.agreement.connected();
    this.minutes.connected();
    const answer = await this.link.ask("room.enter", { ...localMedia.live });
    if (answer.ok) this.seated();
    else if (answer.code === "device.waiting") this.stage.value = "knocking";
    else this.turnedAway(answer.code);
  }

  private seated(): void {
    this.entered = true;
    this.chat.resumed();
    this.agreement.resumed();
    this.switches.sync();
    this.minutes.resumed();
    if (this.offering) void this.media.revived();
    this.tellPreference();
    window.clearTimeout(this.timers.audience);
    this.timers.audience = window.setTimeout(() => (this.audience.value ??= []), AUDIENCE_MS);
  }

  /** A new line, or a node that was restarted, knows of no wishes. */
  private tellPreference(): void {
    const { audio_only, pinned } = this.preference.value;
    if (this.view.value && isTalking(this.view.value) && (audio_only || pinned !== null)) void this.link.ask("media.prefer", this.preference.value);
  }

  private turnedAway(code: string): void {
    const reason = ENDED_BY[code];
    if (reason !== undefined) this.end(reason);
    else if (code === "consents.first" || code === "identity.first" || code === "consents.online_mediation") this.stage.value = "unready";
    else if (code !== "offline") this.timers.retry = window.setTimeout(() => void this.connected(), RETRY_MS);
  }

  private dropped(): void {
    this.speaking.value = new Set();
    this.lines.value = new Map();
    window.clearTimeout(this.timers.audience);
    this.audience.value = null;
    this.measure();
  }

  private shown(view: RoomView): void {
    if (view.version < this.version) return;
    const before = this.view.value;
    this.version = view.version;
    this.view.value = view;
    this.documents.arrived(view);
    this.chat.viewed(view);
    rememberHelpPhone(view.help_phone);
    const { place } = view.you;
    if (place === "outside" || place === "removed") return;
    if (this.stage.value === "knocking") this.seated();
    this.stage.value = "inside";
    if (this.adopting) this.adopt(view);
    this.switches.sync();
    this.hearing(view, before);
  }

  /** The one peer connection stands from the first place with sound on; a move between two such places leaves it alone. */
  private hearing(view: RoomView, before: RoomView | null): void {
    if (!isTalking(view)) return;
    if (!this.offering) {
      this.offering = true;
      void this.media.start();
    }
    if (!before || !isTalking(before)) this.tellPreference();
    const { pinned } = this.preference.value;
    if (pinned !== null && !here(view).some((seat) => seat.seat === pinned)) void this.prefer({ pinned: null });
  }

  /** A reloaded page goes on with the switches it had. */
  private adopt({ you }: RoomView): void {
    this.adopting = false;
    localMedia.wanted.microphone = you.microphone;
    localMedia.wanted.camera = you.camera;
    this.switches.adopted(you);
    void localMedia.open();
  }

  /** This seat as the server has it, where its switches may be told now. */
  private switchable(): SeatView | null {
    const you = this.view.value?.you;
    const pending = localMedia.asking.microphone || localMedia.asking.camera;
    if (!you || pending || !this.entered || this.adopting || this.stage.value !== "inside" || !this.link.up) return null;
    return you;
  }

  private measure(): void {
    this.attempts.value = this.link.attempts;
    this.quality.value = lineQuality(performance.now() - this.link.heardAt);
  }

  private end(reason: EndReason | "lost", note = ""): void {
    if (this.stage.value === "ended") return;
    const { role, room } = this.seat;
    const papers = [this.agreement.stage.value, this.minutes.view.value?.stage].some((stage) => stage === "closing" || stage === "sealed");
    const ending = { reason, role, room, note, papers };
    if (FOR_GOOD.has(reason)) this.chat.outbox.forget();
    this.ending.value = ending;
    this.stage.value = "ended";
    tabSeat.clear();
    lastEnding.set(ending);
    this.close();
  }
}

export const roomKey: InjectionKey<RoomSession> = Symbol("room");
