/** Whom to call in this case: told by the invitation and the room, kept for pages that know neither. */
import { ref } from "vue";

const KEPT_AS = "help.phone";

export const helpPhone = ref(sessionStorage.getItem(KEPT_AS) ?? "");

export function rememberHelpPhone(phone: string): void {
  helpPhone.value = phone;
  sessionStorage.setItem(KEPT_AS, phone);
}
