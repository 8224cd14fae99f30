"""AT-39, second half: a backup laid back after the key was destroyed holds nothing that anybody can read."""

import io
import shutil
import sqlite3
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from rooms.chat import Channel, channel_from
from rooms.ids import RoomId
from rooms.inputs import Closed
from rooms.room import Phase
from server.app import Parts
from server.config import load_config
from server.private_zones import zone_deletion
from server.stores import opened_stores
from server.zones.deletion import deleting
from server.zones.refusals import ZoneDestroyed
from server.zones.zone import PrivateZone
from tests import uploads
from tests.node import Node, Scene, add_accounts, open_scene, start_node
from tests.server.http.callers import ask, bearer
from tests.tab import Tab

DOCUMENTS = "/api/v1/session/documents"
DATABASE = "mediation-room.sqlite3"
OFFER = "八万五千元是我能接受的最低数"
AMONG_US = "本方商量：先不提加班费"
NOTE = "申请人急于了结，被申请人有支付能力"
LOBBY = "我不想见到李静"
HELLO = "大家好，我是张伟"
NAME = "诊断证明.pdf"
PAPER = uploads.pdf(2)
WORDS = (OFFER, AMONG_US, NOTE, LOBBY, "诊断证明")
SECRETS = (*(form for text in WORDS for form in (text.encode(), text.encode("unicode_escape"))), PAPER[100:160])


class Clock:
    """Server time, some days ahead."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)


@dataclass
class Walk:
    """What was said in private in a room that was then closed, and what was copied before and after the closing."""

    folder: Path
    clock: Clock
    room: RoomId
    channels: tuple[Channel, ...]
    document: str
    worker: str
    """The worker's token."""

    @property
    def live(self) -> Path:
        return self.folder / "live"

    @property
    def keys(self) -> Path:
        return self.folder / "zone-keys"


@pytest.fixture(scope="module")
async def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder, clock = tmp_path_factory.mktemp("walk"), Clock()
    with (folder / "log").open("w") as log, redirect_stdout(log):
        node = await start_node(folder / "live", parts=Parts(clock=clock), zone_keys=folder / "zone-keys")
        try:
            return await _walked(node, folder, clock)
        finally:
            await node.close()


async def _walked(node: Node, folder: Path, clock: Clock) -> Walk:
    await add_accounts(node.config, "wangmin")
    node.account = await node.log_in()
    scene = await open_scene(node)
    document, token, channels = await _said_apart(node, scene)
    _back_up(folder / "live", folder / "backup")
    shutil.copytree(folder / "zone-keys", folder / "old-keys")
    room = await node.room(scene.room)
    await node.keeper.submit(room.id, Closed(clock(), room.seats[0].id))
    _back_up(folder / "live", folder / "closed")
    await scene.close()
    return Walk(folder, clock, room.id, channels, document, token)


async def _said_apart(node: Node, scene: Scene) -> tuple[str, str, tuple[Channel, ...]]:
    mediator, worker, _ = await scene.at_table()
    lobby, side = f"lobby.{scene.worker.seat}", "side.applicant"
    await mediator.says(LOBBY, lobby)
    await mediator.says(NOTE, "notes")
    await worker.says(AMONG_US, side)
    await worker.says(HELLO)
    caucus = await scene.in_caucus(mediator, (scene.worker, worker))
    await worker.says(OFFER, caucus, tag="proposal")
    document = await _laid(node, worker, caucus)
    return document, worker.token, tuple(map(channel_from, (lobby, "notes", side, caucus)))


async def _laid(node: Node, tab: Tab, channel: str) -> str:
    headers = {**bearer(tab.token), "Content-Type": "application/octet-stream", "X-File-Name": quote(NAME)}
    answer = await ask(node, "POST", f"{DOCUMENTS}?channel={channel}", headers, data=io.BytesIO(PAPER))
    assert answer.status == 201, answer.json
    return str(answer.json["id"])


def _back_up(data: Path, to: Path) -> None:
    """As docs/operator.md says: the database by SQLite's own backup, then everything beside it, but for zone keys."""
    to.mkdir()
    with closing(sqlite3.connect(data / DATABASE)) as source, closing(sqlite3.connect(to / DATABASE)) as copy:
        source.backup(copy)
    for each in data.iterdir():
        if each.is_dir():
            shutil.copytree(each, to / each.name)


