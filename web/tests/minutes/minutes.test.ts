import { beforeEach, describe, expect, it } from "vitest";

import type { Commands, MinutesEntry, MinutesView } from "@/contract/socket";
import { merged, MinutesSession } from "@/minutes/MinutesSession";
import { seen, waitingFor } from "@/minutes/waiting";
import { DONE, view as paper } from "../agreement/samples";

function entry(number: number, changes: Partial<MinutesEntry> = {}): MinutesEntry {
  return {
    number,
    id: `entry-${String(number)}`,
    at: "2026-11-22T06:00:00Z",
    kind: "statement",
    mark: "none",
    text: `第${String(number)}句`,
    speaker: "worker",
    speaker_name: "张伟",
    revision: 0,
    history: [],
    struck: null,
    confirmed: [],
    dissents: [],
    ...changes,
  };
}

function view(changes: Partial<MinutesView> = {}): MinutesView {
  return {
    version: 1,
    text_version: 1,
    stage: "open",
    number: "",
    whole: true,
    entries: [],
    offered: 0,
    focus: "",
    result: null,
    people: [],
    may_keep: false,
    fall: null,
    signer: null,
    paper: null,
    ...changes,
  };
}

function note(revision: number, person = "worker") {
  return { person, name: "", at: "2026-11-22T06:00:00Z", text: "不对", revision };
}

const sent: [string, object][] = [];
const link = {
  ask: <Name extends keyof Commands>(name: Name, command: Commands[Name]) => {
    sent.push([name, command]);
    return Promise.resolve(DONE);
  },
};

beforeEach(() => {
  sent.length = 0;
  sessionStorage.clear();
});

describe("entries", () => {
  it("that are new or changed are put in by number, and a whole view begins anew", () => {
    const before = [entry(1), entry(2)];
    const changed = entry(2, { revision: 1, text: "更正" });
    expect(merged(before, [entry(3), changed], false).map(({ number, revision }) => [number, revision])).toEqual([[1, 0], [2, 1], [3, 0]]);
    expect(merged(before, [entry(5)], true).map(({ number }) => number)).toEqual([5]);
  });

  it("wait for a person who has not confirmed them, once they were read back and as long as they count", () => {
    const entries = [entry(1, { confirmed: ["worker"] }), entry(2, { dissents: [note(0, "boss")] }), entry(3, { struck: "重复" }), entry(4, { revision: 2, dissents: [note(1)] }), entry(5, { dissents: [note(0)] }), entry(6)];
    const waiting = waitingFor(view({ entries, offered: 5 }), "worker");
    expect(seen(waiting)).toEqual([
      { entry: "entry-2", revision: 0 },
      { entry: "entry-4", revision: 2 },
    ]);
  });
});

describe("the session of one tab", () => {
  it("keeps what it had, and takes no older view", () => {
    const minutes = new MinutesSession(() => link, "room", "seat");
    minutes.arrived(view({ version: 2, entries: [entry(1)] }));
    minutes.arrived(view({ version: 3, whole: false, entries: [entry(2)] }));
    minutes.arrived(view({ version: 1, entries: [] }));
    expect(minutes.view.value?.entries).toHaveLength(2);
    minutes.connected();
    minutes.arrived(view({ version: 1, entries: [entry(1)] }));
    expect(minutes.view.value?.entries).toHaveLength(1);
  });

  it("signs in the ceremony of the agreement, by commands of its own that name the person", async () => {
    const minutes = new MinutesSession(() => link, "room", "seat");
    minutes.arrived(view({ stage: "signing", signer: "second", paper: paper([], { stage: "signing" }) }));
    const { ceremony } = minutes;
    await ceremony.value?.ask("agreement.code", { digest: "d" });
    await ceremony.value?.ask("agreement.reopen", { reason: "漏记" });
    expect(sent).toEqual([
      ["minutes.code", { digest: "d", person: "second" }],
      ["minutes.reopen", { reason: "漏记" }],
    ]);
    minutes.arrived(view({ version: 2 }));
    expect(ceremony.value).toBeNull();
  });
});
