/** A room as a tab is shown it, whole and typed, with what a test wants other. */
import type { ChannelView, ChatLine, FactView, RoomView, SeatView } from "@/contract/socket";

export function seat(id: string, other: Partial<SeatView> = {}): SeatView {
  return {
    seat: id,
    role: "party",
    side: "applicant",
    name: id,
    persons: [{ person: id, name: id }],
    on_behalf_of: null,
    place: "joint",
    inside: null,
    presence: "here",
    microphone: true,
    camera: true,
    screen: false,
    muted: false,
    may_share: false,
    hand: null,
    received: 0,
    ...other,
  };
}

export function channel(name: string, other: Partial<ChannelView> = {}): ChannelView {
  const kind = name.split(".")[0] as ChannelView["kind"];
  const zone = ({ joint: "Z2", side: "Z4p", caucus: "Z4", lobby: "Z4", notes: "Z5", whisper: "Z5", identity: "Z1" } as const)[kind];
  return { channel: name, kind, zone, after: 0, seq: 0, delivered: 0, may_say: true, title: "", ...other };
}

export function line(seq: number, other: Partial<ChatLine> = {}): ChatLine {
  return { channel: "joint", seq, id: `line-${seq}`, author: "a", name: "a", zone: "Z2", at: "2026-11-22T06:00:00Z", text: `第${seq}条`, tag: "", ...other };
}

export function fact(id: string, other: Partial<FactView> = {}): FactView {
  return { id, words: "2025年3月1日入职。", by: "mediator", version: 1, standing: "proposed", confirmed: [], awaited: [], ...other };
}

export function view(you: SeatView, others: SeatView[] = [], other: Partial<RoomView> = {}): RoomView {
  return {
    version: 1,
    room: "room",
    title: "张三与某厂劳动报酬争议",
    cause: "劳动报酬",
    scheduled_at: "2026-11-22T06:00:00Z",
    planned_minutes: 60,
    help_phone: "12333",
    practice: false,
    phase: "joint",
    host: "mediator",
    host_away: false,
    break_until: null,
    interruption: null,
    you,
    gate: [],
    cleared: true,
    hold_reason: null,
    waiting_since: null,
    unmute_asked: null,
    wants_caucus: null,
    returns_at: null,
    call: null,
    caucus: null,
    private_talk: null,
    paused: false,
    seats: [you, ...others],
    spotlight: null,
    desk: [],
    caucuses: [],
    channels: [channel("joint")],
    documents: [],
    asks: [],
    credentials: [],
    shown: null,
    facts: [],
    disclosures: [],
    script: [],
    ...other,
  };
}
