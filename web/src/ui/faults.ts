/** Where a form has faults: keys and screen readers go to the first. */
import { nextTick } from "vue";

/** The first control in `place` that is marked as wrong, once the page shows it. */
export async function toFirstFault(place: ParentNode | null): Promise<void> {
  await nextTick();
  place?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}
