/** The undisputed facts as this tab sees them, and what this seat may do about them. */
import { computed, type Ref } from "vue";

import type { Commands, FactView, Role, RoomView } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";
import { isMediator } from "@/room/where";
import { randomId } from "@/session/deviceKey";

/** Characters of one fact. */
export const WORDS_LIMIT = 500;
const PROPOSERS: ReadonlySet<Role> = new Set<Role>(["mediator", "co_mediator", "recorder", "party", "legal_representative", "worker_representative", "agent"]);

type Ask = <Name extends keyof Commands>(name: Name, command: Commands[Name]) => Promise<Answer>;

export class LedgerSession {
  readonly facts = computed<readonly FactView[]>(() => this.view.value?.facts ?? []);
  /** Facts whose words wait for somebody of this seat. */
  readonly waiting = computed(() => this.facts.value.filter((fact) => this.awaitedHere(fact).length > 0).length);
  /** Words are put before all only at the joint table, with a mediator there. */
  readonly mayPropose = computed(() => {
    const view = this.view.value;
    return view !== null && PROPOSERS.has(view.you.role) && view.you.place === "joint" && !view.paused && view.phase !== "break" && view.phase !== "interrupted";
  });

  constructor(
    private readonly view: Readonly<Ref<RoomView | null>>,
    private readonly ask: Ask,
  ) {}

  /** Persons of this seat whose word on these words is still awaited. */
  awaitedHere(fact: FactView): readonly { person: string; name: string }[] {
    if (fact.standing !== "proposed") return [];
    return this.view.value?.you.persons.filter(({ person }) => fact.awaited.includes(person)) ?? [];
  }

  /** Whether this seat may put it in other words or take it back. */
  mayMend(fact: FactView): boolean {
    const you = this.view.value?.you;
    const open = fact.standing === "proposed" || fact.standing === "refused";
    return open && you !== undefined && (fact.by === you.seat || isMediator(you.role));
  }

  propose(words: string, line: number | null): Promise<Answer> {
    return this.ask("fact.propose", { id: randomId(), words, line });
  }

  reword(fact: FactView, words: string): Promise<Answer> {
    return this.ask("fact.reword", { fact: fact.id, words });
  }

  answer(fact: FactView, person: string, confirms: boolean): Promise<Answer> {
    return this.ask("fact.answer", { person, fact: fact.id, version: fact.version, confirms });
  }

  withdraw(fact: FactView): Promise<Answer> {
    return this.ask("fact.withdraw", { fact: fact.id });
  }
}
