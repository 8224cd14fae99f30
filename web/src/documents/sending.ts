/** One document to the room the seat is in. */
import type { DocumentAdded } from "@/contract/http";
import { sent } from "@/http/sending";

/** `channel`: the conversation it is laid before. Raises Refusal or Unreachable. `progress` from 0 to 1; 1: everything is there. */
export function sendFile(bearer: string, file: File, name: string, channel: string, progress: (part: number) => void): Promise<DocumentAdded> {
  return sent(`/session/documents?channel=${encodeURIComponent(channel)}`, bearer, file, progress, { "X-File-Name": encodeURIComponent(name) });
}
