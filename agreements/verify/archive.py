"""A ZIP that is its members and nothing else: read front to back, put together again, compared byte for byte.

ZIPs leave room for bytes nobody looks at: two lists of members, times, attributes, comments, gaps. One bit in 60 of a
package lay there unseen when only members were hashed (esign.md §9). So the one form is written down here: members
stored, dated 1980-01-01, UTF-8 names flagged, no extra fields, no comment (PKWARE APPNOTE 4.3).
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from agreements.verify.revisions import Malformed

LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
LOCAL_MARK: Final = b"PK\x03\x04"
CENTRAL_MARK: Final = b"PK\x01\x02"
END_MARK: Final = b"PK\x05\x06"
VERSION: Final = 20
MADE_BY: Final = 3 << 8 | VERSION
"""Unix, so that the next says an ordinary file with rw-r--r--."""
MODE: Final = 0o100644 << 16
UTF8_NAME: Final = 0x800
DAY: Final = 0x21
"""1980-01-01, the first day a ZIP knows."""
MEMBERS: Final = 500


def members(data: bytes) -> dict[str, bytes]:
    """Path to content, in the order of the file; raises Malformed unless `data` is the one form of exactly these."""
    found = dict(_read(data))
    if not found or _written(found) != data:
        raise Malformed("压缩包的字节与其成员不完全对应。", "The package's bytes are not exactly those of its members.")
    return found


def _read(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    for _ in range(MEMBERS):
        if data[at : at + 4] != LOCAL_MARK:
            return
        if at + LOCAL.size > len(data):
            raise Malformed("压缩包不完整。", "The package is cut off.")
        *_, size, name_size, extra = LOCAL.unpack_from(data, at)
        begin = at + LOCAL.size + name_size + extra
        yield _name(data[at + LOCAL.size : at + LOCAL.size + name_size]), data[begin : begin + size]
        at = begin + size


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Malformed("成员名称不是 UTF-8。", "A member's name is not UTF-8.") from None


def _written(found: Mapping[str, bytes]) -> bytes:
    local, central = bytearray(), bytearray()
    for path, content in found.items():
        name = path.encode()
        flags = 0 if name.isascii() else UTF8_NAME
        same = (VERSION, flags, 0, 0, DAY, zlib.crc32(content), len(content), len(content), len(name), 0)
        central += CENTRAL.pack(CENTRAL_MARK, MADE_BY, *same, 0, 0, 0, MODE, len(local)) + name
        local += LOCAL.pack(LOCAL_MARK, *same) + name + content
    end = END.pack(END_MARK, 0, 0, len(found), len(found), len(central), len(local), 0)
    return bytes(local + central + end)
