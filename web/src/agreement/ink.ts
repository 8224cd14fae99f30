/** A signature as drawn: in thousandths of the pad's width, so that it is the same on every screen and after a turn of the phone. */
import type { InkDrawn, InkStroke } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";

/** A point of the pad library: pixels of the canvas, milliseconds since 1970, pressure 0…1 (0.5 or 0: the pad has none). */
export interface PadPoint {
  x: number;
  y: number;
  time: number;
  pressure: number;
}

export interface PadSize {
  width: number;
  height: number;
}

export type InkFault = "empty" | "small" | "simple" | "long";

/** The pad is this high, in thousandths of its width, on every screen. */
export const PAD_HEIGHT = 450;
const SCALE = 1000;
const VALUES = 4;
const MOST_STROKES = 60;
const MOST_POINTS = 800;
const LONGEST_MS = 600_000;
/** Of strokes as text: a request takes 64 KiB. */
const MOST_LETTERS = 60_000;
/** Least box and least length of all lines, in thousandths of the pad's width: about a centimetre on a phone held upright. */
const LEAST_SPAN = 120;
const LEAST_LENGTH = 350;
/** As the server asks, or a little more: what passes here is not turned away there. */
const LEAST_POINTS = 20;
const NO_PRESSURE = 128;

/** What goes on the wire; long strokes are thinned evenly, their ends stay. */
export function inkOf(lines: readonly (readonly PadPoint[])[], size: PadSize): InkDrawn {
  const drawn = lines.filter((line) => line.length > 0);
  const start = drawn[0]?.[0]?.time ?? 0;
  const strokes = drawn.map((line) => ({ points: thinned(line).flatMap((point) => values(point, size, start)) }));
  return { strokes, height: heightOf(size), typed: null };
}

/** The same with fewer points, where it would be too much for one request. */
export function slight(ink: InkDrawn): InkDrawn {
  let light = ink;
  while (JSON.stringify(light.strokes).length > MOST_LETTERS) {
    light = { ...light, strokes: light.strokes.map(({ points }) => ({ points: halved(points) })) };
  }
  return light;
}

/** Every second point; the first and the last stay. */
function halved(points: InkStroke["points"]): number[] {
  const last = Math.floor(points.length / VALUES) - 1;
  return points.filter((_, at) => Math.floor(at / VALUES) % 2 === 0 || Math.floor(at / VALUES) === last);
}

export function typedInk(name: string): InkDrawn {
  return { strokes: [], height: PAD_HEIGHT, typed: name };
}

/** The drawn points on a pad of another size: as large as fits, from the upper left. `now`: when the last point shall have been. */
export function padLines(ink: Pick<InkDrawn, "strokes" | "height">, size: PadSize, now: number): PadPoint[][] {
  const last = Math.max(...ink.strokes.map(({ points }) => points[points.length - 2] ?? 0));
  const scale = Math.min(size.width, (size.height * SCALE) / ink.height) / SCALE;
  return ink.strokes.map(({ points }) =>
    quads(points).map(([x, y, ms, pressure]) => ({ x: x * scale, y: y * scale, time: now - last + ms, pressure: pressure / 255 })),
  );
}

/** Why this is no signature yet; null: it is one. */
export function inkFault(ink: Pick<InkDrawn, "strokes">): InkFault | null {
  const points = ink.strokes.map((stroke) => quads(stroke.points));
  const all = points.flat();
  if (all.length === 0) return "empty";
  if (points.length > MOST_STROKES) return "long";
  const span = Math.max(range(all.map(([x]) => x)), range(all.map(([, y]) => y)));
  if (span < LEAST_SPAN) return "small";
  const length = points.reduce((sum, line) => sum + lengthOf(line), 0);
  return length < LEAST_LENGTH || all.length < LEAST_POINTS ? "simple" : null;
}

/** The same in words, of ink that is drawn or typed by who is called that; null: it can be signed with. */
export function inkComplaint(ink: InkDrawn | null, name: string, said: Catalogue["agreement"]["ink"]): string | null {
  if (ink !== null && ink.typed !== null) return ink.typed.trim() === name ? null : said.typedWrong(name);
  const fault = ink === null ? "empty" : inkFault(ink);
  return fault === null ? null : said.faults[fault];
}

/** As paths of a drawing 1000 wide. */
export function inkPaths(ink: Pick<InkDrawn, "strokes">): string[] {
  return ink.strokes.map(({ points }) => quads(points).map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("") + "h0.1");
}

type Quad = readonly [x: number, y: number, ms: number, pressure: number];

/** A line that leaves the pad goes on along its edge. */
function values({ x, y, time, pressure }: PadPoint, size: PadSize, start: number): number[] {
  const within = (pixels: number, most: number) => Math.min(most, Math.max(0, Math.round((pixels / size.width) * SCALE)));
  const ms = Math.min(LONGEST_MS, Math.max(0, Math.round(time - start)));
  return [within(x, SCALE), within(y, heightOf(size)), ms, pressure > 0 ? Math.min(255, Math.round(pressure * 255)) : NO_PRESSURE];
}

/** At most what one stroke may carry. */
function thinned(line: readonly PadPoint[]): readonly PadPoint[] {
  if (line.length <= MOST_POINTS) return line;
  const step = (line.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => line[Math.round(at * step)]).filter((point) => point !== undefined);
}

function heightOf({ width, height }: PadSize): number {
  return Math.min(2000, Math.max(100, Math.round((height / width) * SCALE)));
}

function quads(points: InkStroke["points"]): Quad[] {
  return Array.from({ length: Math.floor(points.length / VALUES) }, (_, at) => {
    const [x = 0, y = 0, ms = 0, pressure = NO_PRESSURE] = points.slice(at * VALUES, at * VALUES + VALUES);
    return [x, y, ms, pressure] as const;
  });
}

function range(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), -Infinity) - numbers.reduce((least, each) => Math.min(least, each), Infinity);
}

function lengthOf(line: readonly Quad[]): number {
  return line.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - (line[at]?.[0] ?? x), y - (line[at]?.[1] ?? y)), 0);
}
