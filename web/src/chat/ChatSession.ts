/** The conversations of one tab: lines of the server by channel, own lines on their way, what is read and received. */
import { computed, ref, shallowRef } from "vue";

import { home, listed } from "./channels";
import { byChannel, joined, newest, stillUnsent, type UnsentLine } from "./conversation";
import { Outbox, type Shelf } from "./outbox";
import { ReadMarks } from "./readMarks";
import { Receipts } from "./receipts";
import type { ChannelView, ChatLine, ChatSend, LineTag, Message, RoomView } from "@/contract/socket";
import type { RoomLink } from "@/link/RoomLink";
import { randomId } from "@/session/deviceKey";

const NOTHING: readonly ChatLine[] = [];

export class ChatSession {
  /** A line the server would not take, back for mending, with the reason. */
  readonly returned = ref<{ line: ChatSend; message: Message } | null>(null);
  readonly outbox: Outbox;
  /** What is being written, by channel: private words do not follow into another conversation. */
  readonly drafts = ref<Readonly<Record<string, string>>>({});
  /** Raised by whoever wants a conversation before the eyes. */
  readonly asked = ref(0);
  /** Whether the open conversation is before the eyes now. */
  readonly watched = ref(true);
  private readonly lines = shallowRef<ReadonlyMap<string, readonly ChatLine[]>>(new Map());
  private readonly view = shallowRef<RoomView | null>(null);
  private readonly chosen = ref<string | null>(null);
  /** By channel, up to which line everybody there had them; who comes later does not take that back. */
  private readonly reached = shallowRef<ReadonlyMap<string, number>>(new Map());
  private readonly marks: ReadMarks;
  private readonly receipts: Receipts;
  /** Conversations worth offering, where one is first. */
  readonly channels = computed<readonly ChannelView[]>(() => (this.view.value ? listed(this.view.value, (channel) => this.of(channel).length > 0) : []));
  /** The conversation before the eyes: the chosen one while it is there, else that of all who are here. */
  readonly open = computed(() => {
    const { value: channels } = this.channels;
    const wanted = channels.find(({ channel }) => channel === this.chosen.value);
    return (wanted ?? channels[0])?.channel ?? "joint";
  });
  readonly unread = computed(() => this.channels.value.reduce((sum, { channel }) => sum + this.unreadOf(channel), 0));
  /** What came last and was not read. */
  readonly newest = computed<ChatLine | null>(() => {
    const last = this.channels.value.flatMap(({ channel }) => (this.unreadOf(channel) > 0 ? this.of(channel).slice(-1) : []));
    return last.reduce<ChatLine | null>((latest, line) => (latest && latest.at >= line.at ? latest : line), null);
  });

  constructor(
    private readonly link: () => RoomLink,
    room: string,
    private readonly self: string,
    shelf: Shelf = sessionStorage,
  ) {
    const returned = (line: ChatSend, message: Message) => (this.returned.value = { line, message });
    this.outbox = new Outbox(shelf, room, self, (line) => this.link().ask("chat.send", line), returned);
    this.marks = new ReadMarks(shelf, room, self);
    this.receipts = new Receipts(() => this.confirmable(), (receipt) => this.link().ask("chat.received", receipt));
  }

  /** Of each conversation the newest line this tab has: what the server need not send again. */
  get held(): Record<string, number> {
    return Object.fromEntries([...this.lines.value].map(([channel, lines]) => [channel, newest(lines)]));
  }

  of(channel: string): readonly ChatLine[] {
    return this.lines.value.get(channel) ?? NOTHING;
  }

  unsentIn(channel: string): UnsentLine[] {
    return stillUnsent(this.outbox.lines.value.filter((line) => line.channel === channel), this.of(channel), this.self);
  }

  reachedOf(channel: string): number {
    return this.reached.value.get(channel) ?? 0;
  }

  unreadOf(channel: string): number {
    const read = this.marks.of(channel);
    return this.of(channel).filter((line) => line.seq > read && line.author !== this.self).length;
  }

  /** All lines of that conversation have been before the eyes. */
  read(channel: string): void {
    this.marks.read(channel, newest(this.of(channel)));
  }

  choose(channel: string): void {
    this.chosen.value = channel;
  }

  /** Brings that conversation before the eyes, whatever is there now. */
  show(channel: string): void {
    this.choose(channel);
    this.asked.value += 1;
  }

  draft(channel: string, text: string): void {
    this.drafts.value = { ...this.drafts.value, [channel]: text };
  }

  say(channel: string, text: string, tag: LineTag = ""): void {
    this.returned.value = null;
    void this.outbox.put({ id: randomId(), text, channel, tag });
  }

  arrived(lines: readonly ChatLine[]): void {
    const known = new Map(this.lines.value);
    for (const [channel, more] of byChannel(lines)) known.set(channel, joined(known.get(channel) ?? NOTHING, more));
    this.lines.value = known;
    for (const line of lines) if (line.author === this.self) this.outbox.done(line.id);
    this.receipts.soon();
  }

  /** Who is elsewhere now talks there: what was chosen before would be the wrong ears. */
  viewed(view: RoomView): void {
    const before = this.view.value;
    this.view.value = view;
    const reached = view.channels.map(({ channel, delivered }) => [channel, Math.max(delivered, this.reachedOf(channel))] as const);
    this.reached.value = new Map([...this.reached.value, ...reached]);
    if (before && home(before) !== home(view)) this.chosen.value = null;
    this.receipts.soon();
  }

  /** The line is up and the seat is taken: send what waited, confirm what is here. */
  resumed(): void {
    this.receipts.again();
    void this.outbox.retry();
  }

  close(): void {
    this.receipts.close();
  }

  private confirmable(): Record<string, number> {
    const open = new Set(this.view.value?.channels.map(({ channel }) => channel));
    return Object.fromEntries(Object.entries(this.held).filter(([channel]) => open.has(channel)));
  }
}
