"""What is said apart is sealed apart: each channel with its own numbers and key, and with the key it goes."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rooms.chat import JOINT, NOTES, Channel, ChannelKind, ChatLine, LineTag
from rooms.document import Document
from rooms.effects import StoreDocument, StoreLine
from rooms.ids import DeviceId, DocumentId, MessageId, SeatId, SessionId
from rooms.room import Phase, Room
from server.audit.facts import ZoneDeleted, decoded
from server.storage.audit import AuditStore
from server.storage.blobs import BlobFolder
from server.storage.desk import DeskStore
from server.storage.document_files import DocumentFiles
from server.storage.documents import DocumentStore
from server.storage.private_files import PrivateFiles
from server.storage.zone_deletions import ZoneDeletionStore
from server.zones.deletion import ZoneDeletion
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.zone import PrivateZone
from tests.server.storage.office import NOW, Office

CHEN = SeatId("chen")
CAUCUS = Channel(ChannelKind.CAUCUS, "c1")
SIDE = Channel(ChannelKind.SIDE, "applicant")
CHANNELS = (JOINT, CAUCUS, SIDE, Channel(ChannelKind.LOBBY, "zhang"), NOTES)
SECRET = "对方最多肯出八万元"
PAYSLIP = b"%PDF payslip of a person who does not exist"


def said(room: Room, channel: Channel, text: str, tag: LineTag = LineTag.NONE) -> tuple[Room, StoreLine]:
    """The room after the mediator said a line there, and the order to keep it."""
    conversation = room.conversation(channel)
    message = MessageId(f"{channel}-{conversation.seq + 1}")
    line = ChatLine(conversation.seq + 1, message, CHEN, channel.zone, NOW, text, channel, tag)
    spoken = room.with_conversation(replace(conversation, seq=line.seq))
    return replace(spoken, version=room.version + 1), StoreLine(line)


async def say(office: Office, room: Room, channel: Channel, text: str, tag: LineTag = LineTag.NONE) -> Room:
    after, order = said(room, channel, text, tag)
    await office.rooms.commit(room, after, NOW, (order,))
    return after


def files_of(office: Office, tmp_path: Path) -> DocumentFiles:
    return DocumentFiles(
        BlobFolder(tmp_path / "blobs", office.keys.blobs), PrivateFiles(tmp_path / "files", office.zone_keys)
    )


async def lay(office: Office, tmp_path: Path, room: Room, channel: Channel, name: str) -> Room:
    """The room after the mediator laid a document of one page there."""
    files = files_of(office, tmp_path)
    original, picture = [await files.put(room.id, str(channel), each) for each in (PAYSLIP, PAYSLIP + b" drawn")]
    document = Document(
        id=DocumentId(f"d-{channel}"),
        name=name,
        by=CHEN,
        media_type="application/pdf",
        bytes=len(PAYSLIP),
        sha256=original,
        pages=1,
        at=NOW,
        channel=channel,
        readers=frozenset({CHEN}),
    )
    after = replace(room, documents=(*room.documents, document), version=room.version + 1)
    order = StoreDocument(document, SessionId("tab"), DeviceId("d" * 64), (picture,))
    await office.rooms.commit(room, after, NOW, (order,))
    return after


def on_disk(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


async def closed(office: Office, room: Room) -> Room:
    after = replace(room, phase=Phase.CLOSED, version=room.version + 1)
    await office.rooms.commit(room, after, NOW, ())
    return after


async def test_each_channel_counts_and_reads_by_itself(office: Office) -> None:
    room = await office.open_room()
    for n in (1, 2):
        for channel in CHANNELS:
            room = await say(office, room, channel, f"{channel} {n}", LineTag.PROPOSAL if n == 2 else LineTag.NONE)
    for channel in CHANNELS:
        lines = await office.rooms.lines(room.id, channel, 0)
        assert [(line.seq, line.text, line.channel) for line in lines] == [
            (n, f"{channel} {n}", channel) for n in (1, 2)
        ]
        assert [line.tag for line in lines] == [LineTag.NONE, LineTag.PROPOSAL]
        assert [line.seq for line in await office.rooms.lines(room.id, channel, 1)] == [2]
    assert await office.rooms.lines(room.id, Channel(ChannelKind.CAUCUS, "c2"), 0) == ()
    assert len(await office.zone_keys.living()) == len(CHANNELS) - 1, "reading makes no key"


async def test_private_words_tags_names_and_hashes_are_on_no_disk(office: Office, tmp_path: Path) -> None:
    room = await office.open_room()
    for channel in CHANNELS[1:]:
        room = await say(office, room, channel, SECRET, LineTag.PROPOSAL)
    room = await lay(office, tmp_path, room, CAUCUS, "病历.pdf")
    room = await say(office, room, JOINT, "大家好")
    assert await office.rooms.load(room.id) == room
    document = room.documents[0]
    original = await DocumentStore(office.engine).original(room.id, document.id)
    picture = await DocumentStore(office.engine).picture(room.id, document.id, 1)
    assert original
    assert picture
    files = files_of(office, tmp_path)
    assert await files.get(room.id, original.channel, original.file) == PAYSLIP
    assert await files.get(room.id, picture.channel, picture.file) == PAYSLIP + b" drawn"
    kept = on_disk(tmp_path) + "".join(str(path) for path in tmp_path.rglob("*")).encode()
    kept = kept.replace(b"proposals", b"")  # a table of agreements, not the tag of a line
    assert "大家好".encode() in kept
    for private in (SECRET, "病历", "proposal", document.sha256, "payslip"):
        assert private.encode() not in kept, private
    [row] = await DeskStore(office.engine).open_rooms(office.mediator)
    assert [each.name for each in row.room.documents] == ["（保密）"]


@pytest.mark.parametrize(
    "change", ["seq = 7", "author = 'li'", "zone = 'Z2'", "message = 'x'", "text = 'z1:AAAA'", f"text = '{SECRET}'"]
)
async def test_a_private_line_that_was_changed_or_moved_does_not_open(
    office: Office, tmp_path: Path, change: str
) -> None:
    room = await say(office, await office.open_room(), CAUCUS, SECRET)
    with sqlite3.connect(tmp_path / "rooms.db") as intruder:
        intruder.execute(f"UPDATE chat_lines SET {change}")  # noqa: S608 - the test's own
    intruder.close()
    with pytest.raises(ZoneUnreadable):
        await office.rooms.lines(room.id, CAUCUS, 0)


async def test_with_its_key_a_zone_is_gone_and_takes_nothing_more(office: Office, tmp_path: Path) -> None:
    room = await say(office, await office.open_room(), CAUCUS, SECRET)
    room = await lay(office, tmp_path, room, CAUCUS, "病历.pdf")
    room = await say(office, room, SIDE, "我们再等等")
    await office.zone_keys.destroy(PrivateZone(room.id, str(CAUCUS)))
    with pytest.raises(ZoneDestroyed):
        await office.rooms.lines(room.id, CAUCUS, 0)
    with pytest.raises(ZoneDestroyed):
        await say(office, room, CAUCUS, "还有一句")
    with pytest.raises(ZoneDestroyed):
        await lay(office, tmp_path, room, CAUCUS, "又一份.pdf")
    stored = await office.rooms.load(room.id)
    assert stored
    assert [(each.name, each.sha256) for each in stored.documents] == [("（已删除）", "")]
    assert stored.version == room.version
    [line] = await office.rooms.lines(room.id, SIDE, 0)
    assert line.text == "我们再等等"


async def test_without_the_folder_of_keys_the_room_goes_on_and_with_it_all_is_back(
    office: Office, tmp_path: Path
) -> None:
    room = await say(office, await office.open_room(), CAUCUS, SECRET)
    room = await lay(office, tmp_path, room, CAUCUS, "病历.pdf")
    shutil.move(tmp_path / "zone-keys", tmp_path / "away")
    with pytest.raises(ZoneUnreadable):
        await office.rooms.lines(room.id, CAUCUS, 0)
    stored = await office.rooms.load(room.id)
    assert stored
    assert [each.name for each in stored.documents] == ["（打不开）"]
    after = await say(office, stored, JOINT, "我们继续")
    shutil.move(tmp_path / "away", tmp_path / "zone-keys")
    again = await office.rooms.load(room.id)
    assert again
    assert (again.version, again.documents) == (after.version, room.documents)
    assert [line.text for line in await office.rooms.lines(room.id, CAUCUS, 0)] == [SECRET]


async def test_closing_sets_the_day_of_every_private_zone_and_of_nothing_else(office: Office) -> None:
    room = await say(office, await office.open_room(), JOINT, "大家好")
    room = await say(office, room, CAUCUS, SECRET)
    other = await say(office, await office.open_room(), CAUCUS, SECRET)
    unused = PrivateZone(room.id, "notes")  # its key was made, and then the line was not stored
    await office.zone_keys.key(unused)
    deletions = ZoneDeletionStore(office.engine, office.keys.node)
    assert await deletions.planned() == ()
    room = await closed(office, room)
    planned = await deletions.planned()
    assert [(one.zone, one.destroyed_at) for one in planned] == [
        (PrivateZone(room.id, str(CAUCUS)), None),
        (unused, None),
    ]
    assert {one.due for one in planned} == {date(2026, 12, 23)}
    assert await deletions.due(date(2026, 12, 22)) == ()
    assert len(await deletions.due(date(2026, 12, 23))) == 2
    assert [line.text for line in await office.rooms.lines(other.id, CAUCUS, 0)] == [SECRET]
    late = await say(office, room, Channel(ChannelKind.WHISPER), "结束后的话")
    assert len(await deletions.planned(late.id)) == 3


async def test_on_its_day_a_zone_goes_once_and_leaves_the_table_alone(office: Office, tmp_path: Path) -> None:
    room = await say(office, await office.open_room(), JOINT, "大家好")
    room = await lay(office, tmp_path, room, JOINT, "合同.pdf")
    room = await say(office, room, CAUCUS, SECRET)
    room = await lay(office, tmp_path, room, CAUCUS, "病历.pdf")
    room = await closed(office, room)
    book, private = (
        ZoneDeletionStore(office.engine, office.keys.node),
        PrivateFiles(tmp_path / "files", office.zone_keys),
    )
    now = NOW
    deletion = ZoneDeletion(office.zone_keys, private, book, lambda: now)
    await deletion.look()
    assert [line.text for line in await office.rooms.lines(room.id, CAUCUS, 0)] == [SECRET]

    now = NOW + timedelta(days=30)
    await deletion.look()
    await deletion.look()
    with pytest.raises(ZoneDestroyed):
        await office.rooms.lines(room.id, CAUCUS, 0)
    stored = await office.rooms.load(room.id)
    assert stored
    assert [each.name for each in stored.documents] == ["合同.pdf", "（已删除）"]
    assert [line.text for line in await office.rooms.lines(room.id, JOINT, 0)] == ["大家好"]
    contract = await DocumentStore(office.engine).original(room.id, stored.documents[0].id)
    assert contract
    assert await files_of(office, tmp_path).get(room.id, contract.channel, contract.file) == PAYSLIP
    assert await DocumentStore(office.engine).original(room.id, stored.documents[1].id) is None
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    with sqlite3.connect(tmp_path / "rooms.db") as database:
        assert database.execute("SELECT DISTINCT channel FROM chat_lines").fetchall() == [("joint",)]
        assert database.execute("SELECT count(*) FROM document_pages").fetchone() == (1,)
    database.close()
    audit = AuditStore(office.engine, office.keys.node)
    facts = [decoded(one.kind, one.v, one.body) for one in await audit.records(room.case)]
    assert [one for one in facts if isinstance(one, ZoneDeleted)] == [ZoneDeleted(room.id, "caucus", scheduled=True)]
    assert await audit.verify(room.case) == []
