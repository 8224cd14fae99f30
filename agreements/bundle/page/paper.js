// Sealed papers (PDF): the bytes that signatures cover, the data inside, who signed.

const RANGE = /\/ByteRange\s*\[\s*0 +(\d{1,10}) +(\d{1,10}) +(\d{1,10})\s*\]/g;
const SEAL = utf8("机构印章");
const wrong = (check, zh, en) => new Broken(check, zh, en);

// In the order of signing; each leaves out its own value alone, and the last covers all the rest.
async function signatures(pdf, check) {
  const text = latin(pdf);
  const ranges = Array.from(text.matchAll(RANGE), (each) => each.slice(1).map(Number)).sort((a, b) => a[1] + a[2] - b[1] - b[2]);
  const found = [];
  let before = 0;
  for (const [start, end, rest] of ranges) {
    const digits = text.slice(start + 1, end - 1);
    const framed = text[start] === "<" && text[end - 1] === ">" && /\/Contents\s*$/.test(text.slice(Math.max(0, start - 40), start));
    const ended = /%%EOF\s*$/.test(text.slice(Math.max(0, end + rest - 12), end + rest));
    if (!framed || !ended || !/^([0-9a-f]*|[0-9A-F]*)$/.test(digits) || !(before <= start && start < end)) {
      throw wrong(check, "签名的覆盖范围不合规范。", "A byte range is not in its one form.");
    }
    const padded = unhex(digits);
    const octets = padded[1] > 0x80 ? padded[1] - 0x80 : 0;
    const size = octets ? parseInt(hex(padded.subarray(2, 2 + octets)), 16) : padded[1];
    const der = padded.slice(0, 2 + octets + size);
    if (padded.subarray(der.length).some((byte) => byte !== 0)) {
      throw wrong(check, "签名值的填充不是零。", "The padding of a signature value is not zeros.");
    }
    found.push({ cms: await cms(der), covered: joined(pdf.subarray(0, start), pdf.subarray(end, end + rest)), end: end + rest });
    before = end + rest;
  }
  const closed = found.length > 1 && found[found.length - 1].cms.content && before === pdf.length;
  if (!closed || text.split("/ByteRange").length - 1 !== found.length) {
    throw wrong(check, "封存时间戳之后文件又有改动，或没有封存。", "It was changed after its closing, or never closed.");
  }
  for (const each of found) {
    if (!(await covers(each.cms, each.covered))) throw wrong(check, "所签的内容被改动。", "What was signed was changed.");
  }
  return found;
}

// The data inside a paper, its only attached file: bytes and value.
async function embedded(pdf, check) {
  const text = latin(pdf);
  const places = Array.from(text.matchAll(/\/Type\s*\/EmbeddedFile\b/g), (each) => each.index);
  const begin = places.length === 1 ? /stream\r?\n/.exec(text.slice(places[0], places[0] + 2000)) : null;
  if (begin === null) throw wrong(check, "内嵌数据不是恰好一份。", "There is not exactly one attached file.");
  const at = places[0] + begin.index + begin[0].length;
  const end = text.indexOf("endstream", at);
  const stop = text[end - 1] === "\n" ? end - (text[end - 2] === "\r" ? 2 : 1) : end;
  for (const raw of [pdf.subarray(at, stop), pdf.subarray(at, end)]) {
    const plain = await inflated(raw);
    if (plain) return [plain, canonical(plain, check)];
  }
  throw wrong(check, "内嵌数据无法读取。", "The attached file cannot be read.");
}

const LARGEST = 8 * 1024 * 1024;

async function inflated(raw) {
  const pieces = [];
  let size = 0;
  try {
    const reader = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    for (;;) {
      const { done, value: piece } = await reader.read();
      if (done) return joined(...pieces);
      pieces.push(piece);
      size += piece.length;
      if (size > LARGEST) return null;
    }
  } catch (fault) {
    return null;
  }
}

