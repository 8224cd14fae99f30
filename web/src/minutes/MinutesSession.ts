/** The minutes in one tab: what it was sent, put together by number, and the signing of their paper. */
import { computed, shallowRef } from "vue";

import { AgreementSession } from "@/agreement/AgreementSession";
import { waitingFor } from "./waiting";
import type { Commands, MinutesEntry, MinutesPerson, MinutesView } from "@/contract/socket";
import type { Answer, RoomLink } from "@/link/RoomLink";

/** The ceremony is the agreement's, in its words; on the wire the minutes have commands of their own, with the person. */
const NAMES = {
  "agreement.read": "minutes.read",
  "agreement.confirm": "minutes.affirm",
  "agreement.code": "minutes.code",
  "agreement.sign": "minutes.sign",
  "agreement.refuse": "minutes.refuse",
} as const;

/** Puts what is new or changed in by number; `whole`: there is nothing else. */
export function merged(before: readonly MinutesEntry[], fresh: readonly MinutesEntry[], whole: boolean): readonly MinutesEntry[] {
  const byNumber = new Map((whole ? [] : before).map((entry) => [entry.number, entry]));
  for (const entry of fresh) byNumber.set(entry.number, entry);
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

function countWaiting(view: MinutesView, own: readonly MinutesPerson[], ceremony: AgreementSession | null): number {
  if (view.stage === "open") return own.filter(({ signs }) => signs).reduce((sum, { person }) => sum + waitingFor(view, person).length, 0);
  const self = ceremony?.self.value;
  return view.stage === "signing" && self?.turn === true && self.step !== "signed" && self.step !== "applying" ? 1 : 0;
}

export class MinutesSession {
  readonly view = shallowRef<MinutesView | null>(null);
  /** One person's way through the signing; another one where the next person of the same device signs. */
  readonly ceremony = shallowRef<AgreementSession | null>(null);
  readonly own = computed(() => this.view.value?.people.filter(({ seat }) => seat === this.seat) ?? []);
  /** Entries that wait for the word of somebody on this device; while signing, one for each who may sign now. */
  readonly waiting = computed(() => (this.view.value ? countWaiting(this.view.value, this.own.value, this.ceremony.value) : 0));
  private version = -1;

  constructor(
    private readonly link: () => Pick<RoomLink, "ask">,
    private readonly room: string,
    readonly seat: string,
  ) {}

  ask<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<Answer> {
    return this.link().ask(name, command);
  }

  arrived(view: MinutesView): void {
    if (view.version < this.version) return;
    this.version = view.version;
    this.view.value = { ...view, entries: merged(this.view.value?.entries ?? [], view.entries, view.whole) };
    if (!view.paper) {
      this.ceremony.value = null;
      return;
    }
    const signer = view.signer ?? this.seat;
    if (this.ceremony.value?.seat !== signer) this.ceremony.value = this.ceremonyOf(signer);
    this.ceremony.value.arrived(view.paper);
  }

  /** A new line: versions start anew, and the first view is whole. */
  connected(): void {
    this.version = -1;
    this.ceremony.value?.connected();
  }

  /** The seat is taken again: what waited goes out. */
  resumed(): void {
    void this.ceremony.value?.signature.again();
  }

  private ceremonyOf(person: string): AgreementSession {
    const ask = (name: string, command: object): Promise<Answer> => {
      if (name === "agreement.reopen") return this.link().ask("minutes.reopen", command as Commands["minutes.reopen"]);
      const own = NAMES[name as keyof typeof NAMES];
      const said = Object.fromEntries(Object.entries(command).filter(([field]) => field !== "signer"));
      return this.link().ask(own, { ...said, person } as Commands[typeof own]);
    };
    return new AgreementSession(() => ({ ask }), `minutes.${this.room}`, person);
  }
}
