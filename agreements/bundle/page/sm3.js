// SM3 (GB/T 32905-2016), which no browser brings along.

const turned = (value, by) => (value << by) | (value >>> (32 - by));

function sm3(bytes) {
  const state = Int32Array.of(0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) pressed(state, bytes, at);
  const last = new Uint8Array(bytes.length % 64 < 56 ? 64 : 128);
  last.set(bytes.subarray(whole));
  last[bytes.length % 64] = 0x80;
  const size = new DataView(last.buffer, last.length - 8);
  size.setUint32(0, Math.floor(bytes.length / 0x20000000));
  size.setUint32(4, (bytes.length << 3) >>> 0);
  for (let at = 0; at < last.length; at += 64) pressed(state, last, at);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

const SM3_WORDS = new Int32Array(68);

function pressed(state, bytes, at) {
  const words = SM3_WORDS;
  for (let n = 0; n < 16; n += 1) {
    const place = at + 4 * n;
    words[n] = (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3];
  }
  for (let n = 16; n < 68; n += 1) {
    const mixed = words[n - 16] ^ words[n - 9] ^ turned(words[n - 3], 15);
    words[n] = mixed ^ turned(mixed, 15) ^ turned(mixed, 23) ^ turned(words[n - 13], 7) ^ words[n - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < 64; n += 1) {
    const first = n < 16;
    const high = turned(a, 12);
    const one = turned((high + e + turned(first ? 0x79cc4519 : 0x7a879d8a, n % 32)) | 0, 7);
    const upper = (first ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + (one ^ high) + (words[n] ^ words[n + 4]);
    const lower = (first ? e ^ f ^ g : (e & f) | (~e & g)) + h + one + words[n];
    [d, c, b, a] = [c, turned(b, 9), a, upper | 0];
    [h, g, f, e] = [g, turned(f, 19), e, lower ^ turned(lower, 9) ^ turned(lower, 17)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, n) => {
    state[n] ^= word;
  });
}
