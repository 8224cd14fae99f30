/** Files on their way, one after the other. A line that breaks is tried again; what the server refuses is not. */
import { shallowRef } from "vue";

import { sendFile } from "./sending";
import { Refusal } from "@/http/api";
import { failureOf } from "@/http/failure";
import { useWords } from "@/i18n/language";

export const LARGEST_BYTES = 20 * 1024 * 1024;
const NAME_LIMIT = 100;
const PAUSES_MS = [2000, 5000, 10_000];

export interface Upload {
  id: number;
  file: File;
  name: string;
  /** The conversation it is laid before; chosen with the file, and kept wherever the person goes meanwhile. */
  channel: string;
  /** `drawing`: all is there, the server makes the page pictures. `failed`: another try may help; `refused`: none will. */
  state: "waiting" | "sending" | "drawing" | "failed" | "refused";
  /** Of the bytes, 0 to 1. */
  progress: number;
  reason: string;
}

/** One file to the server; what it answers is told by the next view. */
export type Sending = (...args: Parameters<typeof sendFile>) => Promise<unknown>;

export class Uploads {
  readonly list = shallowRef<readonly Upload[]>([]);
  private made = 0;
  private busy = false;
  private closed = false;

  constructor(
    private readonly bearer: string,
    private readonly arrived: (name: string) => void,
    private readonly send: Sending = sendFile,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((over) => setTimeout(over, ms)),
  ) {}

  put(files: Iterable<File>, channel: string): void {
    const words = useWords().value.documents.upload;
    for (const file of files) {
      const reason = file.size === 0 ? words.empty : file.size > LARGEST_BYTES ? words.tooLarge : "";
      const state = reason === "" ? "waiting" : "refused";
      this.list.value = [...this.list.value, { id: ++this.made, file, name: shortened(file.name), channel, state, progress: 0, reason }];
    }
    void this.work();
  }

  retry(id: number): void {
    this.change(id, { state: "waiting", progress: 0, reason: "" });
    void this.work();
  }

  forget(id: number): void {
    this.list.value = this.list.value.filter((each) => each.id !== id);
  }

  close(): void {
    this.closed = true;
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.waiting(); next && !this.closed; next = this.waiting()) await this.bring(next);
    this.busy = false;
  }

  private waiting(): Upload | undefined {
    return this.list.value.find((each) => each.state === "waiting");
  }

  private async bring({ id, file, name, channel }: Upload): Promise<void> {
    const progress = (part: number) => this.change(id, { state: part < 1 ? "sending" : "drawing", progress: part });
    for (const pause of [0, ...PAUSES_MS]) {
      if (pause > 0) await this.wait(pause);
      progress(0);
      try {
        await this.send(this.bearer, file, name, channel, progress);
        this.forget(id);
        return this.arrived(name);
      } catch (error) {
        const worthAnother = !(error instanceof Refusal) || error.problem.status === 503;
        this.change(id, { state: worthAnother ? "failed" : "refused", reason: failureOf(error).text });
        if (!worthAnother || this.closed) return;
      }
    }
  }

  private change(id: number, changes: Partial<Upload>): void {
    this.list.value = this.list.value.map((each) => (each.id === id ? { ...each, ...changes } : each));
  }
}

/** A name the server takes: phones make names without end, and what comes after the last dot is worth keeping. */
export function shortened(name: string): string {
  const characters = Array.from(name.trim());
  if (characters.length <= NAME_LIMIT) return characters.join("");
  const dot = characters.lastIndexOf(".");
  const ending = dot > 0 && characters.length - dot <= 10 ? characters.slice(dot) : [];
  return [...characters.slice(0, NAME_LIMIT - ending.length - 1), "…", ...ending].join("");
}
