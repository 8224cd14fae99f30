/** Whether this browser can be given text to select in place of page pictures: by what it has, never by its name. */

/** Smaller screens are phones: there a page of text is too small to select in, and the library too much to load. */
const WIDE = "(min-width: 700px)";
/** pdf.js 6 lays its text out with it: Chrome 125, Firefox 118, Safari 15.4. */
const ROUNDS = "round(down, 1px, 1px)";

/** pdf.js draws with the first two, and brings what else is newer; the last stands for Safari 17.4. */
export function canSelectText(browser: Window & typeof globalThis = window): boolean {
  if (!browser.matchMedia(WIDE).matches) return false;
  const has = "Worker" in browser && "OffscreenCanvas" in browser && "FontFace" in browser && "withResolvers" in browser.Promise;
  return has && browser.CSS.supports("width", ROUNDS);
}

/** The card of a document names no type; the server gave its name to what it had found to be a PDF or a picture. */
export function isPdf(name: string): boolean {
  return /\.pdf$/i.test(name);
}
