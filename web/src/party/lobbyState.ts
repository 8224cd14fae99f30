/** What waiting means at this moment. Pure. */
import type { RoomView } from "@/contract/socket";

export type LobbyState = "check" | "host_lost" | "suspended" | "held" | "own_part" | "going_on" | "cleared" | "waiting";

/** Lacks that only the person can mend. */
const OWN = new Set(["notice", "consents", "online_mediation", "false_mediation", "no_recording", "company", "disclosure"]);

export function lobbyState(view: Pick<RoomView, "you" | "interruption" | "hold_reason" | "gate" | "cleared" | "phase">): LobbyState {
  if (view.you.place === "check") return "check";
  if (view.interruption) return view.interruption.cause;
  if (view.hold_reason !== null) return "held";
  if (view.gate.some((person) => person.missing.some((what) => OWN.has(what)))) return "own_part";
  if (view.phase === "joint" || view.phase === "break") return view.cleared ? "going_on" : "waiting";
  return view.cleared ? "cleared" : "waiting";
}

/** Who has own parts left, by person. */
export function ownParts(view: Pick<RoomView, "gate">): { person: string; name: string; missing: string[] }[] {
  return view.gate
    .map((one) => ({ person: one.person, name: one.name, missing: one.missing.filter((what) => OWN.has(what)) }))
    .filter((one) => one.missing.length > 0);
}
