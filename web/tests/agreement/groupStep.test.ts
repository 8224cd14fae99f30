import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, h, nextTick, ref, shallowRef, type App } from "vue";

import { DONE, Line, refused, view } from "./samples";
import { seat, view as room } from "../room/samples";
import type { AgreementSession } from "@/agreement/AgreementSession";
import GroupStep from "@/agreement/GroupStep.vue";
import type { AgreementGroup, AgreementView, OwnStep } from "@/contract/socket";
import { roomKey, type RoomSession } from "@/room/RoomSession";

const GROUPS = ["one", "two"];
let app: App;
let line: Line<AgreementGroup>;
const shown = shallowRef<AgreementView>(view([]));
const signer = ref("zhang");

const OWN: OwnStep = { signer: "zhang", name: "张伟", groups: [], pages_read: [1], code_sent_to: null, code_channel: null, code_state: null, code_expires: null, code_tries_left: null };

const yes = (): HTMLButtonElement => document.querySelector<HTMLButtonElement>("[data-testid=group-yes]") ?? expect.fail("no button");
const card = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=group-step]")?.dataset.group;

/** The server has heard yes to these. */
function said(...groups: string[]): Promise<void> {
  const frozen = { digest: "d", code: "", pages: 1, at: "", remind_at: null, sign_until: null, sentence: "", groups: GROUPS, esign_version: "1", esign_text: "" };
  shown.value = view([], { stage: "signing", frozen, own: { ...OWN, groups } });
  return nextTick();
}

beforeEach(async () => {
  document.body.innerHTML = '<div id="app"></div>';
  line = new Line();
  signer.value = "zhang";
  await said();
  const me = seat("zhang");
  const agreement = { view: shown, signer, self: ref(undefined), ask: (_: string, command: AgreementGroup) => line.send(command) };
  const session = { view: shallowRef(room(me, [])), agreement: agreement as unknown as AgreementSession, seat: { token: "t" } };
  globalThis.fetch = () => Promise.resolve(Response.json({ groups: GROUPS.map((id) => ({ id, heading: id, paragraphs: [id] })) }));
  app = createApp({ render: () => h(GroupStep) });
  app.provide(roomKey, session as unknown as RoomSession);
  app.mount("#app");
  await expect.poll(card).toBe("one");
});
afterEach(() => app.unmount());

describe("a group of clauses", () => {
  it("can be answered though the answer to the one before is still on its way", async () => {
    yes().click();
    await nextTick();
    yes().click();
    expect(line.sent.map(({ group }) => group), "one press, one command").toEqual(["one"]);
    await said("one");
    yes().click();
    expect(line.sent.map(({ group }) => group)).toEqual(["one", "two"]);
  });

  it("takes no second press between the answer and the next group", async () => {
    yes().click();
    await line.answer(DONE);
    yes().click();
    expect(line.sent).toHaveLength(1);
  });

  it("can be answered anew where the answer was no, and by the next person at the device", async () => {
    yes().click();
    await line.answer(refused("offline"));
    yes().click();
    await nextTick();
    signer.value = "li";
    await nextTick();
    yes().click();
    expect(line.sent.map(({ signer: who }) => who)).toEqual(["zhang", "zhang", "li"]);
  });
});
