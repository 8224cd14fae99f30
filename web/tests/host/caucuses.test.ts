import { describe, expect, it } from "vitest";

import { caucus, gate, row } from "./samples";
import { seat, view } from "../room/samples";
import { callable, caucusName, clash, openInvitations, requests } from "@/host/caucuses";
import { linesOf } from "@/host/lacks";
import { zh } from "@/i18n/zh";

const host = seat("mediator", { role: "mediator", side: "neutral" });
const zhang = seat("zhang");
const lawyer = seat("lawyer", { role: "agent" });
const li = seat("li", { side: "respondent" });
const seats = [host, zhang, lawyer, li];

describe("a private talk", () => {
  it("is called by the side of those inside, else of those called", () => {
    expect(caucusName(caucus("c", { members: ["mediator", "zhang", "lawyer"] }), seats, zh)).toBe("申请人方单独会谈1");
    expect(caucusName(caucus("c", { number: 2, invited: [{ seat: "li", state: "calling", at: "" }] }), seats, zh)).toBe("被申请人方单独会谈2");
    expect(caucusName(caucus("c", { members: ["zhang", "li"] }), seats, zh)).toBe("单独会谈1（双方）");
    expect(caucusName(caucus("c", { members: ["mediator"] }), seats, zh)).toBe("单独会谈1");
  });

  it("can take whoever is at the table and not in it", () => {
    const room = view(host, [zhang, { ...lawyer, place: "caucus", inside: "c" }, li, seat("late", { place: "lobby" })]);
    expect(callable(room, null).map((one) => one.seat)).toEqual(["zhang", "lawyer", "li"]);
    expect(callable(room, caucus("c", { members: ["lawyer"] })).map((one) => one.seat)).toEqual(["zhang", "li"]);
  });

  it("is not for two who are kept apart", () => {
    const desk = [row("zhang", { screened_from: ["li"] }), row("li", { screened_from: ["zhang"] }), row("lawyer")];
    expect([clash(["zhang", "li"], desk), clash(["zhang", "lawyer"], desk)]).toEqual([true, false]);
  });

  it("shows invitations until they are taken", () => {
    const invited = [
      { seat: "zhang", state: "accepted", at: "" },
      { seat: "lawyer", state: "declined", at: "" },
      { seat: "li", state: "no_answer", at: "" },
    ] as const;
    expect(openInvitations(caucus("c", { invited, members: ["zhang"] })).map((one) => one.seat)).toEqual(["lawyer", "li"]);
  });
});

describe("requests", () => {
  it("stand in the order of asking, whatever the form of the time, hands with a number of their own", () => {
    const room = view(host, [{ ...zhang, hand: "2026-11-22T06:05:00+00:00" }, { ...li, hand: "2026-11-22T06:01:00Z" }], {
      desk: [row("zhang"), row("li"), row("lawyer", { wants_caucus: null })],
      caucuses: [caucus("c", { wants_mediator: "2026-11-22T06:03:00Z" })],
    });
    expect(requests(room).map((one) => (one.kind === "hand" ? `${one.seat.seat} ${String(one.place)}` : one.kind))).toEqual(["li 1", "mediator", "zhang 2"]);
  });

  it("tell of a private talk that is wanted", () => {
    const room = view(host, [zhang], { desk: [row("zhang", { wants_caucus: "2026-11-22T06:03:00Z" })] });
    expect(requests(room).map(({ kind }) => kind)).toEqual(["caucus"]);
  });
});

describe("what is missing", () => {
  it("is the mediator's to mend, or the person's", () => {
    const lines = linesOf(gate("zhang", { missing: ["identity", "notice", "papers"] }), true, zh);
    expect(lines.map(({ what, mine }) => [what, mine])).toEqual([
      ["identity", true],
      ["notice", false],
      ["papers", true],
    ]);
  });

  it("stands once where it is the seat's, and is never silent about what it does not know", () => {
    const lines = linesOf(gate("wife", { missing: ["company", "papers", "something_new"] }), false, zh);
    expect(lines.map(({ text }) => text)).toEqual([zh.host.check.lacks.company, zh.host.check.other]);
  });
});
