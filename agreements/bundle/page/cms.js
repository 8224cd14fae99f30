// Signature values (CMS, RFC 5652): taken apart and put together again, for what differs in one byte is not what was made.

const ID_SIGNED = unhex("06092a864886f70d010702");
const ID_DATA = unhex("06092a864886f70d010701");
const ID_TST = unhex("060b2a864886f70d0109100104");
const ID_STAMP = unhex("060b2a864886f70d010910020e");
const ATTRIBUTES = { kind: "06092a864886f70d010903", digest: "06092a864886f70d010904", signer: "060b2a864886f70d010910022f" };

async function cms(der) {
  let found;
  try {
    found = await cmsParts(der);
  } catch (fault) {
    if (fault instanceof Broken) throw fault;
  }
  if (!found) throw new Broken("cms.form", "签名值的形式不合规范。", "A signature value is not in its one form.");
  return found;
}

async function cmsParts(der) {
  const [, , encapsulated, held, infos] = inside(inside(inside(der)[1])[0]);
  const info = inside(inside(infos)[0]);
  const certificates = inside(held).map(certificate);
  const content = inside(encapsulated).length > 1 ? value(inside(inside(encapsulated)[1])[0]) : null;
  const signer = certificates.find((each) => same(tlv(0x30, each.issuer, each.serial), info[1]));
  const attributes = {};
  for (const each of inside(info[3])) attributes[hex(inside(each)[0])] = inside(each)[1];
  let token = null;
  const rest = [];
  if (info.length > 6) {
    const [kind, values] = inside(inside(info[6])[0]);
    token = await cms(inside(values)[0]);
    if (!same(kind, ID_STAMP) || token.token || !token.content) return null;
    rest.push(tlv(0xa1, tlv(0x30, ID_STAMP, tlv(0x31, token.der))));
  }
  const kind = content ? ID_TST : ID_DATA;
  const kinds = content ? tlv(0x30, kind, tlv(0xa0, tlv(0x04, content))) : tlv(0x30, kind);
  const one = unhex("020101");
  const again = tlv(0x30, one, info[1], info[2], tlv(0xa0, value(info[3])), info[4], tlv(0x04, value(info[5])), ...rest);
  const number = content ? unhex("020103") : one;
  const body = tlv(0x30, number, tlv(0x31, info[2]), kinds, tlv(0xa0, ...certificates.map((each) => each.der)), tlv(0x31, again));
  const hash = HASHES[hex(inside(info[2])[0])];
  const named = attributes[ATTRIBUTES.signer] && (await isNamed(signer, attributes[ATTRIBUTES.signer]));
  const typed = attributes[ATTRIBUTES.kind] && same(value(attributes[ATTRIBUTES.kind]), kind);
  if (!same(tlv(0x30, ID_SIGNED, tlv(0xa0, body)), der) || !named || !typed || !hash) return null;
  return {
    der, certificates, signer, hash, content, token,
    digest: value(inside(attributes[ATTRIBUTES.digest])[0]),
    attributes: tlv(0x31, value(info[3])),
    algorithm: hex(inside(info[4])[0]),
    signature: value(info[5]),
    at: token ? token.at : timeOf(inside(content).find((each) => each[0] === 0x18)),
  };
}

// The signed attributes name the certificate by its hash (RFC 5035): else another of the same key would do.
async function isNamed(signer, attribute) {
  for (const name of Object.values(HASHES)) if (within(await digest(name, signer.der), attribute)) return true;
  return false;
}

// Whether it is a signature, or a timestamp, over these bytes: digests alone.
async function covers(found, content) {
  if (!found.content) return same(await digest(found.hash, content), found.digest);
  const [algorithm, imprint] = inside(inside(found.content)[2]);
  const whole = same(await digest(found.hash, found.content), found.digest);
  return whole && same(await digest(HASHES[hex(inside(algorithm)[0])], content), value(imprint));
}

// Everything about one signature: digests, arithmetic, the way to a root at its own time, and its timestamp.
async function signatureHolds(found, content, roots) {
  if (!(await covers(found, content))) return false;
  if (!(await signedBy(found.signer.key, found.algorithm, found.hash, found.signature, found.attributes))) return false;
  for (const each of found.certificates) if (!(await leadsToRoot(each, found.certificates, roots, found.at))) return false;
  if (!found.content) return found.token !== null && signatureHolds(found.token, found.signature, roots);
  const purposes = found.signer.extensions[PURPOSES];
  return purposes !== undefined && hex(purposes).includes(STAMPING);
}
