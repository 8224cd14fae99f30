// node read_bundles.mjs SCRIPTS ROOT BUNDLE…: the exit code that verify.html's own functions give each bundle, as JSON.
import { readFileSync } from "node:fs";

const [script, root, ...bundles] = process.argv.slice(2);
const { checkBundle, pemCertificates, verdictOf } = new Function(
  `${readFileSync(script, "utf8")}; return { checkBundle, pemCertificates, verdictOf };`,
)();
const trusted = pemCertificates(readFileSync(root, "utf8"));
const codes = [];
for (const bundle of bundles) {
  const results = [];
  await checkBundle(new Uint8Array(readFileSync(bundle)), trusted, (result) => results.push(result));
  codes.push({ holds: 0, broken: 1, untrusted: 2 }[verdictOf(results)]);
}
process.stdout.write(JSON.stringify(codes));
