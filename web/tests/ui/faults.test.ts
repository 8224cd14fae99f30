import { beforeEach, expect, it } from "vitest";
import { createApp, h, ref } from "vue";

import { toFirstFault } from "@/ui/faults";
import TextField from "@/ui/TextField.vue";

const tried = ref(false);
const fault = (now: boolean): string | null => (now ? "Please fill this in." : null);

beforeEach(() => {
  document.body.innerHTML = '<form id="form"></form>';
  tried.value = false;
});

it("the first field that is wrong has the focus once the page says so, whatever was pressed", async () => {
  const field = (name: string, wrong: boolean) => h(TextField, { label: name, modelValue: "", error: fault(tried.value && wrong), id: name });
  const app = createApp({ render: () => [field("name", false), field("phone", true), field("day", true)] });
  app.mount("#form");
  tried.value = true;
  await toFirstFault(document.querySelector("#form"));
  expect(document.activeElement?.id).toBe("phone");
  app.unmount();
});
