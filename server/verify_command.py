"""`mediation-room verify FILE`: offline, for whoever holds a file. The reading itself happens in a confined process.

Exit code 0: everything holds; 1: broken; 2: intact but not vouched for, or something could not be checked.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

import click
from pydantic import TypeAdapter

from agreements.verify.certificates import NoCertificate, root_is_test, roots_of
from agreements.verify.confinement import confined
from agreements.verify.limits import FILE_BYTES
from agreements.verify.report import Report, Result, Verdict
from law.sentence import Sentence
from server.config import CONFIG_FILE, load_config
from server.config_mistakes import ConfigRefused

NOT_CHECKED: Final = 2
MARKS: Final = {Result.HOLDS: "✓", Result.BROKEN: "✗", Result.UNTRUSTED: "!", Result.UNCHECKED: "?"}
VERDICTS: Final = {
    Verdict.HOLDS: Sentence("结论：全部成立", "Verdict: everything holds"),
    Verdict.BROKEN: Sentence("结论：不成立，文件被改动或不合规范", "Verdict: broken"),
    Verdict.UNTRUSTED: Sentence(
        "结论：未发现改动，但不能全部确认", "Verdict: no change was found, but not everything could be confirmed"
    ),
}


class BadRoot(Exception):
    """A file of roots that cannot be used."""


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, type=click.Path(path_type=Path), help="信任的根证书 PEM a root you trust")
@click.option("--at", help="按此时刻判断 judge at this time (ISO 8601)")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON for programs")
@click.option("--config", type=click.Path(path_type=Path), envvar=CONFIG_FILE, help="TOML 配置文件 settings in TOML")
@click.option("--data", type=click.Path(path_type=Path), help="数据目录 data folder")
def verify_command(
    file: Path, trust: tuple[Path, ...], at: str | None, *, as_json: bool, config: Path | None, data: Path | None
) -> None:
    """离线核验协议书、签署证据页或材料压缩包。 Verify an agreement, its evidence page or a package, offline."""
    moment = _moment(at)
    try:
        roots = (*_named(trust), *_installed(load_config(config, data=data).data / "trust"))
        with file.open("rb") as opened:
            content = opened.read(FILE_BYTES + 1)
    except OSError as error:
        _give_up(f"无法读取 {error.filename}。 {error.filename} cannot be read: {error.strerror}.")
    except (BadRoot, ConfigRefused) as error:
        _give_up(str(error))
    report = confined(content, trust=roots, at=moment)
    click.echo(TypeAdapter(Report).dump_json(report, indent=2) if as_json else "\n".join(_told(report)))
    sys.exit(report.exit_code)


def _moment(at: str | None) -> datetime:
    try:
        return datetime.fromisoformat(at).astimezone() if at else datetime.now(UTC)
    except (ValueError, OverflowError):
        _give_up(f"无法识别时间 {at}。 {at} is no time; write 2026-11-22T09:00+08:00.")


def _named(files: Iterable[Path]) -> Iterator[bytes]:
    """Roots named on the command line, 测试 or not."""
    for file in files:
        yield _checked(file)


def _installed(folder: Path) -> Iterator[bytes]:
    """Installed roots; one that says 测试 counts only when it is named."""
    for file in sorted(folder.glob("*.pem")):
        text = _checked(file)
        if any(root_is_test(root) for root in roots_of([text])):
            click.echo(
                f"! {file} 是测试根证书，须用 --trust 指明才算数。 A 测试 (test) root counts only when named.", err=True
            )
        else:
            yield text


def _checked(file: Path) -> bytes:
    text = file.read_bytes()
    try:
        roots_of([text])
    except NoCertificate as error:
        raise BadRoot(f"{file} 里没有可用的证书。 {file} holds no certificate that can be used.") from error
    return text


def _give_up(text: str) -> NoReturn:
    for line in text.splitlines():
        click.echo(f"✗ {line}", err=True)
    sys.exit(NOT_CHECKED)


def _told(report: Report) -> Iterator[str]:
    """For people: what holds, what does not, who signed, what is not proved."""
    for line in report.lines:
        file = f"{line.id.partition(':')[0]}  " if ":" in line.id else ""
        yield f"{MARKS[line.result]} {file}{line.sentence.zh} {line.sentence.en}"
    if report.signatures:
        yield from ("", "签名 Signatures")
    for each in report.signatures:
        company = f"（{each.on_behalf_of}）" if each.on_behalf_of else ""
        test = "  测试 (test)" if each.test else ""
        yield f"  {each.at:%Y-%m-%d %H:%M:%SZ}  {each.field}  {each.signer}{company}  ← {each.issuer}{test}"
    if report.not_proved:
        yield from ("", "未证明 Not proved")
    for sentence in report.not_proved:
        yield f"  · {sentence.zh} {sentence.en}"
    verdict = VERDICTS[report.verdict]
    test = "（测试 test）" if report.test else ""
    yield from ("", f"{verdict.zh}{test}。 {verdict.en}.")
