/** Runs a composable in a real component, as a page does; unmounted after each test. */
import { afterEach } from "vitest";
import { createApp, type App } from "vue";

const mounted: App[] = [];

export function mount<T>(setup: () => T): T {
  let result: T | undefined;
  const app = createApp({
    setup() {
      result = setup();
      return () => null;
    },
  });
  app.mount(document.createElement("div"));
  mounted.push(app);
  return result as T;
}

afterEach(() => {
  for (const app of mounted.splice(0)) app.unmount();
});
