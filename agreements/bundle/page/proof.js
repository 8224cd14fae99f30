// The list of files and the audit chain: what digests alone can tell.

const FIRST = "court-bundle/1";
const BUNDLE = "court-bundle/2";
const FIXED = ["00_index.pdf", "data/case.json", "data/agreement.json", "data/schema_version", "proof/events.jsonl",
  "proof/merkle.json", "proof/certs/root.pem", "verify.html", "verify.py", "README_验证说明.pdf"];
const LAST = ["manifest.json", "manifest.sig"];
const NAME = /^(?:[a-z0-9_]+\/){0,2}[A-Za-z0-9_]+(?:\.[a-z0-9]+)?$/;

async function listed(found, say) {
  const manifest = canonical(found.get("manifest.json") || new Uint8Array(), "manifest");
  const paths = manifest.files.map((each) => each.path);
  if (![FIRST, BUNDLE].includes(manifest.schema) || [...paths, ...LAST].join("\n") !== Array.from(found.keys()).join("\n")) {
    throw new Broken("manifest", "清单与文件不对应。", "The manifest does not list exactly the files.");
  }
  if (!FIXED.every((path) => paths.includes(path)) || !paths.every((path) => NAME.test(path) || path === FIXED[9])) {
    throw new Broken("manifest", "缺少必有的文件，或文件名不合规范。", "A file is missing, or a name is not allowed.");
  }
  if (textOf(found.get("data/schema_version")) !== `${manifest.schema}\n`) {
    throw new Broken("manifest", "清单与版本文件不一致。", "The manifest and the version's file disagree.");
  }
  for (const each of manifest.files) {
    const content = found.get(each.path);
    if (each.size !== content.length || each.sha256 !== (await sha256(content)) || each.sm3 !== sm3(content)) {
      throw new Broken("manifest", `${each.path} 与清单不符。`, `${each.path} is not what the manifest says.`);
    }
  }
  say("holds", "manifest", `${paths.length}个文件与清单相符（SHA-256 与 SM3）。`, `All ${paths.length} files are as listed.`);
  return manifest;
}

const TOLD = ["at", "body", "body_digest", "case", "hash", "kind", "prev", "salt", "seq", "v"];
const SHUT = TOLD.filter((name) => name !== "body" && name !== "salt");
const HASHED = ["case", "seq", "at", "kind", "v", "body_digest", "prev"];

// Every record follows from the one before it, in a bundle of this version; gives merkle.json.
async function chained(found, version, say) {
  const lines = textOf(found.get("proof/events.jsonl")).split("\n");
  const events = lines.slice(0, -1).map((line) => canonical(utf8(line), "audit.chain"));
  const first = events.find((event) => event.case !== undefined);
  let before = "0".repeat(64);
  for (const [at, event] of events.entries()) {
    // Of what stays in the house there is the hash alone; the record after it names it, in the end the signed head.
    const bare = Object.keys(event).sort().join() === "hash,seq";
    const follows = bare || (event.prev === before && event.case === first.case && (await toldSo(event, version)));
    if (event.seq !== at + 1 || !follows) {
      throw new Broken("audit.chain", `审计链在第${at + 1}条断裂。`, `The audit chain is broken at record ${at + 1}.`);
    }
    before = event.hash;
  }
  const tree = canonical(found.get("proof/merkle.json"), "audit.tree");
  const root = hex(await merkle(events.map((event) => unhex(event.hash))));
  if (tree.schema !== "audit-tree/1" || tree.size !== events.length || tree.root !== root || lines[lines.length - 1] !== "") {
    throw new Broken("audit.tree", "审计记录与默克尔树根不符。", "The audit records do not give the root of the tree.");
  }
  await headHolds(tree.head, events, { case: first ? first.case : "", hash: before }, say);
  const bare = events.filter((event) => event.body === undefined).length;
  say("holds", "audit.chain", `审计链${events.length}条逐条相符，其中${bare}条只有哈希。`,
    `All ${events.length} audit records follow from one another; ${bare} are hashes only.`);
  return tree;
}

// Whether a record that is told has the hash of what it says, and nothing more. In a bundle of the first version, made
// until 2026-11-23, one that stays has all but salt and body.
async function toldSo(event, version) {
  const whole = Object.fromEntries(HASHED.map((name) => [name, event[name]]));
  const names = Object.keys(event).sort().join();
  if (event.hash !== (await sha256(utf8(written(whole))))) return false;
  if (version === FIRST && names === SHUT.join()) return true;
  return names === TOLD.join() && event.body_digest === (await sha256(joined(unhex(event.salt), utf8(event.body))));
}

// What the records of one kind say that are told.
function bodies(found, kind) {
  const events = textOf(found.get("proof/events.jsonl")).split("\n").slice(0, -1).map((line) => JSON.parse(line));
  return events.filter((event) => event.kind === kind && event.body !== undefined).map((event) => JSON.parse(event.body));
}

// RFC 9162 §2.1.1.
async function merkle(leaves) {
  if (leaves.length < 2) return digest("SHA-256", leaves.length ? joined(Uint8Array.of(0), leaves[0]) : new Uint8Array());
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return digest("SHA-256", joined(Uint8Array.of(1), await merkle(leaves.slice(0, half)), await merkle(leaves.slice(half))));
}

async function headHolds(head, events, last, say) {
  if (head.seq !== events.length || head.hash !== last.hash || head.case !== last.case) {
    throw new Broken("audit.head", "审计链的末端与签名记录不符。", "The audit chain does not end where its head says.");
  }
  const key = unhex(head.public_key);
  if (head.key_id !== (await sha256(key)).slice(0, 16)) {
    throw new Broken("audit.head", "审计链末端的密钥编号不符。", "The audit chain's head names another key.");
  }
  const told = utf8(written({ case: head.case, seq: head.seq, hash: head.hash, at: head.at, key_id: head.key_id }));
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (fault) {
    if (fault.name !== "NotSupportedError") throw fault;
    say("unchecked", "audit.head", "本浏览器不能核对审计链末端的签名（Ed25519）。", "This browser cannot check the head's signature (Ed25519).");
    return;
  }
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, imported, unhex(head.signature), told))) {
    throw new Broken("audit.head", "审计链末端的签名无效。", "The signature of the chain's head is not valid.");
  }
}
