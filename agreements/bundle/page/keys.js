// Certificates and public keys (RFC 5280): arithmetic by WebCrypto, the way to a root by us.

const HASHES = { "0609608648016503040201": "SHA-256", "0609608648016503040202": "SHA-384", "0609608648016503040203": "SHA-512" };
const ECDSA = { "06082a8648ce3d040302": "SHA-256", "06082a8648ce3d040303": "SHA-384", "06082a8648ce3d040304": "SHA-512" };
const RSA = { "06092a864886f70d01010b": "SHA-256", "06092a864886f70d01010c": "SHA-384", "06092a864886f70d01010d": "SHA-512" };
const RSA_PLAIN = "06092a864886f70d010101";
const CURVES = { "06082a8648ce3d030107": ["P-256", 32], "06052b81040022": ["P-384", 48], "06052b81040023": ["P-521", 66] };
const COMMON_NAME = "0603550403";
const CONSTRAINTS = "0603551d13";
const PURPOSES = "0603551d25";
const STAMPING = "06082b06010505070308";
const LONGEST_WAY = 6;

function certificate(der) {
  const [body, algorithm, signature] = inside(der);
  const fields = inside(body).filter((each) => each[0] !== 0xa0 && each[0] !== 0x81 && each[0] !== 0x82);
  const [serial, , issuer, validity, subject, key, held] = fields;
  const [from, to] = inside(validity).map(timeOf);
  const extensions = {};
  for (const each of held ? inside(inside(held)[0]) : []) {
    const pieces = inside(each);
    extensions[hex(pieces[0])] = value(pieces[pieces.length - 1]);
  }
  return { der, body, algorithm: hex(inside(algorithm)[0]), signature: value(signature).subarray(1), serial, issuer, subject, key, from, to, extensions };
}

// The CN of a name; empty where it has none.
function commonName(name) {
  const pairs = inside(name).flatMap(inside).map(inside);
  const found = pairs.find(([kind]) => hex(kind) === COMMON_NAME);
  return found ? textOf(value(found[1])) : "";
}

const isAuthority = (one) => {
  const said = one.extensions[CONSTRAINTS];
  return said !== undefined && hex(said).startsWith("30") && hex(said).includes("0101ff");
};

// Whether the signature (DER) over `data` is one by that key (a SubjectPublicKeyInfo).
async function signedBy(key, algorithm, hash, signature, data) {
  const [kind, curve] = inside(inside(key)[0]).map(hex);
  const name = ECDSA[algorithm] || RSA[algorithm] || (algorithm === RSA_PLAIN ? hash : undefined);
  if (name === undefined) return false;
  if (kind === RSA_PLAIN) {
    const how = { name: "RSASSA-PKCS1-v1_5", hash: name };
    return crypto.subtle.verify(how.name, await crypto.subtle.importKey("spki", key, how, false, ["verify"]), signature, data);
  }
  if (CURVES[curve] === undefined || ECDSA[algorithm] === undefined) return false;
  const [namedCurve, octets] = CURVES[curve];
  const imported = await crypto.subtle.importKey("spki", key, { name: "ECDSA", namedCurve }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: name }, imported, joined(...numbers(signature, octets)), data);
}

// The two integers of an ECDSA signature, each of so many octets.
function numbers(signature, octets) {
  const [whole, ...rest] = parts(signature);
  if (rest.length || !same(tlv(0x30, ...inside(whole)), signature)) throw new Error("no signature");
  return inside(whole).map((element) => {
    const number = value(element)[0] === 0 ? value(element).subarray(1) : value(element);
    return joined(new Uint8Array(octets - number.length), number);
  });
}

// Whether a way leads from the certificate to one of the roots, each step signed and in its time.
async function leadsToRoot(one, pool, roots, at, steps = LONGEST_WAY) {
  if (!(one.from <= at && at <= one.to)) return false;
  if (roots.some((root) => same(root.der, one.der))) return true;
  if (steps === 0) return false;
  for (const issuer of [...roots, ...pool]) {
    const named = same(issuer.subject, one.issuer) && isAuthority(issuer);
    if (named && (await signedBy(issuer.key, one.algorithm, undefined, one.signature, one.body))) {
      if (await leadsToRoot(issuer, pool, roots, at, steps - 1)) return true;
    }
  }
  return false;
}

// Certificates of a PEM text.
function pemCertificates(text) {
  const found = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return Array.from(found, ([, body]) => certificate(Uint8Array.from(atob(body.replace(/\s/g, "")), (char) => char.charCodeAt(0))));
}
