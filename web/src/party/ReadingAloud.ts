/** Reads texts aloud with the browser's own voice, one after another. */

/** In-app browsers often have no voice. */
export function canReadAloud(): boolean {
  return "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
}

export class ReadingAloud {
  private run = 0;

  /** `reached`: the part that is being read; `ended`: whether it came to the end, or was stopped. */
  constructor(
    private readonly reached: (part: number) => void,
    private readonly ended: (finished: boolean) => void,
  ) {}

  start(parts: readonly string[], lang: string): void {
    window.speechSynthesis.cancel();
    this.read(parts, 0, lang, ++this.run);
  }

  stop(): void {
    if (!canReadAloud()) return;
    this.run += 1;
    window.speechSynthesis.cancel();
    this.ended(false);
  }

  private read(parts: readonly string[], index: number, lang: string, run: number): void {
    const text = parts[index];
    if (text === undefined) return this.ended(true);
    this.reached(index);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = lang;
    utterance.rate = 0.95;
    utterance.onend = () => {
      if (run === this.run) this.read(parts, index + 1, lang, run);
    };
    utterance.onerror = () => {
      if (run === this.run) this.ended(false);
    };
    window.speechSynthesis.speak(utterance);
  }
}
