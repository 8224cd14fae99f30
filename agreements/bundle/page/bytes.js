"use strict";
// Bytes, texts and digests; nothing here knows what they are of.

class Broken extends Error {
  constructor(check, zh, en) {
    super(en);
    Object.assign(this, { check, zh, en });
  }
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function unhex(text) {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new Error("not hexadecimal");
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.substr(2 * at, 2), 16));
}

const utf8 = (text) => new TextEncoder().encode(text);
const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
// One character for each byte, so that places in the text are places in the bytes.
const latin = (bytes) => new TextDecoder("latin1").decode(bytes);

function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function same(one, other) {
  if (!one || !other || one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

// Whether the smaller stands somewhere in the larger.
const within = (small, large) => hex(large).includes(hex(small));

const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));
const sha256 = async (bytes) => hex(await digest("SHA-256", bytes));

// The value; Broken unless the bytes are its RFC 8785 form (our values: strings, integers, lists, objects).
function canonical(bytes, check) {
  try {
    const text = textOf(bytes);
    const value = JSON.parse(text);
    if (written(value) === text) return value;
  } catch (fault) {
    if (!(fault instanceof SyntaxError || fault instanceof TypeError)) throw fault;
  }
  throw new Broken(check, "不是规范形式的 JSON。", "It is not JSON in canonical form.");
}

function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${written(value[name])}`).join(",")}}`;
}
