/** Keys and screen readers stay where they are when what had the focus goes away under them. */
import { onBeforeUnmount, onMounted, type Ref } from "vue";

/** An element on the way from the page's part down to what had the focus, and its place among its siblings. */
interface Step {
  element: HTMLElement;
  at: number;
}

const NAMED = "[aria-label], [aria-labelledby], [role=status], [role=alert]";
const LANDINGS = "h2, h3, h4, button:not(:disabled), summary, a[href]";
const PARTS = "article[aria-label], section[aria-label], section[aria-labelledby]";

/** Taken out and put in again, as a clause to its new place is; else whoever had the keys let go, as a phone's "done" does. */
function moved(changes: MutationRecord[], element: HTMLElement): boolean {
  return changes.some(({ removedNodes }) => Array.from(removedNodes).some((node) => node.contains(element)));
}

/** In `place`, what stands where the lost element stood gets the focus; a click elsewhere, or other code, comes first. */
export function useKeptFocus(place: Ref<HTMLElement | null>): void {
  let way: Step[] = [];
  const observer = new MutationObserver(mend);

  function remember({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || !place.value?.contains(target)) return;
    way = [];
    for (let element: HTMLElement | null = target; element && element !== place.value.parentElement; element = element.parentElement)
      way.push({ element, at: Array.from(element.parentElement?.children ?? []).indexOf(element) });
  }

  function forget(): void {
    way = [];
  }

  function mend(changes: MutationRecord[]): void {
    const [lost] = way;
    const at = document.activeElement;
    const disabled = lost?.element.matches(":disabled") === true;
    // A browser lets go of what is disabled only when it draws next.
    if (!lost || (at !== null && at !== document.body && !(disabled && at === lost.element))) return;
    if (lost.element.isConnected && !disabled) return moved(changes, lost.element) ? lost.element.focus() : forget();
    const kept = way.findIndex(({ element }, depth) => depth > 0 && element.isConnected);
    const [parent, child] = [way[kept], way[kept - 1]];
    if (parent && child) land(parent.element, child);
  }

  /** Beside what is still there, in the place of what is gone; where nothing can be named, the part around it. */
  function land(parent: HTMLElement, { element, at }: Step): void {
    const near = element.isConnected ? [element.previousElementSibling, element.nextElementSibling] : [parent.children[Math.min(at, parent.children.length - 1)]];
    const named = near.map((one) => (one?.matches(`${NAMED}, ${LANDINGS}`) ? one : one?.querySelector(LANDINGS))).find(Boolean);
    const landing = (named ?? parent.closest(PARTS) ?? near.find(Boolean) ?? parent) as HTMLElement;
    if (landing.tabIndex < 0) landing.tabIndex = -1;
    landing.focus();
  }

  onMounted(() => {
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", forget, true);
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  });
  onBeforeUnmount(() => {
    document.removeEventListener("focusin", remember);
    document.removeEventListener("pointerdown", forget, true);
    observer.disconnect();
  });
}
