/** Papers for the mediators' eyes alone: the way in, through the same queue as documents. */
import type { CredentialAdded } from "@/contract/http";
import { Uploads } from "@/documents/uploads";
import { sent } from "@/http/sending";
import { useWords } from "@/i18n/language";
import { toast } from "@/ui/toasts";

/** `paper` as `asks` names it. Raises Refusal or Unreachable. `progress` from 0 to 1; 1: everything is there. */
export function sendCredential(bearer: string, file: File, name: string, whose: { seat: string; person: string; paper: string }, progress: (part: number) => void): Promise<CredentialAdded> {
  return sent(`/session/credentials?${new URLSearchParams(whose)}`, bearer, file, progress, { "X-File-Name": encodeURIComponent(name) });
}

/** Papers of one person on their way. What is a conversation for a document, is the sort of paper here. */
export function credentialUploads(bearer: string, seat: string, person: string): Uploads {
  const send = (token: string, file: File, name: string, paper: string, progress: (part: number) => void) => sendCredential(token, file, name, { seat, person, paper }, progress);
  return new Uploads(bearer, () => toast(useWords().value.credentials.done), send);
}
