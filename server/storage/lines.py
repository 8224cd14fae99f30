"""Chat lines as rows. Those of a private channel are sealed, the words with their tag, and bound to who said them when.

A private line's row tells that somebody wrote there, and when: the existence of private talk is on record anyhow. The
tag (an offer, a concession) is content.
"""

import json

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from law.zone import as_born
from rooms.chat import ChatLine, LineTag, channel_from
from rooms.ids import MessageId, RoomId, SeatId
from server.storage.channels import channel_of
from server.storage.tables import ChatLines
from server.zones.sealing import ZoneSeal


async def is_said(connection: AsyncConnection, room: RoomId, line: ChatLine) -> bool:
    """Whether the author's line of that id is stored already.

    The room remembers only an author's latest ids; this finds a line sent again long after.
    """
    same = select(ChatLines.seq).where(
        ChatLines.room == room, ChatLines.author == line.author, ChatLines.message == line.id
    )
    return (await connection.execute(same)).first() is not None


async def insert_line(connection: AsyncConnection, room: RoomId, line: ChatLine, seal: ZoneSeal | None) -> None:
    """Within the transaction that stores the room; `seal` is a private channel's."""
    row = {
        "room": room,
        "channel": channel_of(line),
        "seq": line.seq,
        "author": line.author,
        "message": line.id,
        "zone": line.zone,
        "at": line.at,
        "text": line.text if seal is None else _sealed(line, seal),
        "tag": (line.tag or None) if seal is None else None,
    }
    await connection.execute(insert(ChatLines), row)


def line_from(row: Row[ChatLines], seal: ZoneSeal | None) -> ChatLine:
    """The line of a row; raises ZoneUnreadable where it was not sealed there."""
    text, tag = (row.text, row.tag) if seal is None else _opened(row, seal)
    channel = channel_from(row.channel)
    return ChatLine(
        seq=row.seq,
        id=MessageId(row.message),
        author=SeatId(row.author),
        zone=as_born(row.zone, channel.zone),
        at=row.at,
        text=text,
        channel=channel,
        tag=LineTag(tag or ""),
    )


def _sealed(line: ChatLine, seal: ZoneSeal) -> str:
    return seal.seal_text(json.dumps([line.text, line.tag]), *_place(line.seq, line.author, line.id, line.zone))


def _opened(row: Row[ChatLines], seal: ZoneSeal) -> tuple[str, str | None]:
    text, tag = json.loads(seal.open_text(row.text, *_place(row.seq, row.author, row.message, row.zone)))
    return text, tag


def _place(seq: int, author: str, message: str, zone: str) -> tuple[str, ...]:
    return "chat_lines", str(seq), author, message, zone
