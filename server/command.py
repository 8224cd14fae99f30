"""`mediation-room`: what an operator can ask of this server."""

import asyncio
import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Final, NoReturn

import click
from rich.console import Console

from rooms.ids import RoomId
from server import contract_export
from server.accounts import Passwords
from server.config import CONFIG_FILE, Config, load_config
from server.config_mistakes import ConfigRefused
from server.demo import DemoRefused, Entrance, demo_config, holds_demo, load_demo, require_private
from server.doctor import checks, failed
from server.faults import fault
from server.keys import KeyFault
from server.logs import configure_logs
from server.paper_checkup import paper_checks
from server.papers.basis import TemplateFolderError, templates_in
from server.private_zones import ZonesRefused, destroy_early
from server.serving import ServeRefused, installation, require_ports, serve
from server.staff import (
    StaffRefused,
    add_account,
    change_email,
    change_password,
    court_of,
    organisation_of,
    require_court,
)
from server.storage.audit import Verified
from server.storage.database import UnusableDatabase
from server.storage.sessions import AccountRole
from server.stores import migrated, opened_stores
from server.template_preview import preview
from server.terminal import (
    show_accounts,
    show_audit,
    show_codes,
    show_entrances,
    show_findings,
    show_messages,
    show_started,
    show_zones,
)
from server.tls import NameRefused
from server.verify_command import verify_command

CONTRACT: Final = Path(__file__).resolve().parent.parent / "web" / "src" / "contract"
SPOKEN: Final = (
    *(ConfigRefused, DemoRefused, KeyFault, NameRefused, ServeRefused, StaffRefused, TemplateFolderError),
    *(UnusableDatabase, ZonesRefused),
)
"""Errors whose text is already a sentence for the operator."""


class OneSentence(click.Group):
    """Ends every foreseeable fault with one sentence and exit code 1; a traceback means that we were wrong."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SPOKEN as error:
            _end(str(error))
        except Exception as error:
            sentence = fault(error)
            if sentence is None:
                raise
            _end(f"{sentence.zh} {sentence.en}")


def _end(text: str) -> NoReturn:
    for line in text.splitlines():
        click.echo(f"✗ {line}", err=True)
    sys.exit(1)


def _configured(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command its `config`, from --config, --data and the environment."""

    @click.option(
        "--config", "file", type=click.Path(path_type=Path), envvar=CONFIG_FILE, help="TOML 配置文件 settings in TOML"
    )
    @click.option("--data", type=click.Path(path_type=Path), help="数据目录 data folder")
    @wraps(command)
    def configured(file: Path | None, data: Path | None, **options: object) -> None:
        given = {name: options.pop(name) for name in LISTENING if name in options}
        config = load_config(file, data=data, **given)
        configure_logs(config.log_level, config.log_format)
        command(config, **options)

    return configured


SHOWN_MESSAGES: Final = 20
"""The newest in the outbox; the mediator of the room sees them all."""
LISTENING: Final = ("host", "port", "tls")


def _listening(command: Callable[..., None]) -> Callable[..., None]:
    """Adds where to listen."""
    for option in (
        click.option("--tls", type=click.Choice(["none", "self"]), help="self：自制证书，供局域网手机使用 for phones"),
        click.option("--port", type=int, help="TCP 端口 port (8080)"),
        click.option("--host", help="监听地址 address to listen on"),
    ):
        command = option(command)
    return command


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mediation-room-server", prog_name="mediation-room")
def main() -> None:
    """在线调解室服务器。 The online mediation room server."""
    # What was imported stays: looked through, it would hold the loop for 140 ms at each full collection, and the end.
    gc.freeze()
    gc.enable()


main.add_command(verify_command)


@main.command("serve")
@_listening
@_configured
def serve_command(config: Config) -> None:
    """启动服务。 Serve until stopped."""
    if holds_demo(config):
        require_private(config)
    serve(config, lambda: show_started(Console(), config))


