/** Which conversations a person is offered, in which order, and what each is called. Pure. */
import type { CaucusView, ChannelKind, ChannelView, RoomView, Side } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";
import { isMediator } from "@/room/where";

const ORDER: readonly ChannelKind[] = ["joint", "caucus", "side", "lobby", "notes", "whisper"];

/** The conversation of all who are where this person is; null: there is none, as in a break before the table. */
export function home({ you }: Pick<RoomView, "you">): string | null {
  if (you.place === "caucus" && you.inside !== null) return `caucus.${you.inside}`;
  if (you.place === "joint") return "joint";
  return you.place === "lobby" || you.place === "check" ? `lobby.${you.place === "check" && you.inside !== null ? you.inside : you.seat}` : null;
}

/** The conversations worth offering: where one is, then by kind; a finished one only if something was said there. */
export function listed(view: RoomView, spoken: (channel: string) => boolean): ChannelView[] {
  const first = home(view);
  const waiting = new Set(view.seats.filter((seat) => seat.place === "lobby" || seat.place === "check").map((seat) => seat.seat));
  const whisperers = view.seats.filter((seat) => seat.role === "court" || isMediator(seat.role)).length;
  const offered = view.channels.filter((one) => one.channel === first || spoken(one.channel) || live(one, waiting, whisperers));
  const rank = (one: ChannelView) => (one.channel === first ? -1 : ORDER.indexOf(one.kind));
  return [...offered].sort((one, other) => rank(one) - rank(other));
}

function live(one: ChannelView, waiting: ReadonlySet<string>, whisperers: number): boolean {
  if (one.kind === "lobby") return waiting.has(one.channel.slice("lobby.".length));
  // Among mediators alone there is nobody to whisper to.
  if (one.kind === "whisper") return whisperers > 1;
  return one.kind !== "caucus" || one.may_say;
}

/** Everything but the joint conversation keeps somebody out. */
export function isPrivate(kind: ChannelKind): boolean {
  return kind !== "joint";
}

export function channelName(view: RoomView, one: ChannelView, words: Catalogue): string {
  const said = words.room.channels;
  if (one.kind === "lobby") return one.channel === `lobby.${view.you.seat}` ? said.ownLobby : said.lobby(one.title);
  if (one.kind !== "caucus") return said[one.kind];
  const caucus = view.caucuses.find(({ id }) => one.channel === `caucus.${id}`);
  const all = view.channels.filter(({ kind }) => kind === "caucus");
  const number = caucus?.number ?? all.indexOf(one) + 1;
  const side = caucus ? sideOf(view, caucus) : null;
  if (side !== null) return said.caucusOf(words.room.sides[side], number);
  return all.length > 1 ? said.caucusNumber(number) : said.caucus;
}

/** Who reads there, as a sentence. */
export function channelReaders(view: RoomView, one: ChannelView, words: Catalogue): string {
  const said = words.room.readers;
  if (one.kind !== "lobby") return said[one.kind];
  return one.channel === `lobby.${view.you.seat}` ? said.ownLobby : said.lobby(one.title);
}

/** The one side whose members are in there with the mediators; null: of none, or of several. */
function sideOf(view: RoomView, caucus: CaucusView): Side | null {
  const members = view.seats.filter((seat) => caucus.members.includes(seat.seat) && seat.side !== "neutral");
  const sides = new Set(members.map((seat) => seat.side));
  return sides.size === 1 ? ([...sides][0] ?? null) : null;
}
