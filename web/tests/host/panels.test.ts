import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, h, nextTick, shallowRef, type App, type Component } from "vue";

import { gate, row } from "./samples";
import { seat, view } from "../room/samples";
import type { RoomView } from "@/contract/socket";
import CaucusDialog from "@/host/CaucusDialog.vue";
import CheckPanel from "@/host/CheckPanel.vue";
import PersonActs from "@/host/PersonActs.vue";
import type { Answer } from "@/link/RoomLink";
import { roomKey, type RoomSession } from "@/room/RoomSession";

type Asked = [name: string, command: Record<string, unknown>];

const host = seat("mediator", { role: "mediator", side: "neutral" });
const zhang = seat("zhang");
const li = seat("li", { side: "respondent" });
let app: App;
let asked: Asked[];
let answer: Answer;

function show(component: Component, props: Record<string, unknown>, room: RoomView): void {
  const ask = (name: string, command: Record<string, unknown>) => {
    asked.push([name, command]);
    return Promise.resolve(answer);
  };
  app = createApp({ render: () => h(component, props) });
  app.provide(roomKey, { view: shallowRef(room), ask } as unknown as RoomSession);
  app.mount("#app");
}

const seen = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

async function press(testid: string): Promise<void> {
  seen(testid)?.click();
  await new Promise((resolve) => setTimeout(resolve));
  await nextTick();
}

beforeEach(() => {
  document.body.innerHTML = '<div id="app"></div>';
  asked = [];
  answer = { ok: true };
});
afterEach(() => app.unmount());

describe("what can be done about a person", () => {
  it("is behind one button, and is told to the server by what it says", async () => {
    show(PersonActs, { seat: zhang, row: row("zhang") }, view(host, [zhang]));
    expect(seen("act-lock")).toBeNull();
    await press("manage");
    await press("act-lock");
    await press("act-allow_screen");
    expect(asked).toEqual([
      ["seat.mute", { seat: "zhang", locked: true }],
      ["screen.allow", { seat: "zhang", allowed: true }],
    ]);
  });

  it("asks for a reason before anybody is sent away", async () => {
    show(PersonActs, { seat: zhang, row: row("zhang") }, view(host, [zhang]));
    await press("manage");
    await press("act-remove");
    await press("reason-go");
    expect([asked, seen("reason-dialog") === null]).toEqual([[], false]);
    await press("reason-stay");
    await press("act-to_lobby");
    await press("reason-go");
    expect(asked).toEqual([["seat.to_lobby", { seat: "zhang", reason: expect.stringContaining("请稍候") as string }]]);
  });
});

describe("a private talk that is begun", () => {
  const room = view(host, [zhang, li, seat("wife")], { desk: [row("zhang", { screened_from: ["li"] }), row("li", { screened_from: ["zhang"] }), row("wife")] });
  const choose = (name: string) => {
    document.querySelector<HTMLElement>(`[data-testid="caucus-seat"][data-seat="${name}"]`)?.click();
    return nextTick();
  };

  it("says first who stays, and whom they hear then", async () => {
    show(CaucusDialog, { chosen: ["zhang"] }, room);
    await nextTick();
    expect(seen("staying")?.textContent).toContain("li、wife");
    await press("caucus-go");
    expect(asked).toEqual([["caucus.open", { id: expect.any(String) as string, seats: ["zhang"], comes: true, named: false }]]);
  });

  it("calls nobody where two are kept apart, or where nobody is chosen", async () => {
    show(CaucusDialog, {}, room);
    await press("caucus-go");
    await choose("zhang");
    await choose("li");
    await press("caucus-go");
    expect(asked).toEqual([]);
  });

  it("is the same one when it is sent again", async () => {
    answer = { ok: false, code: "offline", message: { zh: "断线", en: "offline" }, data: {} };
    show(CaucusDialog, { chosen: ["wife"] }, room);
    await press("caucus-go");
    await press("caucus-go");
    expect(new Set(asked.map(([, { id }]) => id)).size).toBe(1);
    expect(asked).toHaveLength(2);
  });
});

describe("the check", () => {
  const you = { ...host, place: "check" as const, inside: "zhang" };
  const checked = { ...zhang, place: "check" as const, inside: "zhang" };
  const couple = [gate("zhang", { missing: ["identity"] }), gate("wife", { missing: ["notice"], company: "我姐姐" })];
  const room = view(you, [checked], { phase: "check", desk: [row("zhang", { cleared: false, persons: couple })] });

  it("has an act beside what the mediator does, and waits for what the person does", async () => {
    show(CheckPanel, {}, room);
    const lines = [...document.querySelectorAll<HTMLElement>("[data-testid=lack]")].map((line) => [line.dataset.lack, line.querySelector("button") !== null]);
    expect(lines).toEqual([
      ["identity", true],
      ["notice", false],
    ]);
    expect(seen("check-panel")?.textContent).toContain("我姐姐");
    await press("compared");
    expect(asked).toEqual([["identity.confirm", { seat: "zhang", person: "zhang", how: "document", paper: null }]]);
  });

  it("shows why the server does not take it for complete", async () => {
    answer = { ok: false, code: "gate.notice", message: { zh: "wife还没有读完告知书。", en: "not read" }, data: {} };
    show(CheckPanel, {}, room);
    await press("check-clear");
    expect(seen("check-refusal")?.textContent).toContain("还没有读完告知书");
  });
});
