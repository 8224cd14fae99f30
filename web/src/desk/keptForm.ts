/**
 * The half-typed room. It outlives the page that shows it, so that a login that ran out or a wrong click loses nothing;
 * never a reload, for it holds identity numbers.
 */
import { ref } from "vue";

import { newRoomForm, type RoomForm } from "./roomForm";

const kept = ref<RoomForm>(newRoomForm(new Date()));

export function useKeptForm() {
  return kept;
}

export function forgetForm(): void {
  kept.value = newRoomForm(new Date());
}
