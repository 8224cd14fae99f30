import { describe, expect, it } from "vitest";

import { messageState, toldOf, uninvited } from "@/desk/delivery";
import { lengthOptions } from "@/desk/lengths";
import type { InvitationState, MessageRow, RoomMessages, SeatRow } from "@/contract/http";

const invitation = (seat: string, state: InvitationState["state"]): InvitationState => ({ seat, name: seat, state });
const person = (seat: string, revoked: boolean | null): SeatRow =>
  ({ seat, name: seat, invite: revoked === null ? null : { url: "u", qr_svg: "", revoked, created_at: "" } }) as SeatRow;
const row = (way: MessageRow["way"], state: MessageRow["state"]): MessageRow => ({ way, state }) as MessageRow;

describe("what became of the messages of a room", () => {
  it("is counted by person", () => {
    const all = (["none", "queued", "sent", "delivered", "failed", "simulated"] as const).map((state) => invitation(state, state));
    expect(toldOf(all)).toEqual({ none: 1, queued: 1, done: 3, failed: 1 });
  });

  it("never calls sent what only lies in the outbox", () => {
    expect(messageState(row("outbox", "sent"))).toBe("simulated");
    expect(messageState(row("outbox", "queued"))).toBe("queued");
    expect(messageState(row("sms", "sent"))).toBe("sent");
  });

  it("offers to invite whoever can be reached, has a link, and was not", () => {
    const people = [person("new", false), person("told", false), person("failed", false), person("revoked", true), person("mute", false), person("mediator", null)];
    const invitations = [invitation("new", "none"), invitation("told", "delivered"), invitation("failed", "failed"), invitation("revoked", "none"), invitation("mute", "none")];
    const messages: RoomMessages = {
      simulated: false,
      practice: false,
      reach: people.map(({ seat }) => ({ seat, ways: seat === "mute" ? [] : ["sms"] })),
      messages: [],
    };
    expect(uninvited(people, invitations, messages).map(({ seat }) => seat)).toEqual(["new", "failed"]);
    expect(uninvited(people, invitations, null)).toEqual([]);
  });
});

describe("the lengths a session can be planned for", () => {
  it("hold the one that is set", () => {
    const said = lengthOptions(75, (minutes) => `${String(minutes)} min`);
    expect(said.map(({ value }) => value)).toEqual(["30", "45", "60", "75", "90", "120", "180", "240"]);
    expect(said[3]?.text).toBe("75 min");
  });
});
