/**
 * What the mediator typed and the server does not have yet. Kept until the agreement's own view shows it, also over a
 * lost line or a reload; a value that somebody else changed meanwhile is a clash, and both stay until one is chosen.
 */
import { shallowRef } from "vue";

import type { AgreementView, DraftSet, FieldState, Message } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

/** `waiting`: no line, goes out with the next one. */
export type Saving = "saved" | "unsaved" | "saving" | "waiting" | "clash" | "refused";

/** One field on its way. `saw`: the field's version the person typed against. */
export interface Unsaved {
  part: string;
  field: string;
  value: string;
  saw: number;
  /** What the server was asked last to keep, answered or not. */
  sent: string | null;
  /** An answer is awaited. */
  flying: boolean;
  /** The server has taken `sent`; the view that shows it is still to come. */
  taken: boolean;
  /** The draft's version that has it, as the server said: none is to come where the same value stood there already. */
  heldBy: number | null;
  waiting: boolean;
  refused: Message | null;
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const UNTOLD = { sent: null, flying: false, taken: false, heldBy: null, waiting: false, refused: null } as const;
const NEVER_SET: FieldState = { name: "", value: "", version: 0, by: "" };

/** What stands in a field by that view. */
export function standing(view: AgreementView | null, part: string, field: string): FieldState {
  return view?.parts.find(({ id }) => id === part)?.fields.find(({ name }) => name === field) ?? NEVER_SET;
}

export class UnsavedFields {
  readonly entries = shallowRef<ReadonlyMap<string, Unsaved>>(new Map());
  private view: AgreementView | null = null;

  constructor(
    private readonly shelf: Shelf,
    private readonly shelfName: string,
    private readonly send: (command: DraftSet) => Promise<Answer>,
  ) {
    this.entries.value = new Map(this.shelved().map((entry) => [keyOf(entry.part, entry.field), entry]));
  }

  /** What the field's control shows. */
  value(part: string, field: string): string {
    return this.entries.value.get(keyOf(part, field))?.value ?? standing(this.view, part, field).value;
  }

  entry(part: string, field: string): Unsaved | undefined {
    return this.entries.value.get(keyOf(part, field));
  }

  state(part: string, field: string): Saving {
    const entry = this.entry(part, field);
    if (!entry) return "saved";
    if (entry.refused) return "refused";
    if (this.clashes(entry)) return "clash";
    if (entry.taken && entry.value === entry.sent) return "saved";
    if (entry.flying) return "saving";
    return entry.waiting ? "waiting" : "unsaved";
  }

  /** Nothing here that the server does not have. */
  get settled(): boolean {
    return [...this.entries.value.values()].every(({ part, field }) => this.state(part, field) === "saved");
  }

  /** Something was sent that the view does not show yet; without a line nothing is. */
  get underWay(): boolean {
    return [...this.entries.value.values()].some(({ flying, taken }) => flying || taken);
  }

  type(part: string, field: string, value: string): void {
    const before = this.entry(part, field);
    const { version } = standing(this.view, part, field);
    this.keep(before ? { ...before, value, refused: null } : { part, field, value, saw: version, ...UNTOLD });
  }

  /** Sends what was typed into that field, if it is not on its way already. */
  async save(part: string, field: string): Promise<void> {
    const entry = this.entry(part, field);
    if (!entry || !this.view || entry.flying || entry.taken || entry.refused || this.clashes(entry)) return;
    if (entry.value === standing(this.view, part, field).value) return this.drop(part, field);
    const sent = entry.value;
    this.keep({ ...entry, sent, flying: true, waiting: false });
    this.answered(part, field, sent, await this.send({ part, field, saw: entry.saw, value: sent }));
  }

  /** The line is up again: what waited goes out. */
  flush(): void {
    for (const { part, field } of this.entries.value.values()) void this.save(part, field);
  }

  /** A new view: own values that arrived are done, those of parts that are gone go with them. */
  seen(view: AgreementView): void {
    this.view = view;
    const parts = new Set(view.parts.map(({ id }) => id));
    for (const entry of this.entries.value.values()) {
      if (view.stage === "drafting" && !parts.has(entry.part)) this.drop(entry.part, entry.field);
      else this.reconcile(entry);
    }
    // The same entries may mean something else beside the new view.
    this.entries.value = new Map(this.entries.value);
    for (const { part, field, waiting } of this.entries.value.values()) if (waiting) void this.save(part, field);
  }

  /** Of two texts, the own one: it replaces what stands now. */
  keepMine(part: string, field: string): Promise<void> {
    const entry = this.entry(part, field);
    if (!entry) return Promise.resolve();
    this.keep({ ...entry, saw: standing(this.view, part, field).version, ...UNTOLD });
    return this.save(part, field);
  }

  /** Of two texts, what stands now; also gives up a value the server would not take. */
  drop(part: string, field: string): void {
    const rest = new Map(this.entries.value);
    rest.delete(keyOf(part, field));
    this.write(rest);
  }

  private answered(part: string, field: string, sent: string, answer: Answer): void {
    const entry = this.entry(part, field);
    if (!entry?.flying || entry.sent !== sent) return;
    const landed = { ...entry, flying: false };
    if (answer.ok) this.reconcile({ ...landed, taken: true, heldBy: "draft_version" in answer ? answer.draft_version : null });
    else if (answer.code === "offline") this.reconcile({ ...landed, waiting: true });
    // The view says what stands there instead, now or in a moment; until then there is nothing to choose from.
    else if (answer.code === "draft.clash") this.keep(landed);
    else this.keep({ ...landed, sent: null, refused: entry.value === sent ? answer.message : null });
  }

  /** Settles an entry with what stands in its field now. */
  private reconcile(entry: Unsaved): void {
    const { part, field, value, saw, sent, taken, heldBy, flying } = entry;
    const now = standing(this.view, part, field);
    const held = taken && heldBy !== null && (this.view?.draft_version ?? 0) >= heldBy;
    const arrived = held || (now.version > saw && (taken || now.value === sent)) || (taken && now.value === sent);
    if (arrived && value !== sent) {
      this.keep({ ...entry, saw: taken ? Math.min(now.version, saw + 1) : now.version, ...UNTOLD });
      void this.save(part, field);
    } else if (arrived || (!flying && now.version > saw && now.value === value)) this.drop(part, field);
    else this.keep(entry);
  }

  private clashes(entry: Unsaved): boolean {
    const now = standing(this.view, entry.part, entry.field);
    const own = entry.flying || entry.taken || now.value === entry.sent;
    return !own && now.version > entry.saw && now.value !== entry.value;
  }

  private keep(entry: Unsaved): void {
    this.write(new Map(this.entries.value).set(keyOf(entry.part, entry.field), entry));
  }

  private write(entries: ReadonlyMap<string, Unsaved>): void {
    this.entries.value = entries;
    const kept = [...entries.values()].map(({ part, field, value, saw }) => ({ part, field, value, saw }));
    if (kept.length === 0) this.shelf.removeItem(this.shelfName);
    else this.shelf.setItem(this.shelfName, JSON.stringify(kept));
  }

  private shelved(): Unsaved[] {
    const kept = JSON.parse(this.shelf.getItem(this.shelfName) ?? "[]") as Pick<Unsaved, "part" | "field" | "value" | "saw">[];
    return kept.map((entry) => ({ ...entry, ...UNTOLD, waiting: true }));
  }
}

function keyOf(part: string, field: string): string {
  return `${part}/${field}`;
}
