import { beforeEach, describe, expect, it } from "vitest";

import { AgreementSession } from "@/agreement/AgreementSession";
import { DONE, part, view } from "./samples";

let session: AgreementSession;

beforeEach(() => {
  sessionStorage.clear();
  session = new AgreementSession(() => ({ ask: () => Promise.resolve(DONE) }), "room", "seat");
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
