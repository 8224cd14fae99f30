/** Keys of the room. They can be switched off (WCAG 2.1.4), and rest while a layer is open. */
import { onBeforeUnmount, onMounted, ref } from "vue";

import { layerOpen } from "@/ui/layers";

export type Act = "microphone" | "camera" | "hand" | "admit" | "regions" | "list";
/** An act, or the tab of that number, from 1. */
export type Shortcut = Act | number;
export type Listed = Act | "tabs" | "talk";

/** How each is written in the list. */
export const KEYS: Readonly<Record<Listed, string>> = {
  microphone: "Ctrl + D",
  camera: "Ctrl + E",
  talk: "Space",
  hand: "Alt + H",
  admit: "Alt + A",
  tabs: "Alt + 1 … 6",
  regions: "F6",
  list: "?",
};
const TABS = 6;

const REMEMBERED_AS = "shortcuts";
export const shortcutsOn = ref(remembered());

export function switchShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  try {
    localStorage.setItem(REMEMBERED_AS, on ? "on" : "off");
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

export function useShortcuts(acts: Readonly<Record<Act, () => void>>, turn: (tab: number) => void): void {
  function onKey(event: KeyboardEvent): void {
    const shortcut = shortcutsOn.value && !layerOpen() ? shortcutOf(event, writing(event.target)) : null;
    if (shortcut === null) return;
    event.preventDefault();
    if (typeof shortcut === "number") turn(shortcut);
    else acts[shortcut]();
  }
  onMounted(() => document.addEventListener("keydown", onKey));
  onBeforeUnmount(() => document.removeEventListener("keydown", onKey));
}

/** What the keys ask for. `inText`: somebody is writing, and a lone `?` is theirs. */
export function shortcutOf(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey">, inText: boolean): Shortcut | null {
  const { key, code, ctrlKey, altKey, metaKey } = event;
  if (metaKey) return null;
  if (ctrlKey && !altKey && code === "KeyD") return "microphone";
  if (ctrlKey && !altKey && code === "KeyE") return "camera";
  if (altKey && !ctrlKey && code === "KeyA") return "admit";
  if (altKey && !ctrlKey && code === "KeyH") return "hand";
  const tab = altKey && !ctrlKey ? Number(/^Digit(\d)$/.exec(code)?.[1] ?? 0) : 0;
  if (tab >= 1 && tab <= TABS) return tab;
  if (key === "F6" && !ctrlKey && !altKey) return "regions";
  return key === "?" && !inText && !ctrlKey && !altKey ? "list" : null;
}

/** Moves the focus to the next region of the page, around. */
export function nextRegion(): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>("[data-region]")).filter((region) => region.offsetParent !== null);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  regions[(at + 1) % regions.length]?.focus();
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED_AS) !== "off";
  } catch {
    return true;
  }
}
