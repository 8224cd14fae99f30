/** The agreement in one tab: the view it was last sent, what is typed and not saved, the signature under way. */
import { computed, shallowRef, watch } from "vue";

import { PendingSignature } from "./PendingSignature";
import { UnsavedFields } from "./unsaved";
import type { AgreementChanged, AgreementSign, AgreementView, Commands } from "@/contract/socket";
import type { Answer, RoomLink } from "@/link/RoomLink";

/** What is done to the draft as a whole, and only as it was before the eyes. */
type OnDraft = "draft.move" | "draft.remove" | "agreement.freeze";

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
  private turn: Promise<unknown> = Promise.resolve();

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

  /**
   * An act on the draft as a whole, one after another. It waits until what is on its way from here stands in the view, is
   * made out from that view (null: there is nothing left to do) and is over once the view shows what it did.
   */
  onDraft<Name extends OnDraft>(name: Name, command: (view: AgreementView) => Omit<Commands[Name], "saw"> | null): Promise<Answer | null> {
    const act = () => this.actOnDraft(name, command);
    const told = this.turn.then(act, act);
    this.turn = told;
    return told;
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

  private async actOnDraft<Name extends OnDraft>(name: Name, command: (view: AgreementView) => Omit<Commands[Name], "saw"> | null): Promise<Answer | null> {
    await until(() => !this.unsaved.underWay);
    const view = this.view.value;
    const made = view && command(view);
    if (!made) return null;
    const saw = view.draft_version;
    const answer = await this.ask(name, { ...made, saw } as Commands[Name]);
    if (answer.ok) await until(() => this.stage.value !== "drafting" || (this.view.value?.draft_version ?? 0) > saw);
    return answer;
  }
}

/** Resolved as soon as `condition` holds, by what the views bring. */
function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(condition, look, { flush: "sync" });
    look();

    function look(): void {
      if (!condition()) return;
      stop();
      resolve();
    }
  });
}
