"""A ZIP that is its members and nothing else: stored, dated 1980, the same bytes for the same members.

It is given out piece by piece, so that a court that takes away 50 MB costs the server no 50 MB. Every member is
measured before, since a ZIP says size and checksum of a member ahead of it (PKWARE APPNOTE 4.3).
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.bundle.contents import Content, Measured

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can say."""
UNIX: Final = 3
READABLE: Final = 0o100644
"""An ordinary file, as unpacking on Unix makes it."""
LARGEST_BYTES: Final = (1 << 32) - 1
MOST_MEMBERS: Final = 500
LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
VERSION: Final = 20
UTF8: Final = 0x800
FIRST_DAY: Final = 0x21


class TooLarge(Exception):
    """More than one ZIP can hold, or more files than a clerk can look through."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    path: str
    content: Content
    measured: Measured


@dataclass(frozen=True, slots=True)
class Archive:
    """The members in their order."""

    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of the whole ZIP."""
        names = sum(len(each.path.encode()) for each in self.members)
        frame = len(self.members) * (LOCAL.size + CENTRAL.size) + 2 * names + END.size
        return frame + sum(each.measured.size for each in self.members)

    def chunks(self) -> Iterator[bytes]:
        """The ZIP from end to end; raises TooLarge, and LookupError where a file is no more what was measured."""
        if self.size > LARGEST_BYTES or len(self.members) > MOST_MEMBERS:
            raise TooLarge(f"{self.size} bytes in {len(self.members)} files")
        offset, central = 0, b""
        for each in self.members:
            central += _central(each, offset)
            yield (head := _local(each))
            given = 0
            for chunk in each.content.chunks():
                given += len(chunk)
                yield chunk
            if given != each.measured.size:
                raise LookupError(each.path)
            offset += len(head) + given
        count = len(self.members)
        yield central + END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0)


def _same(member: Member) -> tuple[int, ...]:
    name, found = member.path.encode(), member.measured
    flags = 0 if member.path.isascii() else UTF8
    return VERSION, flags, 0, 0, FIRST_DAY, found.crc32, found.size, found.size, len(name), 0


def _local(member: Member) -> bytes:
    return LOCAL.pack(b"PK\x03\x04", *_same(member)) + member.path.encode()


def _central(member: Member, offset: int) -> bytes:
    made_by = UNIX << 8 | VERSION
    tail = (0, 0, 0, READABLE << 16, offset)
    return CENTRAL.pack(b"PK\x01\x02", made_by, *_same(member), *tail) + member.path.encode()


def stored(members: Mapping[str, bytes]) -> bytes:
    """A small ZIP of the same form, at once."""
    archive = io.BytesIO()
    # Not deflated: the same bytes come out of every zlib, and a reader needs no decompression.
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        for path, content in members.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = READABLE << 16
            file.writestr(entry, content)
    return archive.getvalue()


def paths(members: Sequence[Member]) -> tuple[str, ...]:
    """What is in it, in order."""
    return tuple(each.path for each in members)
