/** How the pictures share the stage: by their number, and by the size and shape of the room there is. Pure. */
import { here } from "./where";
import type { RoomView, SeatView } from "@/contract/socket";

/** What is drawn: somebody's face or screen. */
export interface Picture {
  seat: SeatView;
  kind: "face" | "screen";
}

const GAP_PX = 6;
/** Faces are cut to about this shape. */
const SHAPE = 4 / 3;
const LOWEST_PX = 90;

/** Columns and rows in which faces are largest; `rows` may be higher than the stage, which then scrolls. */
export function grid(count: number, width: number, height: number): { columns: number; rows: number } {
  let best = { columns: 1, rows: Math.max(count, 1), face: -1 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const face = faceArea((width - GAP_PX * (columns + 1)) / columns, Math.max((height - GAP_PX * (rows + 1)) / rows, LOWEST_PX));
    if (face > best.face) best = { columns, rows, face };
  }
  return { columns: best.columns, rows: best.rows };
}

/** Of a tile, what a face fills: at most this wide for its height, and a square where the tile is higher than wide. */
function faceArea(wide: number, high: number): number {
  return Math.max(0, Math.min(wide, high * SHAPE)) * Math.max(0, Math.min(high, wide));
}

/**
 * Where a tile of a grid begins, in half tiles from 1: a last row that is not full stands in the middle. Each tile is two
 * halves wide, so that all are of one size and no face is cut off by an overlong one.
 */
export function startOf(at: number, count: number, columns: number): number {
  const row = Math.floor(at / columns);
  const inRow = Math.min(columns, count - row * columns);
  return (at % columns) * 2 + 1 + (columns - inRow);
}

/** Who is before the eyes, large: one's own choice, then a shared screen, then the mediator's spotlight. */
export function focusOf(view: RoomView, pinned: string | null): Picture | null {
  const others = here(view).filter((seat) => seat.seat !== view.you.seat);
  const face = (id: string | null) => others.find((seat) => seat.seat === id);
  const sharer = others.find((seat) => seat.screen);
  const chosen = face(pinned);
  if (chosen) return { seat: chosen, kind: "face" };
  if (sharer) return { seat: sharer, kind: "screen" };
  const lit = face(view.spotlight);
  return lit ? { seat: lit, kind: "face" } : null;
}

export interface Arrangement {
  /** Large; null: all are alike. */
  focus: Picture | null;
  tiles: Picture[];
  /** The own picture, small in a corner. */
  inset: boolean;
}

/** `strip`: only a row or column of faces is left beside a document; `mirror`: the own picture is wanted. */
export function arranged(view: RoomView, pinned: string | null, mirror: boolean, strip: boolean): Arrangement {
  const { you } = view;
  const others = here(view).filter((seat) => seat.seat !== you.seat);
  const focus = strip ? null : focusOf(view, pinned);
  const inset = mirror && !strip && focus === null && others.length < 2;
  const shown = mirror && !inset ? [...others, you] : others;
  const all = [...others.filter((seat) => seat.screen).map(screen), ...shown.map((seat): Picture => ({ seat, kind: "face" }))];
  const large = (one: Picture) => one.seat.seat === focus?.seat.seat && one.kind === focus.kind;
  return { focus, tiles: all.filter((one) => !large(one)), inset };
}

function screen(seat: SeatView): Picture {
  return { seat, kind: "screen" };
}
