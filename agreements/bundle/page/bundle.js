// The whole bundle, from the cheap to the dear; stops at the first thing that does not hold.

const KEYS = ["case_no", "day", "lane", "route", "agreement"];
const SLOT = /^(0[1-9]|10)_/;

async function story(found, manifest) {
  const told = canonical(found.get("data/case.json"), "data/case.json");
  const rows = told.slots.flatMap((slot) => slot.papers);
  const paths = rows.flatMap((row) => [row.path, row.evidence]).filter(Boolean);
  const others = Array.from(found.keys()).filter((path) => SLOT.test(path));
  if (told.schema !== "court-case/1" || KEYS.some((key) => told[key] !== manifest[key])) {
    throw new Broken("story", "清单与案件数据不一致。", "The manifest and the case's data disagree.");
  }
  const numbered = told.slots.map((slot) => slot.number).join() === "1,2,3,4,5,6,7,8,9,10";
  if (!numbered || [...paths].sort().join("\n") !== others.sort().join("\n")) {
    throw new Broken("story", "卷内文书与案件数据不一致。", "The papers are not those of the case's data.");
  }
  const raw = found.get("data/agreement.json");
  const agreement = canonical(raw, "data/agreement.json");
  if (String(agreement.schema).startsWith("mediation-agreement/")) {
    const sealed = rows.some((row) => row.path === "02_agreement.pdf" && row.sealed && row.evidence);
    const inPaper = sealed && same((await embedded(found.get("02_agreement.pdf"), "02_agreement.pdf"))[0], raw);
    const named = agreement.agreement === manifest.agreement && agreement.case_no === manifest.case_no;
    if (!inPaper || !named || !textOf(found.get("proof/events.jsonl")).includes(await sha256(raw))) {
      throw new Broken("story", "协议书、数据和审计链不一致。", "Agreement, data and audit chain disagree.");
    }
  }
  return told;
}

async function signed(found, papers, trusted, say) {
  const whole = await cms(found.get("manifest.sig"));
  const manifest = found.get("manifest.json");
  const platforms = papers.filter((each) => each.first).map((each) => hex(each.cms.signer.key));
  const known = platforms.length > 0 && platforms.every((each) => each === hex(whole.signer.key));
  if (!whole.token || !(await covers(whole, manifest)) || !known) {
    throw new Broken("signature.manifest", "清单不是由平台签名的。", "The platform did not sign this manifest.");
  }
  const roots = trusted.length ? trusted : pemCertificates(textOf(found.get("proof/certs/root.pem")));
  for (const each of [{ path: "manifest.json", cms: whole, covered: manifest }, ...papers]) {
    let holds = false;
    try {
      holds = await signatureHolds(each.cms, each.covered, roots);
    } catch (fault) {
      if (fault instanceof Broken) throw fault;
    }
    if (!holds) throw new Broken(`signature.${each.path}`, "签名无效，或不能追溯到根证书。", "A signature fails under the roots.");
  }
  const name = commonName(whole.signer.subject);
  say("holds", "signatures", `${papers.length + 1}个签名及其时间戳有效；平台签名的证书：${name}。`,
    `All ${papers.length + 1} signatures and their timestamps are valid; the platform's certificate: ${name}.`);
  if (!trusted.length) {
    say("untrusted", "trust", "根证书取自材料包本身，不能证明出具人；请选取可信的根证书。",
      "The root is the bundle's own and vouches for nobody; choose one that you trust.");
  }
}

// `say(result, check, zh, en)`; gives what case.json tells, or null where it was not reached.
async function checkBundle(data, trusted, say) {
  let told = null;
  try {
    const found = members(data);
    say("holds", "zip.form", "压缩包没有多余字节。", "The ZIP has no byte but its members'.");
    const manifest = await listed(found, say);
    await chained(found, manifest.schema, say);
    told = await story(found, manifest);
    const papers = [];
    for (const row of told.slots.flatMap((slot) => slot.papers)) if (row.sealed) papers.push(...(await paper(found, row, say)));
    say("holds", "story", "清单、数据、文书和审计链相互一致。", "List, data, papers and chain tell one story.");
    await signed(found, papers, trusted, say);
  } catch (fault) {
    if (fault instanceof Broken) say("broken", fault.check, fault.zh, fault.en);
    else say("broken", "form", `结构无法读取（${fault.message}）。`, `It cannot be read (${fault.message}).`);
  }
  return told;
}

const VERDICTS = {
  holds: ["全部成立", "Everything holds"],
  broken: ["不成立：文件被改动或不合规范", "Broken: altered, or not in its form"],
  untrusted: ["未发现改动，但不能全部确认", "No change was found, but not everything could be confirmed"],
};

function verdictOf(results) {
  if (results.includes("broken")) return "broken";
  return results.every((each) => each === "holds") ? "holds" : "untrusted";
}
