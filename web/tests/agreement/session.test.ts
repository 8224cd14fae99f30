import { beforeEach, describe, expect, it } from "vitest";

import { AgreementSession } from "@/agreement/AgreementSession";
import type { AgreementView } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";
import { DONE, field, Line, part, refused, view } from "./samples";

type Asked = [name: string, command: unknown];

let session: AgreementSession;
let line: Line<Asked>;

beforeEach(() => {
  sessionStorage.clear();
  line = new Line();
  session = new AgreementSession(() => ({ ask: (name, command) => line.send([name, command]) }), "room", "seat");
});

describe("the agreement in one tab", () => {
  it("puts the fields that changed into the view it has", () => {
    session.arrived(view([part("clause-1")], { version: 3, stage: "drafting", total: "1.00元" }));
    session.changed({ version: 4, stage: "freezing" });
    expect(session.view.value).toEqual(view([part("clause-1")], { version: 4, stage: "freezing", total: "1.00元" }));
    expect(session.stage.value).toBe("freezing");
  });

  it("takes nothing for a view before it has a whole one, and begins anew on a new line", () => {
    session.changed({ version: 9, stage: "signing" });
    expect(session.view.value).toBeNull();
    session.arrived(view([], { version: 7 }));
    session.connected();
    session.arrived(view([], { version: 2 }));
    expect(session.view.value?.version).toBe(2);
  });
});

describe("an act on the draft as a whole", () => {
  const clauses = (names: string, changes: Partial<AgreementView> = {}, item = "") =>
    view([...names].map((name) => part(name, "payment", [field("item", item, item ? 1 : 0)])), changes);

  /** The first clause becomes the last, whatever that is by then. */
  function move(): { answer: Answer | null | undefined } {
    const told: { answer: Answer | null | undefined } = { answer: undefined };
    const made = session.onDraft("draft.move", ({ parts }) => (parts.length > 1 ? { clause: "a", after: parts[parts.length - 1]?.id ?? null } : null));
    void made.then((answer) => (told.answer = answer));
    return told;
  }

  async function type(): Promise<void> {
    session.unsaved.type("a", "item", "工资");
    void session.unsaved.save("a", "item");
    await settle();
  }

  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const moves = () => line.sent.filter(([name]) => name === "draft.move");

  it("waits for a field that is being saved, and names the draft that has it", async () => {
    session.arrived(clauses("ab"));
    await type();
    const told = move();
    await settle();
    expect(moves()).toEqual([]);
    await line.answer(DONE);
    expect(moves()).toEqual([]);
    session.arrived(clauses("abc", { version: 2, draft_version: 2 }, "工资"));
    await settle();
    expect(moves()).toEqual([["draft.move", { clause: "a", after: "c", saw: 2 }]]);
    await line.answer(DONE);
    expect(told.answer).toBeUndefined();
    session.arrived(clauses("bca", { version: 3, draft_version: 3 }, "工资"));
    await settle();
    expect(told.answer).toEqual(DONE);
  });

  it("goes out at once where nothing is on its way, and with a view that came before the answer", async () => {
    session.arrived(clauses("ab"));
    session.unsaved.type("a", "item", "工");
    const told = move();
    await settle();
    expect(moves()).toEqual([["draft.move", { clause: "a", after: "b", saw: 1 }]]);
    session.arrived(clauses("ba", { version: 2, draft_version: 2 }));
    await line.answer(DONE);
    expect(told.answer).toEqual(DONE);
  });

  it("waits for the one before it, and goes by what that one did", async () => {
    session.arrived(clauses("ab"));
    void move();
    void session.onDraft("draft.remove", ({ parts }) => ({ clause: parts[0]?.id ?? "" }));
    await settle();
    await line.answer(DONE);
    expect(line.sent).toEqual([["draft.move", { clause: "a", after: "b", saw: 1 }]]);
    session.arrived(clauses("ba", { version: 2, draft_version: 2 }));
    await settle();
    expect(line.sent.slice(1)).toEqual([["draft.remove", { clause: "b", saw: 2 }]]);
  });

  it("waits for no field the server refused, or that waits for a line", async () => {
    session.arrived(clauses("ab"));
    for (const [at, code] of ["money.shape", "offline"].entries()) {
      await type();
      await line.answer(refused(code));
      void move();
      await settle();
      expect(moves().length).toBe(at + 1);
      await line.answer(refused("offline"));
    }
  });

  it("is told of a refusal at once, and is nothing where nothing is left to do", async () => {
    session.arrived(clauses("ab"));
    const told = move();
    await settle();
    await line.answer(refused("draft.stale"));
    expect(told.answer).toEqual(refused("draft.stale"));
    session.arrived(clauses("a", { version: 2, draft_version: 2 }));
    expect(await session.onDraft("draft.move", () => null)).toBeNull();
    expect(moves().length).toBe(1);
  });

  it("is over when the text is fixed, which no longer changes the draft", async () => {
    session.arrived(clauses("ab"));
    const made = session.onDraft("agreement.freeze", () => ({}));
    await settle();
    expect(line.sent).toEqual([["agreement.freeze", { saw: 1 }]]);
    await line.answer(DONE);
    session.arrived(clauses("ab", { version: 2, stage: "freezing" }));
    expect(await made).toEqual(DONE);
  });
});
