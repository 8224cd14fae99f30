/** How far this person has read in each conversation; survives a reload of the page. */
import { ref } from "vue";

import type { Shelf } from "./outbox";

export class ReadMarks {
  private readonly marks = ref<Readonly<Record<string, number>>>({});
  private readonly shelfName: string;

  constructor(
    private readonly shelf: Shelf,
    room: string,
    seat: string,
  ) {
    this.shelfName = `chat.read.${room}.${seat}`;
    this.marks.value = JSON.parse(shelf.getItem(this.shelfName) ?? "{}") as Record<string, number>;
  }

  of(channel: string): number {
    return this.marks.value[channel] ?? 0;
  }

  read(channel: string, seq: number): void {
    if (seq <= this.of(channel)) return;
    this.marks.value = { ...this.marks.value, [channel]: seq };
    this.shelf.setItem(this.shelfName, JSON.stringify(this.marks.value));
  }
}
