/** Views of an agreement as the server sends them, cut to what a test is about. */
import type { AgreementView, FieldState, Message, PartState } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

export const DONE: Answer = { ok: true };

/** The field is set, and the draft of that version holds it. */
export function held(draft_version: number): Answer {
  return { ok: true, draft_version, moved: [] };
}

const NO: Message = { zh: "不行", en: "no" };

export function refused(code: string): Answer {
  return { ok: false, code, message: NO, data: {} };
}

export function field(name: string, value: string, version: number, by = "王敏"): FieldState {
  return { name, value, version, by };
}

export function part(id: string, kind = "payment", fields: FieldState[] = [], text = ""): PartState {
  return { id, kind, number: "", text, fields, wording: "", accepted: [] };
}

export function view(parts: PartState[], changes: Partial<AgreementView> = {}): AgreementView {
  return {
    version: 1,
    stage: "drafting",
    draft_version: 1,
    number: "",
    parts,
    instalments: [],
    performance: [],
    missing: [],
    routes: [],
    total: "",
    total_cn: "",
    days_off: [],
    moved: null,
    suggestions: [],
    snapshots: [],
    comments: [],
    fault: null,
    fallen: null,
    frozen: null,
    bound: [],
    signers: [],
    own: null,
    trouble: null,
    sealed: null,
    ...changes,
  };
}

/** Stands for the line: keeps what was sent, and answers when the test says so. */
export class Line<Command> {
  readonly sent: Command[] = [];
  private readonly waiting: ((answer: Answer) => void)[] = [];

  readonly send = (command: Command): Promise<Answer> => {
    this.sent.push(command);
    return new Promise((resolve) => this.waiting.push(resolve));
  };

  /** Answers what waits longest, and lets the answer sink in. */
  async answer(answer: Answer): Promise<void> {
    this.waiting.shift()?.(answer);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
