/**
 * The own signature between the first stroke and "signed": the drawing survives a reload, and a press of the button
 * keeps its id until the server has answered, so that a lost answer never makes two signatures.
 */
import { shallowRef } from "vue";

import type { Shelf } from "./unsaved";
import type { AgreementSign, AgreementView, InkDrawn, Message, SignerState } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";
import { randomId } from "@/session/deviceKey";

/** What is pressed; who signs, the session adds. */
export type Press = Omit<AgreementSign, "signer">;

export class PendingSignature {
  /** What is on the pad. */
  readonly ink = shallowRef<InkDrawn | null>(null);
  /** Pressed, and not answered yet. */
  readonly pressed = shallowRef<Press | null>(null);
  readonly refused = shallowRef<Message | null>(null);
  private sending = false;
  private digest = "";

  constructor(
    private readonly shelf: Shelf,
    private readonly shelfName: string,
    private readonly send: (command: Press) => Promise<Answer>,
  ) {}

  draw(ink: InkDrawn | null): void {
    this.ink.value = ink;
    this.refused.value = null;
    if (ink === null) this.shelf.removeItem(this.shelfName);
    else this.shelf.setItem(this.shelfName, JSON.stringify({ digest: this.digest, ink }));
  }

  press(digest: string, code: string, ink: InkDrawn): Promise<void> {
    this.refused.value = null;
    this.pressed.value = { id: randomId(), digest, code, ink };
    return this.again();
  }

  /** Sends the pressed one (again), with its id. */
  async again(): Promise<void> {
    const command = this.pressed.value;
    if (command === null || this.sending) return;
    this.sending = true;
    const answer = await this.send(command);
    this.sending = false;
    if (!answer.ok && answer.code === "offline") return;
    this.pressed.value = null;
    this.refused.value = answer.ok ? null : answer.message;
  }

  /** A drawing belongs to one text and one person: another one, or a signature that is in, wipes it. */
  seen(view: AgreementView, step: SignerState["step"] | null): void {
    const digest = view.frozen ? `${view.frozen.digest}|${view.own?.signer ?? ""}` : "";
    if (digest !== this.digest) {
      this.digest = digest;
      this.pressed.value = null;
      this.refused.value = null;
      this.ink.value = this.shelved();
    }
    if (step === "applying" || step === "signed") this.draw(null);
  }

  private shelved(): InkDrawn | null {
    const kept = JSON.parse(this.shelf.getItem(this.shelfName) ?? "null") as { digest: string; ink: InkDrawn } | null;
    return kept?.digest === this.digest ? kept.ink : null;
  }
}
