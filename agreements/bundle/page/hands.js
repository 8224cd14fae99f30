// Papers signed by hand on their print: evidence page, scan and audit chain must say the same of it.

// A line for each who did; Broken where a missing signature may be one that somebody took away.
async function byHand(found, path, fields, page, say) {
  const left = page.left_empty || [];
  const scan = page.scan_sha256 || "";
  const pairs = (rows, name) => rows.map((one) => JSON.stringify([one[name], one.on_behalf_of])).sort().join();
  const told = page.signers.filter((one) => !one.certificate_sha256);
  if (!left.length && !scan && !told.length) return;
  const hands = fields.filter((one) => left.includes(one.name) && one.kind !== "organisation");
  const others = canonical(found.get("data/case.json"), "data/case.json").slots.find((slot) => slot.number === 10);
  const scans = [];
  for (const row of others.papers) if ((await sha256(found.get(row.path))) === scan) scans.push(row.path);
  const filed = bodies(found, "agreement.paper_filed")
    .filter((said) => said.agreement === page.agreement && said.digest === page.digest && said.scan === scan)
    .map((said) => said.signed.sort().join());
  const signed = bodies(found, "agreement.signed").filter((said) => said.digest === page.digest).map((said) => said.field);
  const right = hands.length > 0 && scans.length > 0
    && left.every((name) => fields.some((one) => one.name === name))
    && pairs(told, "name") === pairs(hands, "signer_name")
    && filed.length === 1 && filed[0] === hands.map((one) => one.signer).sort().join()
    && !signed.some((name) => left.includes(name));
  if (!right) {
    throw new Broken(path, "缺少签名，或亲笔签名没有签署证据页、扫描件和审计记录一致证明。",
      "A signature is missing, or page, scan and record do not agree that it is by hand.");
  }
  for (const one of hands) {
    say("holds", "by_hand", `${one.signer_name}在打印件上亲笔签名，见扫描件 ${scans[0]}（SHA-256 ${scan}）；未经电子核验。`,
      `${one.signer_name} signed by hand on the scan with SHA-256 ${scan}; not electronically verified.`);
  }
  for (const one of fields.filter((each) => left.includes(each.name) && !hands.includes(each))) {
    say("holds", "unsealed", `${one.signer_name}没有在此文件上加盖电子印章。`, `${one.signer_name} put no electronic seal on it.`);
  }
}
