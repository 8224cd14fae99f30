/** Open layers above the page; only the top one has the keyboard. Safari before 15.4 has no <dialog>. */
import { onBeforeUnmount, onMounted, type Ref } from "vue";

const open: symbol[] = [];
const FOCUSABLE = 'button:not([disabled]), [href], input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** Holds the focus inside `layer` while it is mounted, calls `dismiss` on Escape, and gives the focus back after. */
export function useLayer(layer: Ref<HTMLElement | null>, dismiss: () => void): void {
  const mark = Symbol("layer");
  const before = document.activeElement;

  function onKey(event: KeyboardEvent): void {
    if (open[open.length - 1] !== mark) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      dismiss();
    } else if (event.key === "Tab") {
      keepInside(event);
    }
  }

  function keepInside(event: KeyboardEvent): void {
    const stops = Array.from(layer.value?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? []);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (!first || !last) return event.preventDefault();
    const at = document.activeElement;
    const outside = !layer.value?.contains(at);
    if (outside || (event.shiftKey && (at === first || at === layer.value))) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    } else if (!event.shiftKey && at === last) {
      event.preventDefault();
      first.focus();
    }
  }

  onMounted(() => {
    open.push(mark);
    document.addEventListener("keydown", onKey, true);
    page().setAttribute("aria-hidden", "true");
    const first = layer.value?.querySelector<HTMLElement>("[data-autofocus]") ?? layer.value;
    // A long question is read from its title on, though its first button lies below the screen.
    first?.focus({ preventScroll: first instanceof HTMLButtonElement });
  });
  onBeforeUnmount(() => {
    open.splice(open.indexOf(mark), 1);
    document.removeEventListener("keydown", onKey, true);
    if (open.length === 0) page().removeAttribute("aria-hidden");
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
}

/** Whether a layer has the keyboard now; page shortcuts keep still then. */
export function layerOpen(): boolean {
  return open.length > 0;
}

function page(): HTMLElement {
  const app = document.getElementById("app");
  if (!app) throw new Error("index.html has no #app");
  return app;
}
