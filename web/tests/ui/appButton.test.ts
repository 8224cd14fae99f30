import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, h, nextTick, ref, type App } from "vue";

import AppButton from "@/ui/AppButton.vue";

const busy = ref(false);
let app: App;
let [pressed, sent, above] = [0, 0, 0];

/** A form as the pages have them: one button of its own, one that submits it, both busy at once. */
const Form = {
  setup: () => () =>
    h("form", { onSubmit: (event: Event) => (event.preventDefault(), (sent += 1)), onClick: () => (above += 1) }, [
      h(AppButton, { id: "act", busy: busy.value, onClick: () => (pressed += 1) }, () => "act"),
      h(AppButton, { id: "send", type: "submit", busy: busy.value }, () => "send"),
    ]),
};

const button = (id: string): HTMLButtonElement => document.querySelector<HTMLButtonElement>(`#${id}`) ?? expect.fail(id);

beforeEach(() => {
  document.body.innerHTML = '<div id="app"></div>';
  [pressed, sent, above] = [0, 0, 0];
  busy.value = false;
  app = createApp(Form);
  app.mount("#app");
});
afterEach(() => app.unmount());

describe("a button", () => {
  it("acts once for each press", () => {
    button("act").click();
    button("send").click();
    expect([pressed, sent, above]).toEqual([1, 1, 2]);
  });

  it("takes no press while it is busy, from nobody, and keeps the focus and its name", async () => {
    button("send").focus();
    busy.value = true;
    await nextTick();
    for (const id of ["act", "send", "act", "send"]) button(id).click();
    expect([pressed, sent, above]).toEqual([0, 0, 0]);
    expect(document.activeElement).toBe(button("send"));
    expect([button("send").disabled, button("send").getAttribute("aria-disabled"), button("send").textContent]).toEqual([false, "true", "send"]);
    busy.value = false;
    await nextTick();
    expect(button("send").hasAttribute("aria-disabled")).toBe(false);
    button("act").click();
    button("send").click();
    expect([pressed, sent]).toEqual([1, 1]);
  });
});
