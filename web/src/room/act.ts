import { spoken } from "@/i18n/language";
import type { Answer } from "@/link/RoomLink";
import { toast } from "@/ui/toasts";

/** Tells the person of a refusal; true: it was done. */
export function accepted(told: Answer): boolean {
  if (!told.ok) toast(spoken(told.message), "bad");
  return told.ok;
}

/** Waits for a command's answer first. */
export async function done(answer: Promise<Answer>): Promise<boolean> {
  return accepted(await answer);
}
