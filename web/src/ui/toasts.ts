/** Short notes at the edge of the page; they go by themselves and are also announced. */
import { ref } from "vue";

import { alarm, announce } from "./announcer";

export interface Toast {
  id: number;
  tone: "ok" | "bad";
  text: string;
}

const SHOWN_MS = { ok: 4000, bad: 8000 };
export const toasts = ref<Toast[]>([]);
let made = 0;

export function toast(text: string, tone: Toast["tone"] = "ok"): void {
  const id = ++made;
  toasts.value = [...toasts.value.filter((shown) => shown.text !== text), { id, tone, text }].slice(-3);
  (tone === "ok" ? announce : alarm)(text);
  window.setTimeout(() => dismissToast(id), SHOWN_MS[tone]);
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((shown) => shown.id !== id);
}