// A sealed paper with its evidence page; gives all their signatures, each with the path it is in.
async function paper(found, told, say) {
  const check = told.path;
  const pdf = found.get(told.path);
  const signed = await signatures(pdf, check);
  const [raw, data] = await embedded(pdf, check);
  const persons = signed.slice(1).filter((each) => !each.cms.content);
  const stamps = signed.slice(persons.length + 1);
  const page = told.evidence ? (await embedded(found.get(told.evidence), told.evidence))[1] : null;
  const fields = (data.fields || []).filter((each) => each.kind !== "platform");
  const here = fields.filter((each) => !(page && (page.left_empty || []).includes(each.name)));
  if (stamps.some((each) => !each.cms.content) || (fields.length && here.length !== persons.length)) {
    throw wrong(check, "签名不是应有的那些。", "The signatures are not those that must be there.");
  }
  const all = signed.map((each) => ({ path: told.path, ...each, first: each === signed[0] }));
  if (String(data.schema).startsWith("mediation-application/")) await applied(found, data, check);
  ofCase(found, data, page, check);
  if (page) {
    const evidence = await signatures(found.get(told.evidence), told.evidence);
    await evidenceHolds(page, told, { raw, here, persons, first: pdf.subarray(0, stamps[0].end) });
    await byHand(found, told.path, fields, page, say);
    all.push(...evidence.map((each) => ({ path: told.evidence, ...each, first: each === evidence[0] })));
  }
  for (const path of [told.path, told.evidence].filter(Boolean)) {
    const name = `proof/timestamps/${path.slice(0, -4).replaceAll("/", "_")}.tsr`;
    const last = all.filter((each) => each.path === path).pop();
    if (!same(found.get(name), last.cms.der)) throw wrong(name, "时间戳不是文书里的那一个。", "It is not the timestamp of the paper.");
  }
  say("holds", check, `${told.path} 未被改动，${signed.length}个签名依次覆盖全文。`, `${told.path} is unchanged; its ${signed.length} signatures cover it in turn.`);
  return all;
}

// The evidence page and the organisation's certificate are of the bundle's own case.
function ofCase(found, data, page, check) {
  const own = canonical(found.get("data/case.json"), "data/case.json");
  const certified = String(data.schema).startsWith("mediation-certificate/");
  const other = certified && (data.number !== own.case_no || data.organisation !== own.organisation);
  if ((page && page.case_no !== own.case_no) || other) {
    throw wrong(check, "文书或其签署证据页是另一案件的。", "The paper or its evidence page is of another case.");
  }
}

// The application is for the bundle's own route, and of its agreement.
async function applied(found, data, check) {
  if (data.route !== canonical(found.get("manifest.json"), "manifest").route) {
    throw wrong(check, "申请书是为另一途径制作的。", "The application is for another route.");
  }
  // Online the data was signed, on paper the scan is on file.
  const rests = data.origin === "online" ? "data/agreement.json" : "02_agreement.";
  const files = Array.from(found.keys()).filter((path) => path.startsWith(rests));
  const digests = await Promise.all(files.map((path) => sha256(found.get(path))));
  if (!digests.includes(data.agreement_sha256)) {
    throw wrong(check, "申请书说的是另一份协议。", "The application speaks of another agreement.");
  }
}

async function evidenceHolds(page, told, { raw, here, persons, first }) {
  if (page.digest !== (await sha256(raw)) || page.agreement_pdf_sha256 !== (await sha256(first))) {
    throw wrong(told.path, "签署证据页说的是另一份文书。", "The evidence page speaks of another paper.");
  }
  const signers = await Promise.all(persons.map((each) => sha256(each.cms.signer.der)));
  if (signers.sort().join() !== page.signers.map((each) => each.certificate_sha256).filter(Boolean).sort().join()) {
    throw wrong(told.path, "签名人的证书与签署证据页不符。", "The signers' certificates are not those of the page.");
  }
  for (const field of here) {
    const words = [utf8(field.signer), field.kind === "organisation" ? SEAL : utf8(page.agreement)];
    const named = persons.some((each) => words.every((word) => within(word, each.cms.signer.subject)));
    if (!named) throw wrong(told.path, "证书不属于签名人。", `No certificate of ${field.signer_name}.`);
  }
}
