/** The agreement in one tab: the view it was last sent, what is typed and not saved, the signature under way. */
import { computed, shallowRef } from "vue";

import { PendingSignature } from "./PendingSignature";
import { UnsavedFields } from "./unsaved";
import type { AgreementChanged, AgreementSign, AgreementView, Commands } from "@/contract/socket";
import type { Answer, RoomLink } from "@/link/RoomLink";

export class AgreementSession {
  readonly view = shallowRef<AgreementView | null>(null);
  readonly stage = computed(() => this.view.value?.stage ?? "none");
  /** Who on this device signs next: an assisted seat has several. */
  readonly signer = computed(() => this.view.value?.own?.signer ?? this.seat);
  /** The own line among the signers; null for who does not sign, and before there is something to sign. */
  readonly self = computed(() => this.view.value?.signers.find(({ id }) => id === this.signer.value) ?? null);
  readonly unsaved: UnsavedFields;
  readonly signature: PendingSignature;
  private version = -1;

  constructor(
    private readonly link: () => Pick<RoomLink, "ask">,
    room: string,
    readonly seat: string,
  ) {
    this.unsaved = new UnsavedFields(sessionStorage, `draft.unsaved.${room}.${seat}`, (command) => this.ask("draft.set", command));
    const sign = (command: Omit<AgreementSign, "signer">): Promise<Answer> => this.ask("agreement.sign", { ...command, signer: this.signer.value });
    this.signature = new PendingSignature(sessionStorage, `signature.${room}.${seat}`, sign);
  }

  ask<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<Answer> {
    return this.link().ask(name, command);
  }

  arrived(view: AgreementView): void {
    if (view.version < this.version) return;
    this.version = view.version;
    this.view.value = view;
    this.unsaved.seen(view);
    this.signature.seen(view, this.self.value?.step ?? null);
  }

  /** The fields that are different, each whole; a line begins with a whole view. */
  changed(fields: AgreementChanged): void {
    if (this.view.value) this.arrived({ ...this.view.value, ...fields });
  }

  /** A new line: versions start anew. */
  connected(): void {
    this.version = -1;
  }

  /** The seat is taken again: what waited goes out. */
  resumed(): void {
    this.unsaved.flush();
    void this.signature.again();
  }
}
