import { spoken } from "@/i18n/language";
import type { Answer } from "@/link/RoomLink";
import { toast } from "@/ui/toasts";

/** Waits for a command's answer and tells the person of a refusal; true: it was done. */
export async function done(answer: Promise<Answer>): Promise<boolean> {
  const told = await answer;
  if (!told.ok) toast(spoken(told.message), "bad");
  return told.ok;
}