@main.command("migrate")
@_configured
def migrate_command(config: Config) -> None:
    """升级数据库结构。 Bring the database to this version's schema."""
    asyncio.run(migrated(config))
    click.echo("数据库已是最新结构。 The database is up to date.")


@main.command("demo")
@click.option("--serve", "then_serve", is_flag=True, help="随后启动服务 and serve")
@_listening
@_configured
def demo_command(config: Config, *, then_serve: bool) -> None:
    """载入演示数据并显示链接。 Load demo data and show its links."""
    demo = demo_config(config)
    if not then_serve:
        show_entrances(Console(), asyncio.run(_loaded(demo)))
        return
    require_ports(demo)
    entrances = asyncio.run(_loaded(demo))

    def started() -> None:
        show_started(Console(), demo)
        show_entrances(Console(), entrances)

    serve(demo, started)


async def _loaded(config: Config) -> tuple[Entrance, ...]:
    with Passwords() as passwords:
        async with opened_stores(config) as stores:
            return await load_demo(config, stores, passwords, datetime.now(UTC))


@main.command("doctor")
@_listening
@_configured
def doctor_command(config: Config) -> None:
    """检查本机环境。 Say what is missing or wrong on this machine."""
    findings = [*checks(installation(config)), *paper_checks(installation(config))]
    show_findings(Console(), findings)
    sys.exit(1 if failed(findings) else 0)


@main.command("export-contract")
@click.option("--check", is_flag=True, help="只比较，不写入 compare only")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=CONTRACT)
def export_contract_command(folder: Path, *, check: bool) -> None:
    """生成浏览器端类型。 Write the browser client's types."""
    if not check:
        contract_export.export(folder)
        return
    stale = [name for name, text in contract_export.generated().items() if not _holds(folder / name, text)]
    if stale:
        _end(f"{'、'.join(stale)} 已过期，请重新运行 export-contract。 Out of date: export the contract again.")


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


@main.command("preview-template")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="模板目录 template folder"
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的模板 texts of which day")
@_configured
def preview_template_command(config: Config, out: Path, folder: Path | None, day: datetime | None) -> None:
    """打印一份示例协议书。 Print a sample agreement with the texts of a day."""
    on = day.date() if day else config.local_day(datetime.now(UTC))
    out.write_bytes(preview(templates_in(folder or config.templates), on))
    click.echo(f"✓ {out}")


@main.command("outbox")
@_configured
def outbox_command(config: Config) -> None:
    """显示模拟发送的验证码和消息。 Show the one-time codes and messages that were not really sent."""

    async def show() -> None:
        async with opened_stores(config) as stores:
            show_codes(Console(), await stores.codes.live(datetime.now(UTC)))
            show_messages(Console(), await stores.messages.simulated(None, SHOWN_MESSAGES))

    asyncio.run(show())


@main.group("audit")
def audit_group() -> None:
    """审计记录。 The audit log."""


@audit_group.command("verify")
@_configured
def audit_verify_command(config: Config) -> None:
    """核验全部审计链；有断裂时退出码为 1。 Verify every chain; exit code 1 where one is broken."""

    async def verified() -> list[Verified]:
        async with opened_stores(config) as stores:
            return [chain async for chain in stores.audit.verify_all()]

    chains = asyncio.run(verified())
    show_audit(Console(), chains)
    sys.exit(1 if any(chain.breaks for chain in chains) else 0)


@main.group("zones")
def zones_group() -> None:
    """保密区：单独沟通等内容的密钥与销毁日。 Private zones: their keys, and the days on which they are destroyed."""


@zones_group.command("list")
@click.argument("room", required=False)
@_configured
def zones_list_command(config: Config, room: str | None) -> None:
    """列出保密区。 List the private zones of a room or of all."""

    async def show() -> None:
        async with opened_stores(config) as stores:
            wanted = None if room is None else RoomId(room)
            living = await stores.zone_keys.living(wanted)
            show_zones(Console(), await stores.zone_deletions.planned(wanted), living)

    asyncio.run(show())


