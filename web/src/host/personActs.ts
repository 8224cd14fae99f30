/** What can be done about one person, in the order in which it is offered. Pure. */
import { offers } from "./hosting";
import type { DeskRow, RoomView, SeatView } from "@/contract/socket";
import { isMediator } from "@/room/where";

export type PersonAct =
  | "lower_hand"
  | "ask_unmute"
  | "mute"
  | "lock"
  | "unlock"
  | "spotlight"
  | "unspotlight"
  | "allow_screen"
  | "forbid_screen"
  | "papers"
  | "authority"
  | "to_lobby"
  | "remove";

const INSIDE: ReadonlySet<string> = new Set(["lobby", "check", "joint", "caucus"]);

export function actsOn(seat: SeatView, row: DeskRow | null, view: RoomView): PersonAct[] {
  if (row === null || view.you.role !== "mediator" || seat.seat === view.you.seat || seat.role === "mediator") return [];
  const { moderate } = offers(view);
  const together = seat.place === view.you.place && seat.inside === view.you.inside;
  const guest = !isMediator(seat.role);
  const talking = seat.place === "joint" || seat.place === "caucus" || seat.place === "check";
  const listed: [PersonAct, boolean][] = [
    ["lower_hand", moderate && seat.hand !== null],
    ["ask_unmute", moderate && guest && talking && !seat.microphone],
    ["mute", moderate && guest && talking && seat.microphone],
    ["lock", moderate && guest && talking && !seat.muted],
    ["unlock", moderate && guest && seat.muted],
    ["spotlight", moderate && together && view.spotlight !== seat.seat],
    ["unspotlight", moderate && together && view.spotlight === seat.seat],
    ["allow_screen", moderate && guest && !seat.may_share],
    ["forbid_screen", moderate && guest && seat.may_share],
    ["papers", seat.role === "agent" && !row.papers_seen],
    ["authority", seat.role !== "agent" && seat.on_behalf_of !== null && !(row.papers_seen && row.authority === "special")],
    ["to_lobby", talking && view.phase !== "interrupted"],
    ["remove", INSIDE.has(seat.place)],
  ];
  return listed.filter(([, offered]) => offered).map(([act]) => act);
}
