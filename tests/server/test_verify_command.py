"""`mediation-room verify`: what a court's clerk reads, and the exit code a program reads."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.agreements.render.samples import sample_document
from tests.agreements.verify.sealed import SealedCase, opened_house, sealed_case
from tests.agreements.verify.tampers import flipped
from tests.server.operator import Ended, Operator

Verify = Callable[..., Awaitable[Ended]]


@pytest.fixture
def verify(command: Operator) -> Verify:
    async def verified(*arguments: str | Path) -> Ended:
        ended = await command("verify", *arguments)
        assert "Traceback" not in ended.out + ended.err
        return ended

    return verified


@dataclass(frozen=True)
class Desk:
    case: SealedCase
    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(await sealed_case(opened_house(folder / "authority"), sample_document()), folder)
    desk.file("root.pem", desk.case.house.root)
    return desk


async def test_at4_a_test_root_that_is_named_gives_0_and_the_word(verify: Verify, desk: Desk) -> None:
    for name, content in (("a.pdf", desk.case.agreement), ("e.pdf", desk.case.evidence), ("z.zip", desk.case.package)):
        ended = await verify(desk.file(name, content), "--trust", desk.root, "--data", desk.data)
        assert ended.code == 0, ended.out
        assert "全部成立（测试 test）" in ended.out
        assert "未证明 Not proved" in ended.out


async def test_without_a_root_it_is_2(verify: Verify, desk: Desk) -> None:
    ended = await verify(desk.file("a.pdf", desk.case.agreement), "--data", desk.data)
    assert ended.code == 2
    assert "证书不能追溯到您信任的根证书" in ended.out


async def test_an_installed_test_root_does_not_count(verify: Verify, desk: Desk) -> None:
    trust = desk.folder / "installed" / "trust"
    trust.mkdir(parents=True)
    (trust / "root.pem").write_bytes(desk.case.house.root)
    ended = await verify(desk.file("a.pdf", desk.case.agreement), "--data", trust.parent)
    assert ended.code == 2
    assert "须用 --trust 指明" in ended.err


async def test_a_changed_file_is_1_and_a_later_clock_0(verify: Verify, desk: Desk) -> None:
    changed = desk.file("b.pdf", flipped(desk.case.agreement, 5000))
    assert (await verify(changed, "--trust", desk.root, "--data", desk.data)).code == 1
    paper = desk.file("a.pdf", desk.case.agreement)
    assert (await verify(paper, "--trust", desk.root, "--data", desk.data, "--at", "2029-11-22T09:00+08:00")).code == 0


async def test_programs_get_json(verify: Verify, desk: Desk) -> None:
    ended = await verify(desk.file("z.zip", desk.case.package), "--trust", desk.root, "--data", desk.data, "--json")
    report = json.loads(ended.out)
    assert report["kind"] == "package"
    assert {line["result"] for line in report["lines"]} == {"holds"}


async def test_what_cannot_be_read_gets_a_sentence_and_2(verify: Verify, desk: Desk) -> None:
    paper = desk.file("a.pdf", desk.case.agreement)
    for arguments in (
        (desk.folder / "nowhere.pdf",),
        (desk.folder,),
        (paper, "--trust", paper),
        (paper, "--trust", desk.folder / "nowhere.pem"),
        (paper, "--at", "yesterday"),
    ):
        ended = await verify(*arguments, "--data", desk.data)
        assert ended.code == 2
        assert ended.out == ""
        [line] = ended.err.splitlines()
        assert line.startswith("✗ ")


async def test_garbage_is_1(verify: Verify, desk: Desk) -> None:
    ended = await verify(desk.file("x.pdf", b"garbage"), "--data", desk.data)
    assert ended.code == 1
    assert "既不是 PDF" in ended.out
