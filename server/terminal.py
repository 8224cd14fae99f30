"""What the commands show on a terminal."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import segno
from rich.console import Console
from rich.table import Table

from law.beijing import clock
from law.sentence import Sentence
from server.audit.chain import Fault
from server.config import Config
from server.demo import Entrance
from server.findings import Finding, Level
from server.storage.audit import Verified
from server.storage.codes import SimulatedCode
from server.storage.messages import Content, Progress
from server.storage.sessions import Account
from server.storage.zone_deletions import Planned
from server.tls import unwelcome_clients
from server.zones.zone import PrivateZone

WIDEST: Final = 400
MARKS: Final = {Level.OK: "[green]✓[/]", Level.WARN: "[yellow]![/]", Level.FAIL: "[red]✗[/]"}


def show_entrances(console: Console, entrances: Sequence[Entrance]) -> None:
    """One table of all links, whole even where the window is narrow, and below it a QR code for each party."""
    table = Table(show_lines=True)
    table.add_column("谁 Who", no_wrap=True)
    table.add_column("链接 Link", no_wrap=True)
    table.add_column("登录 Sign-in", no_wrap=True)
    for each in entrances:
        table.add_row(_both(each.who), each.link, _both(each.sign_in))
    # A link that is cut or wrapped cannot be copied; a terminal wraps a long line by itself.
    needed = console.measure(table, options=console.options.update_width(WIDEST)).maximum
    Console(file=console.file, width=max(console.width, needed)).print(table)
    for each in entrances:
        if each.scans:
            console.print(f"{each.who.zh} {each.who.en}", highlight=False)
            console.print(qr_text(each.link), highlight=False, markup=False, crop=False)


def _both(sentence: Sentence) -> str:
    return "\n".join(dict.fromkeys((sentence.zh, sentence.en)))


def qr_text(link: str) -> str:
    """A QR code in half blocks."""
    out = io.StringIO()
    segno.make(link, error="l").terminal(out, compact=True)
    return out.getvalue()


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """One line for each check, and what to do about it."""
    for finding in findings:
        console.print(f"{MARKS[finding.level]} {finding.zh} {finding.en}", highlight=False)
        if finding.mend_zh:
            console.print(f"  → {finding.mend_zh} {finding.mend_en}", highlight=False)


def show_accounts(console: Console, accounts: Iterable[Account]) -> None:
    """All accounts."""
    table = Table()
    for heading in ("用户名 User", "姓名 Name", "角色 Role", "组织或法院 Organisation or court"):
        table.add_column(heading)
    for each in accounts:
        table.add_row(each.username, each.name, each.role, each.court_name or each.organisation_name)
    console.print(table)


def show_codes(console: Console, codes: Sequence[SimulatedCode]) -> None:
    """Codes that nothing sent, newest first."""
    table = Table(title="模拟发送的验证码 Simulated outbox")
    for heading in ("签署人 Signer", "验证码 Code", "有效至 Good until"):
        table.add_column(heading, no_wrap=True)
    for each in codes:
        table.add_row(each.name, each.code, clock(each.expires))
    console.print(table if codes else "暂无验证码。 There are no codes.")


def show_zones(console: Console, planned: Sequence[Planned], living: Iterable[PrivateZone]) -> None:
    """Zones of closed rooms with the day of their deletion, then those of rooms that are open still."""
    table = Table()
    for heading in ("房间 Room", "频道 Channel", "销毁日 Due", "已销毁 Destroyed", "密钥 Key"):
        table.add_column(heading, no_wrap=True)
    keys = set(living)
    for one in planned:
        destroyed = clock(one.destroyed_at) if one.destroyed_at else "–"
        table.add_row(*one.zone, one.due.isoformat(), destroyed, "有 kept" if one.zone in keys else "无 none")
    for zone in sorted(keys - {one.zone for one in planned}):
        table.add_row(*zone, "–", "–", "有 kept")
    console.print(table if table.row_count else "没有保密区。 There are no private zones.")


def show_messages(console: Console, messages: Sequence[tuple[Progress, Content]]) -> None:
    """Messages that nothing sent, newest first, each with all it says: the link is what the person needs."""
    for progress, content in messages:
        heading = f"模拟发送 Simulated · {clock(progress.created)} · {progress.name} {progress.to_masked}"
        console.print(heading, highlight=False, markup=False, soft_wrap=True)
        console.print(content.text, highlight=False, markup=False, soft_wrap=True)


FAULTS: Final[Mapping[Fault, Sentence]] = {
    Fault.CONTENT: Sentence("内容与哈希不符", "its content does not give its hash"),
    Fault.LINK: Sentence("与前一条不相连", "it does not continue the record before it"),
    Fault.SEQUENCE: Sentence("编号不连续", "its number is not the next one"),
    Fault.HEAD: Sentence("已签名的记录缺失或被改写", "a signed record is missing or rewritten"),
    Fault.SIGNATURE: Sentence("签名无效", "the signature does not hold"),
}


def show_audit(console: Console, chains: Sequence[Verified]) -> None:
    """Each break in a line of its own, and what was looked at."""
    for chain in chains:
        for found in chain.breaks:
            said = FAULTS[found.fault]
            console.print(f"[red]✗[/] {chain.chain} #{found.seq}：{said.zh} {said.en}", highlight=False, soft_wrap=True)
    records, heads = sum(chain.records for chain in chains), sum(chain.heads for chain in chains)
    breaks = sum(len(chain.breaks) for chain in chains)
    console.print(
        f"审计链 {len(chains)} 条，记录 {records} 条，签名 {heads} 个，断裂 {breaks} 处。 "
        f"{len(chains)} chains, {records} records, {heads} signed heads, {breaks} breaks.",
        highlight=False,
        soft_wrap=True,
    )


def show_started(console: Console, config: Config) -> None:
    """Where the room is, and under a certificate of our own, what each phone needs first."""
    console.print(f"在线调解室已启动：{config.address}  The room is open.", highlight=False)
    if config.tls == "self":
        console.print(f"根证书 Authority: {config.address}/ca.crt", highlight=False)
        for each in unwelcome_clients():
            console.print(f"- {each.zh} {each.en}", highlight=False)