@zones_group.command("destroy")
@click.argument("room")
@click.option("--channel", help="只销毁这一频道 only this channel, as `zones list` shows it")
@click.confirmation_option(prompt="销毁后任何人都无法恢复，继续吗？ Nobody can undo this. Go on?")
@_configured
def zones_destroy_command(config: Config, room: str, *, channel: str | None) -> None:
    """提前销毁已关闭房间的保密内容。 Destroy what is private in a closed room before its day."""

    async def destroy() -> int:
        async with opened_stores(config) as stores:
            return len(await destroy_early(stores, RoomId(room), channel, lambda: datetime.now(UTC)))

    click.echo(f"已销毁 {asyncio.run(destroy())} 个保密区。 Destroyed.")


@main.group("user")
def user_group() -> None:
    """管理账号。 The people who work here."""


PASSWORD_STDIN: Final = click.option("--password-stdin", is_flag=True, help="从标准输入读取密码 read it from stdin")


@user_group.command("add")
@click.argument("username")
@click.option("--name", required=True, help="姓名 name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in AccountRole]),
    default=AccountRole.MEDIATOR.value,
    show_default=True,
)
@click.option("--organisation", help="调解组织 organisation (settings)")
@click.option("--short-name", help="案号中的简称 its short form in case numbers")
@click.option("--court", help="书记员或法官所在法院 the court of a clerk or judge")
@click.option("--email", help="电子邮箱，用于接收签署验证码 for codes when signing")
@PASSWORD_STDIN
@_configured
def user_add_command(  # noqa: PLR0913 - click gives one argument for each option
    config: Config,
    username: str,
    *,
    name: str,
    role: str,
    organisation: str | None,
    short_name: str | None,
    court: str | None,
    email: str | None,
    password_stdin: bool,
) -> None:
    """新建账号。 Make an account."""
    password = _password(from_stdin=password_stdin)

    async def add() -> bool:
        require_court(AccountRole(role), court)
        with Passwords() as passwords:
            async with opened_stores(config) as stores:
                on_file = {each.name for each in await stores.cases.courts()}
                await add_account(
                    stores,
                    passwords,
                    await organisation_of(stores, organisation or config.organisation, short_name),
                    username=username,
                    name=name,
                    role=AccountRole(role),
                    password=password,
                    at=datetime.now(UTC),
                    court=await court_of(stores, court) if court else None,
                    email=email,
                )
        return court is not None and court not in on_file

    if asyncio.run(add()):
        click.echo(f"新登记了法院 {court}。 The court {court} is on file now.")
    click.echo(f"已创建 {username}。 {username} can sign in now.")


@user_group.command("passwd")
@click.argument("username")
@PASSWORD_STDIN
@_configured
def user_passwd_command(config: Config, username: str, *, password_stdin: bool) -> None:
    """更换密码，已登录的会话失效。 Set a new password; logins made with the old one end."""
    password = _password(from_stdin=password_stdin)

    async def change() -> None:
        with Passwords() as passwords:
            async with opened_stores(config) as stores:
                await change_password(stores, passwords, username=username, password=password, at=datetime.now(UTC))

    asyncio.run(change())
    click.echo(f"{username} 的密码已更换。 The password is changed.")


@user_group.command("email")
@click.argument("username")
@click.argument("address", required=False)
@_configured
def user_email_command(config: Config, username: str, address: str | None) -> None:
    """设置接收签署验证码的邮箱，不填则删除。 Set the address for codes when signing; without one, remove it."""

    async def change() -> None:
        async with opened_stores(config) as stores:
            await change_email(stores, username=username, email=address)

    asyncio.run(change())
    click.echo(f"{username} 的邮箱已更新。 The address is changed.")


@user_group.command("list")
@_configured
def user_list_command(config: Config) -> None:
    """列出账号。 List the accounts."""

    async def show() -> None:
        async with opened_stores(config) as stores:
            show_accounts(Console(), await stores.accounts.accounts())

    asyncio.run(show())


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 Password", hide_input=True, confirmation_prompt="再输一次 Again"))