def plain_in(folder: Path) -> list[bytes]:
    """Secrets that lie readable in any file there, or in the name of one."""
    everything = b"".join(path.read_bytes() + bytes(path) for path in folder.rglob("*") if path.is_file())
    return [secret for secret in SECRETS if secret in everything]


async def _destroyed(walk: Walk) -> None:
    walk.clock.days = 31
    async with opened_stores(load_config(None, data=walk.live, zone_keys=walk.keys)) as stores:
        await zone_deletion(stores, walk.clock).look()
        assert await stores.zone_keys.living() == ()


async def test_at39_nothing_private_lies_readable_on_any_disk_even_before(walk: Walk) -> None:
    assert b"/api/v1/session/documents" in (walk.folder / "log").read_bytes(), "the log is looked at too"
    assert plain_in(walk.folder) == []
    async with opened_stores(load_config(None, data=walk.live, zone_keys=walk.keys)) as stores:
        said = [line.text for channel in walk.channels for line in await stores.rooms.lines(walk.room, channel, 0)]
        assert said == [LOBBY, NOTE, AMONG_US, OFFER], "it is all there, for those with the key"


async def test_at39_a_backup_restored_after_the_key_is_destroyed_stays_unreadable(walk: Walk) -> None:
    await _destroyed(walk)
    restored = walk.folder / "restored"
    shutil.copytree(walk.folder / "backup", restored)
    node = await start_node(restored, parts=Parts(clock=Clock()), zone_keys=walk.keys)
    try:
        room = await node.room(walk.room)
        assert room.phase is not Phase.CLOSED, "the backup is of before"
        assert [(each.name, each.sha256) for each in room.documents] == [("（已删除）", "")]
        for channel in walk.channels:
            with pytest.raises(ZoneDestroyed):
                await node.stores.rooms.lines(walk.room, channel, 0)
            with pytest.raises(ZoneDestroyed):
                await node.stores.zone_keys.key(PrivateZone(walk.room, str(channel)))
        for path in ("original", "pages/1"):
            answer = await ask(node, "GET", f"{DOCUMENTS}/{walk.document}/{path}", bearer(walk.worker))
            assert (answer.status, answer.code) == (410, "zone.destroyed")
        await _told_nothing(node, walk)
    finally:
        await node.close()
    assert plain_in(walk.folder) == []


async def _told_nothing(node: Node, walk: Walk) -> None:
    """The worker's own tab, where the room still stands open: the table's words, and a clear no."""
    tab = await Tab(walk.worker, node.url).connect()
    await tab.enter()
    await tab.until("chat.lines", lambda told: told["lines"][0]["text"] == HELLO)
    for channel in walk.channels:
        assert tab.lines(str(channel)) == []
    said = {"id": "0123456789abcdef", "text": OFFER, "channel": str(walk.channels[-1]), "tag": ""}
    assert await tab.refusal("chat.send", **said) == "zone.destroyed"
    await tab.leave()


async def test_at39_a_backup_of_the_keys_is_noticed_and_destroyed_again(walk: Walk) -> None:
    await _destroyed(walk)
    again = walk.folder / "again"
    shutil.copytree(walk.folder / "old-keys", again)
    async with opened_stores(load_config(None, data=walk.live, zone_keys=again)) as stores:
        assert len(await stores.zone_keys.living()) == len(walk.channels)
        async with deleting(zone_deletion(stores, walk.clock)):
            assert await stores.zone_keys.living() == ()


async def test_at39_what_is_due_in_a_restored_database_goes_before_anybody_is_served(walk: Walk) -> None:
    walk.clock.days = 31
    late, keys = walk.folder / "late", walk.folder / "late-keys"
    shutil.copytree(walk.folder / "closed", late)
    shutil.copytree(walk.folder / "old-keys", keys)
    async with opened_stores(load_config(None, data=late, zone_keys=keys)) as stores:
        assert len(await stores.zone_keys.living()) == len(walk.channels)
        async with deleting(zone_deletion(stores, walk.clock)):
            for channel in walk.channels:
                with pytest.raises(ZoneDestroyed):
                    await stores.rooms.lines(walk.room, channel, 0)
    assert not list((late / "private-files").rglob("*.*"))
