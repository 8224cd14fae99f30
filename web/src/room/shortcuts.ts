/** Keys of the room. They can be switched off (WCAG 2.1.4), and rest while a layer is open. */
import { onBeforeUnmount, onMounted, ref } from "vue";

import { layerOpen } from "@/ui/layers";

export type Shortcut = "microphone" | "camera" | "admit" | "regions" | "list";

/** How each is written in the list. */
export const KEYS: Readonly<Record<Shortcut, string>> = { microphone: "Ctrl + D", camera: "Ctrl + E", admit: "Alt + A", regions: "F6", list: "?" };

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

export function useShortcuts(acts: Readonly<Record<Shortcut, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    const shortcut = shortcutsOn.value && !layerOpen() ? shortcutOf(event, writing(event.target)) : null;
    if (shortcut === null) return;
    event.preventDefault();
    acts[shortcut]();
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
