"""The command line as an operator types it: what it prints, and one sentence where it cannot."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest

from tests.node import free_port
from tests.server.operator import Ended, Operator

TRACEBACK = "Traceback"


def one_sentence(ended: Ended) -> str:
    """What the operator is told: one line, both languages, no traceback."""
    assert ended.code == 1
    assert TRACEBACK not in ended.err + ended.out
    [line] = ended.err.splitlines()
    assert line.startswith("✗ ")
    assert re.search(r"[\u4e00-\u9fff].*[a-z]{3}", line)
    return line


@asynccontextmanager
async def serving(*arguments: str | Path | int, expect: str) -> AsyncIterator[list[str]]:
    """A server process that has printed `expect`; gives its lines, and ends it kindly."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", *map(str, arguments)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "MEDIATION_ROOM_MEDIA_PORT": "0"},
    )
    assert process.stdout
    lines: list[str] = []
    try:
        async with asyncio.timeout(30):
            while not any(expect in line for line in lines):
                line = (await process.stdout.readline()).decode()
                assert line, "".join(lines)
                lines.append(line.rstrip())
        yield lines
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0


async def test_the_demo_prints_whole_links_and_serves_them(command: Operator, tmp_path: Path) -> None:
    port = await free_port()
    async with serving("demo", "--serve", "--data", tmp_path, "--port", port, expect="respondent") as lines:
        links = re.findall(rf"http://localhost:{port}/[a-z0-9/]+", "\n".join(lines))
        assert len(links) == 3
        async with aiohttp.ClientSession() as session:
            for link in links[1:]:
                secret = {"Authorization": f"Invite {link.rsplit('/', 1)[1]}"}
                async with session.get(f"http://127.0.0.1:{port}/api/v1/invitation", headers=secret) as response:
                    assert response.status == 200
            async with session.get(f"http://127.0.0.1:{port}/api/v1/about") as response:
                assert (await response.json())["demo"] is True
        second = await command("serve", "--data", tmp_path, "--port", port)
        assert "already serves" in one_sentence(second)


async def test_a_demo_folder_is_not_served_to_strangers(command: Operator, tmp_path: Path) -> None:
    loaded = await command("demo", "--data", tmp_path)
    assert loaded.code == 0
    assert loaded.out.count("/j/") == 2
    public = {"MEDIATION_ROOM_PUBLIC_URL": "https://mediation.example.com"}
    assert "Demo accounts" in one_sentence(await command("serve", "--data", tmp_path, settings=public))
    assert "Demo accounts" in one_sentence(await command("demo", "--data", tmp_path, settings=public))


async def test_a_port_in_use_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in one_sentence(await command("serve", "--data", tmp_path, "--port", port))


async def test_a_media_port_in_use_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("0.0.0.0", 0))  # noqa: S104
        media = str(taken.getsockname()[1])
        ended = await command(
            "serve", "--data", tmp_path, "--port", await free_port(), settings={"MEDIATION_ROOM_MEDIA_PORT": media}
        )
    assert media in one_sentence(ended)


async def test_a_data_folder_that_cannot_be_one_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for data in (tmp_path / "file", tmp_path / "file" / "below"):
        one_sentence(await command("migrate", "--data", data))


async def test_a_full_disk_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.fail("needs /dev/full")
    (tmp_path / "mediation-room.sqlite3").symlink_to("/dev/full")
    one_sentence(await command("migrate", "--data", tmp_path))


async def test_a_damaged_database_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    (tmp_path / "mediation-room.sqlite3").write_bytes(b"not a database at all, but long enough to be read" * 100)
    assert "damaged" in one_sentence(await command("migrate", "--data", tmp_path))


async def test_wrong_settings_are_told_all_at_once(command: Operator, tmp_path: Path) -> None:
    settings = {"MEDIATION_ROOM_PORT": "eighty", "MEDIATION_ROOM_TLS": "perhaps"}
    ended = await command("migrate", "--data", tmp_path, settings=settings)
    assert ended.code == 1
    assert [line.split("：")[0] for line in ended.err.splitlines()] == ["✗ port", "✗ tls"]


async def test_clerks_and_judges_are_made_with_a_court_which_is_put_on_file_once(
    command: Operator, tmp_path: Path
) -> None:
    def add(name: str, *options: str) -> tuple[str | Path, ...]:
        return ("user", "add", name, "--name", "陈静", *options, "--password-stdin", "--data", tmp_path)

    typed = "a long password\n"
    assert "--court" in one_sentence(await command(*add("c1", "--role", "clerk"), typed=typed))
    assert "--court" in one_sentence(await command(*add("j1", "--role", "judge"), typed=typed))
    assert "--court" in one_sentence(await command(*add("m1", "--court", "某某区人民法院"), typed=typed))
    first = await command(*add("c1", "--role", "clerk", "--court", "某某区人民法院"), typed=typed)
    assert (first.code, "on file now" in first.out) == (0, True), first
    second = await command(*add("j1", "--role", "judge", "--court", "某某区人民法院"), typed=typed)
    assert (second.code, "on file now" in second.out) == (0, False), second


