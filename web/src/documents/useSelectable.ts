/** Selectable text in place of page pictures, for whoever asks for it: one file at a time, given back in the end. */
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";

import type { PdfFile } from "./PdfFile";
import { canSelectText } from "./textAbility";

export interface Selectable {
  /** Whether to offer it at all. */
  readonly offered: ComputedRef<boolean>;
  /** The open file; null: pictures. */
  readonly file: Readonly<Ref<PdfFile | null>>;
  readonly busy: Readonly<Ref<boolean>>;
  /** It was asked for and could not be had: the pictures are shown, and one sentence. */
  readonly failed: Readonly<Ref<boolean>>;
  toggle: () => Promise<void>;
  /** The file is open, but a page of it cannot be drawn. */
  fail: () => void;
}

/** `source`: what names the PDF that is looked at, null where it is none. Another one begins with its pictures. */
export function useSelectable(source: () => string | null, load: () => Promise<Blob>): Selectable {
  const able = canSelectText();
  const offered = computed(() => able && source() !== null);
  const file = shallowRef<PdfFile | null>(null);
  const busy = ref(false);
  const failed = ref(false);
  /** Counts what was begun, so that what comes late is known to be late. */
  let turn = 0;

  function reset(): void {
    turn += 1;
    file.value?.close();
    file.value = null;
    busy.value = failed.value = false;
  }

  function fail(): void {
    reset();
    failed.value = true;
  }

  async function toggle(): Promise<void> {
    const shown = file.value !== null;
    reset();
    if (shown) return;
    busy.value = true;
    const mine = turn;
    try {
      const opened = await opening(load);
      if (mine !== turn) return opened.close();
      file.value = opened;
      busy.value = false;
    } catch {
      // Why does not matter to who reads: the pictures are as good, and the sentence says so.
      if (mine === turn) fail();
    }
  }

  watch(source, reset);
  onBeforeUnmount(reset);
  return { offered, file, busy, failed, toggle, fail };
}

async function opening(load: () => Promise<Blob>): Promise<PdfFile> {
  const [library, bytes] = await Promise.all([import("./PdfFile"), load()]);
  return library.PdfFile.open(await bytes.arrayBuffer());
}
