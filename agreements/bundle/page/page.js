// What the reader sees. Texts of the bundle are set as text, never as markup.

const MARKS = { holds: "✓", broken: "✗", untrusted: "!", unchecked: "?" };
const byId = (id) => document.getElementById(id);

function element(name, text, style = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}

function shownLine(result, check, zh, en) {
  const line = document.createElement("li");
  line.className = result;
  line.append(element("strong", MARKS[result]), element("span", zh), element("small", `${en} [${check}]`));
  byId("lines").append(line);
}

function shownCase(told) {
  byId("case").replaceChildren();
  if (!told) return;
  const sides = told.parties.map((party) => `${party.standing}：${party.name}`).join("；");
  byId("case").append(element("h2", `${told.case_no}　${told.route_title}`), element("p", sides));
  const list = document.createElement("ol");
  for (const slot of told.slots) {
    const signed = (paper) => (paper.signers.length ? `；签名：${paper.signers.join("、")}` : "");
    const papers = slot.papers.map((paper) => `${paper.title}（${paper.pages || "—"}页${signed(paper)}）`).join("、");
    list.append(element("li", `${slot.title}：${papers || "无"}`));
  }
  byId("case").append(list);
}

// The newest choice alone speaks: a large file chosen before must not end over a small one chosen after.
let newest = 0;

async function checked(own) {
  const [bundle] = byId("bundle").files;
  if (!bundle) return;
  const results = [];
  byId("lines").replaceChildren();
  byId("verdict").className = "busy";
  byId("verdict").textContent = "正在核对…… Checking…";
  const say = (result, ...line) => {
    if (own !== newest) return;
    results.push(result);
    shownLine(result, ...line);
  };
  const trusted = [];
  for (const file of byId("roots").files) trusted.push(...pemCertificates(await file.text()));
  if (byId("roots").files.length && !trusted.length) say("unchecked", "trust", "所选文件里没有证书。", "There is no certificate in the file chosen.");
  const told = await checkBundle(new Uint8Array(await bundle.arrayBuffer()), trusted, say);
  if (own !== newest) return;
  shownCase(told);
  const verdict = verdictOf(results);
  const test = trusted.concat().some((root) => within(utf8("测试"), root.subject)) ? "（测试 test）" : "";
  byId("verdict").className = verdict;
  byId("verdict").textContent = `${VERDICTS[verdict][0]}${test} · ${VERDICTS[verdict][1]}`;
}

for (const id of ["bundle", "roots"]) byId(id).addEventListener("change", () => {
  newest += 1;
  const own = newest;
  checked(own).catch((fault) => {
    if (own !== newest) return;
    byId("verdict").className = "untrusted";
    byId("verdict").textContent = `无法核对：${fault.message}`;
  });
});
