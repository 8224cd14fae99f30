import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, h, nextTick, ref, shallowRef, type App } from "vue";

import { useKeptFocus } from "@/ui/keptFocus";

interface Line {
  name: string;
  spent?: boolean;
}

const lines = shallowRef<Line[]>([]);
const fetched = ref(true);
let app: App;

/** A list of clauses, each with a field and two buttons, once it was fetched. */
const Panel = {
  setup() {
    const place = ref<HTMLElement | null>(null);
    useKeptFocus(place);
    return () =>
      fetched.value &&
      h("section", { ref: place, "aria-label": "Clauses", id: "panel" }, [
        h("ul", lines.value.map(({ name, spent }) => h("li", { key: name, id: name }, [h("input"), h("button", { disabled: spent, class: "up" }), h("button", { class: "down" })]))),
      ]);
  },
};

const at = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector) ?? expect.fail(selector);

/** The page changes, and the observer has seen it. */
async function change(now: Line[]): Promise<void> {
  lines.value = now;
  await nextTick();
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  document.body.innerHTML = '<div id="app"></div><p id="aside">-</p>';
  lines.value = [{ name: "a" }, { name: "b" }, { name: "c" }];
  fetched.value = true;
  app = createApp(Panel);
  app.mount("#app");
});
afterEach(() => app.unmount());

describe("the focus, when what had it", () => {
  it("goes away, is with what stands in its place now", async () => {
    at("#b .down").focus();
    await change([{ name: "a" }, { name: "c" }]);
    expect(document.activeElement).toBe(at("#c .up"));
  });

  it("goes away from a part that came after the page, is with what stands in its place", async () => {
    app.unmount();
    fetched.value = false;
    app = createApp(Panel);
    app.mount("#app");
    fetched.value = true;
    await nextTick();
    at("#b .down").focus();
    await change([{ name: "a" }, { name: "c" }]);
    expect(document.activeElement).toBe(at("#c .up"));
  });

  it("was the last of its kind, is with the one before; with none left, with the part that has a name", async () => {
    at("#c .down").focus();
    await change([{ name: "a" }, { name: "b" }]);
    expect(document.activeElement).toBe(at("#b .up"));
    await change([]);
    expect(document.activeElement).toBe(at("#panel"));
  });

  it("is moved, stays with it", async () => {
    at("#c .down").focus();
    await change([{ name: "c" }, { name: "a" }, { name: "b" }]);
    expect(document.activeElement).toBe(at("#c .down"));
  });

  it("can do no more, goes to the one beside it", async () => {
    at("#b .up").focus();
    await change([{ name: "a" }, { name: "b", spent: true }, { name: "c" }]);
    expect(document.activeElement).toBe(at("#b .down"));
  });

  it("was let go, as by a phone's button that puts the keys away, comes back to nothing", async () => {
    at("#b input").focus();
    at("#b input").blur();
    await change([{ name: "a" }, { name: "b" }]);
    expect(document.activeElement).toBe(document.body);
    await change([{ name: "a" }]);
    expect(document.activeElement).toBe(document.body);
  });

  it("was left by a click, or for something else, is where that was", async () => {
    at("#b .down").focus();
    at("#b .down").blur();
    at("#aside").dispatchEvent(new Event("pointerdown", { bubbles: true }));
    await change([{ name: "a" }]);
    expect(document.activeElement).toBe(document.body);
    at("#a .up").focus();
    at("#a .down").focus();
    await change([{ name: "a", spent: true }]);
    expect(document.activeElement).toBe(at("#a .down"));
  });
});
