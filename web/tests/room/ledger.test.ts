import { shallowRef } from "vue";
import { describe, expect, it } from "vitest";

import { fact, seat, view } from "./samples";
import type { RoomView } from "@/contract/socket";
import { LedgerSession } from "@/ledger/LedgerSession";

const asked: [string, unknown][] = [];
const ledgerOf = (room: RoomView) =>
  new LedgerSession(shallowRef(room), (name, command) => {
    asked.push([name, command]);
    return Promise.resolve({ ok: true });
  });
const couple = seat("me", { persons: [{ person: "me", name: "张三" }, { person: "wife", name: "李四" }] });

describe("the ledger of a seat", () => {
  it("waits for each person of the seat, and for nobody else's word", () => {
    const open = fact("a", { awaited: ["wife", "boss"] });
    const ledger = ledgerOf(view(couple, [], { facts: [open, fact("b", { awaited: ["boss"] }), fact("c", { standing: "entered" })] }));
    expect(ledger.waiting.value).toBe(1);
    expect(ledger.awaitedHere(open)).toEqual([{ person: "wife", name: "李四" }]);
  });

  it("confirms the words of the version that was before the eyes", async () => {
    const ledger = ledgerOf(view(couple));
    await ledger.answer(fact("a", { version: 3 }), "wife", true);
    expect(asked[asked.length - 1]).toEqual(["fact.answer", { person: "wife", fact: "a", version: 3, confirms: true }]);
  });

  it("takes proposals at the joint table with a mediator there, from those who may make them", () => {
    const may = (room: RoomView) => ledgerOf(room).mayPropose.value;
    expect(may(view(couple))).toBe(true);
    expect(may(view(couple, [], { paused: true }))).toBe(false);
    expect(may(view(seat("me", { place: "caucus", inside: "c" })))).toBe(false);
    expect(may(view(seat("me", { role: "interpreter", side: "neutral" })))).toBe(false);
    expect(may(view(couple, [], { phase: "break" }))).toBe(false);
  });

  it("lets the proposer and the mediator mend what is not entered", () => {
    const mend = (who: ReturnType<typeof seat>, standing: "proposed" | "entered") => ledgerOf(view(who)).mayMend(fact("a", { by: "me", standing }));
    expect([mend(seat("me"), "proposed"), mend(seat("other"), "proposed"), mend(seat("x", { role: "mediator" }), "proposed"), mend(seat("me"), "entered")]).toEqual([true, false, true, false]);
  });
});
