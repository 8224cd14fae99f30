/** The key by which this device is known to one invite: made here, kept here, sent only to our own server. */

const KEY_BYTES = 32;
const MULTIPLIERS = [2654435761, 1597334677] as const;

/**
 * Where the key of an invite is kept. A 53-bit digest of the secret, which cannot be turned back into it; made by hand
 * because `crypto.subtle` is absent where a page is not served securely. Two multiply-xor lanes, joined at the end.
 */
export function storageName(secret: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of secret) {
    const code = letter.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, MULTIPLIERS[0]);
    low = Math.imul(low ^ code, MULTIPLIERS[1]);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const digest = 4294967296 * (0x1fffff & low) + (high >>> 0);
  return `device.${digest.toString(36)}`;
}

/** The key of an earlier visit, or null. */
export function knownDeviceKey(secret: string): string | null {
  try {
    return localStorage.getItem(storageName(secret));
  } catch {
    return null;
  }
}

/** The key of this device for that invite; made and kept on first use. */
export function deviceKey(secret: string): string {
  const known = knownDeviceKey(secret);
  if (known !== null) return known;
  const made = base64url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
  try {
    localStorage.setItem(storageName(secret), made);
  } catch {
    // Private browsing without storage: this visit works, the next one counts as another device.
  }
  return made;
}

/** 22 letters of chance, for ids that nobody else may guess or repeat. */
export function randomId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