async def test_the_first_administrator_is_made_here_and_can_change_the_password(
    command: Operator, tmp_path: Path
) -> None:
    add = ("user", "add", "chen", "--name", "陈静", "--role", "admin", "--password-stdin", "--data", tmp_path)
    assert (await command(*add, typed="a long password\n")).code == 0
    assert "taken" in one_sentence(await command(*add, typed="a long password\n"))
    listed = await command("user", "list", "--data", tmp_path)
    assert "chen" in listed.out
    assert "admin" in listed.out
    passwd = ("user", "passwd", "chen", "--password-stdin", "--data", tmp_path)
    assert "10" in one_sentence(await command(*passwd, typed="short\n"))
    assert (await command(*passwd, typed="another long one\n")).code == 0
    nobody = ("user", "passwd", "nobody", "--password-stdin", "--data", tmp_path)
    assert "no user" in one_sentence(await command(*nobody, typed="another long one\n"))
    port = await free_port()
    async with serving("serve", "--data", tmp_path, "--port", port, expect="The room is open"):
        for password, status in (("a long password", 401), ("another long one", 200)):
            body = {"username": "chen", "password": password}
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"http://127.0.0.1:{port}/api/v1/login", json=body) as response,
            ):
                assert response.status == status


async def test_phones_get_a_certificate_and_are_told_who_refuses_it(tmp_path: Path) -> None:
    port = await free_port()
    where = ("--data", tmp_path, "--port", port, "--host", "127.0.0.1")
    async with serving("serve", "--tls", "self", *where, expect="Firefox") as lines:
        assert f"https://localhost:{port}" in lines[0]
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"https://127.0.0.1:{port}/ca.crt", ssl=False) as response,
        ):
            assert response.content_type == "application/x-x509-ca-cert"
            assert (await response.text()).startswith("-----BEGIN CERTIFICATE-----")


async def test_the_doctor_looks_at_this_machine(command: Operator, tmp_path: Path) -> None:
    ended = await command("doctor", "--data", tmp_path, "--port", await free_port())
    assert ended.code in {0, 1}
    assert "Python" in ended.out
    assert TRACEBACK not in ended.err


async def test_the_clients_types_are_what_the_models_say(command: Operator, tmp_path: Path) -> None:
    assert (await command("export-contract", "--check")).code == 0
    assert (await command("export-contract", "--folder", tmp_path)).code == 0
    (tmp_path / "http.ts").write_text("old")
    assert "http.ts" in one_sentence(await command("export-contract", "--check", "--folder", tmp_path))


async def test_threat31_the_audit_log_can_be_verified_by_whoever_runs_the_server(
    command: Operator, tmp_path: Path
) -> None:
    assert (await command("demo", "--data", tmp_path)).code == 0
    verify = ("audit", "verify", "--data", tmp_path)
    whole = await command(*verify)
    assert (whole.code, "0 breaks" in whole.out, "断裂 0 处" in whole.out) == (0, True, True)
    with closing(sqlite3.connect(tmp_path / "mediation-room.sqlite3")) as database:
        database.execute("DROP TRIGGER audit_records_update")
        database.execute("UPDATE audit_records SET at = '2026-01-01 00:00:00.000000' WHERE seq = 1")
        database.commit()
    broken = await command(*verify)
    assert (broken.code, TRACEBACK in broken.err) == (1, False)
    assert "✗ server #1：内容与哈希不符" in broken.out
    assert " 0 breaks" not in broken.out


async def test_a_database_of_another_version_is_one_sentence(command: Operator, tmp_path: Path) -> None:
    elsewhere = {"MEDIATION_ROOM_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/other.sqlite3"}
    listed = ("user", "list", "--data", tmp_path)
    assert "mediation-room migrate" in one_sentence(await command(*listed, settings=elsewhere))
    served = await command("serve", "--data", tmp_path, "--port", await free_port(), settings=elsewhere)
    assert "mediation-room migrate" in one_sentence(served)
    assert (await command("migrate", "--data", tmp_path, settings=elsewhere)).code == 0
    assert (await command(*listed, settings=elsewhere)).code == 0
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    for ended in (
        await command(*listed, settings=elsewhere),
        await command("migrate", "--data", tmp_path, settings=elsewhere),
    ):
        assert "newer version" in one_sentence(ended)
