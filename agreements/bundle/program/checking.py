"""验证法院材料包，不需要网络。 Checks a court's bundle with no network.

    python3 verify.py [bundle.zip | folder] [--trust root.pem]... [--route confirmation]

Form, digests, audit chain and tree are checked by Python alone (3.9 or later); signatures by the openssl command (3.0
or later), else it says "signatures NOT checked". Exit code 0: everything holds under the roots named by --trust;
1: broken; 2: no change was found, but something was not checked or is vouched for by nobody you named.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from agreements.bundle.program.form import Broken, Report, chained, listed, read
from agreements.bundle.program.openssl import OpenSsl, found_openssl
from agreements.bundle.program.sealed import Signed, paper, story
from agreements.bundle.program.values import cms, common_name, covers, names


def signed(found: dict[str, bytes], papers: list[tuple[str, Signed]], head: dict[str, Any], trust: list[Path],
           report: Report) -> None:  # fmt: skip
    """Every signature under the roots; Broken where one does not hold."""
    whole, manifest = cms(found["manifest.sig"]), found["manifest.json"]
    first = dict(reversed(papers))
    platform = {names(one.cms.signer)[2] for one in first.values()}
    if whole.token is None or not covers(whole, manifest) or {names(whole.signer)[2]} != platform:
        raise Broken("signature.manifest", "清单不是由平台签名的。", "The platform did not sign this manifest.")
    command = found_openssl()
    if command is None:
        report.say("unchecked", "signatures", "签名未核对：需要 openssl 命令 3.0 以上。",
                   "signatures NOT checked: the openssl command (3.0 or later) is needed.")  # fmt: skip
        return
    roots = b"".join(each.read_bytes() for each in trust) or found["proof/certs/root.pem"]
    with tempfile.TemporaryDirectory() as folder:
        openssl = OpenSsl(command, Path(folder), roots)
        if not openssl.signed_head(head):
            raise Broken("audit.head", "审计链末端的签名无效。", "The signature of the chain's head is not valid.")
        for path, one, content in [("manifest.json", whole, manifest), *((p, o.cms, o.covered) for p, o in papers)]:
            if not openssl.holds(one, content):
                raise Broken(
                    f"signature.{path}", "签名无效，或不能追溯到根证书。", "A signature fails under the roots."
                )
    platform_name = common_name(names(whole.signer)[1])
    report.say("holds", "signatures", f"{len(papers) + 1}个签名及其时间戳有效；平台签名的证书：{platform_name}。",
               f"All {len(papers) + 1} signatures and their timestamps are valid; the platform's certificate: "
               f"{platform_name}.")  # fmt: skip
    if not trust:
        report.say("untrusted", "trust", "根证书取自材料包本身，不能证明出具人；请用 --trust 指明。",
                   "The root is the bundle's own and vouches for nobody; name one by --trust.")  # fmt: skip


def checked(place: Path, trust: list[Path], route: str | None, report: Report) -> None:
    """Everything, from the cheap to the dear; raises Broken at the first thing that does not hold."""
    found = read(place)
    if not place.is_dir():
        report.say("holds", "zip.form", "压缩包没有多余字节。", "The ZIP has no byte but its members'.")
    manifest = listed(found, report, ordered=not place.is_dir())
    tree = chained(found, manifest["schema"], report)
    rows = story(found, manifest, route)
    papers = [each for row in rows for each in paper(found, row, report)]
    report.say("holds", "story", "清单、数据、文书和审计链相互一致。", "List, data, papers and chain tell one story.")
    signed(found, papers, tree["head"], trust, report)


def main(words: list[str] | None = None) -> int:
    """The exit code. `words`: what stands behind the program's name; None: as it was called."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked.add_argument("--trust", action="append", type=Path, default=[])
    asked.add_argument("--route")
    given, report = asked.parse_args(words), Report()
    try:
        checked(given.bundle, given.trust, given.route, report)
    except Broken as fault:
        report.say("broken", *fault.args)
    except OSError as fault:
        report.say("unchecked", "file", f"无法读取：{fault}。", f"It cannot be read: {fault}.")
    except Exception as fault:  # noqa: BLE001  # a hostile file fails in its own ways
        report.say("broken", "form", f"结构无法读取（{fault!r}）。", f"It cannot be read ({fault!r}).")
    verdicts = (
        "全部成立 everything holds",
        "不成立，文件被改动 broken",
        "未发现改动，但不能全部确认 not everything confirmed",
    )
    sys.stdout.write(f"\n结论 Verdict: {verdicts[report.code()]}\n")
    return report.code()


if __name__ == "__main__":
    # A Windows console has another code page.
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", line_buffering=True)
    sys.exit(main())
