/** Which places of the desk a role has; the server decides, the pages only do not offer what it refuses. */
import { homeOf } from "./account";
import type { Account } from "@/contract/http";

export type PlaceName = "today" | "agreements" | "cases" | "register" | "settings";

export interface Place {
  name: PlaceName;
  path: string;
}

const PATHS: Record<PlaceName, string> = { today: "/m", agreements: "/c", cases: "/m/cases", register: "/m/register", settings: "/m/settings" };

const NAMES: Record<Account["role"], readonly PlaceName[]> = {
  mediator: ["today", "cases"],
  admin: ["cases", "register", "settings"],
  seal_keeper: ["cases"],
  clerk: ["agreements", "cases", "register", "settings"],
  judge: ["agreements", "cases", "register", "settings"],
  platform_admin: ["settings"],
};

export function placesOf(role: Account["role"]): Place[] {
  return NAMES[role].map((name) => ({ name, path: PATHS[name] }));
}

/** The place a page is part of: the longest path that leads to it. */
export function placeOf(path: string, places: readonly Place[]): PlaceName | null {
  const under = places.filter((place) => path === place.path || path.startsWith(`${place.path}/`));
  return under.sort((one, other) => other.path.length - one.path.length)[0]?.name ?? null;
}

/** Whether that page of ours is one the role works on; `then` comes from an address and may be anything. */
export function mayOpen(role: Account["role"], then: string): boolean {
  const path = then.split(/[?#]/)[0] ?? "";
  return path === homeOf(role) || placeOf(path, placesOf(role)) !== null;
}
