"""The ten numbered places of a bundle (AT-53) and what its files are called: ASCII that every system can unpack."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

INDEX: Final = "00_index.pdf"
READING: Final = "README_验证说明.pdf"
"""The one name that is not ASCII: whoever needs it reads Chinese, and the flag of the ZIP says that it is UTF-8."""
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
EVIDENCE: Final = "_evidence.pdf"
ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""What papers may be; everything else stays outside."""
WORD: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*", re.ASCII)


class Slot(IntEnum):
    """The number before a paper's name."""

    APPLICATION = 1
    AGREEMENT = 2
    CERTIFICATE = 3
    IDENTITY = 4
    CONSENT = 5
    SERVICE = 6
    UNDISPUTED = 7
    MINUTES = 8
    ATTACHMENTS = 9
    OTHER = 10


@dataclass(frozen=True, slots=True)
class Place:
    """What a slot is called, for people and in a path; `folder`: its papers lie in a folder, with numbers."""

    title: str
    stem: str
    folder: bool = False


PLACES: Final = {
    Slot.APPLICATION: Place("申请书", "application"),
    Slot.AGREEMENT: Place("调解协议书", "agreement"),
    Slot.CERTIFICATE: Place("调解组织主持调解的证明", "org_certificate"),
    Slot.IDENTITY: Place("身份证明、主体资格和代理材料", "identity", folder=True),
    Slot.CONSENT: Place("权利义务告知书及同意书", "notice_consent"),
    Slot.SERVICE: Place("送达地址确认书", "service_address"),
    Slot.UNDISPUTED: Place("无争议事实确认书", "undisputed_facts"),
    Slot.MINUTES: Place("调解笔录", "minutes"),
    Slot.ATTACHMENTS: Place("当事人明示提交法院的材料", "attachments", folder=True),
    Slot.OTHER: Place("其他材料", "other", folder=True),
}


class Unpackable(ValueError):
    """A paper that has no place in a bundle: of a kind of file, or with a name, that no court takes. Ours to mend."""


def path_of(slot: Slot, number: int, many: int, *, mime: str, word: str) -> str:
    """Of the `number`-th (from 1) of `many` papers of a slot; `word`: a short ASCII name, used in folders.

    Raises Unpackable.
    """
    place, ending = PLACES[slot], ENDINGS.get(mime)
    if ending is None:
        raise Unpackable(f"a paper of type {mime}")
    if place.folder:
        if not WORD.fullmatch(word):
            raise Unpackable(f"a paper called {word!r}")
        return f"{slot:02d}_{place.stem}/{number:02d}_{word}.{ending}"
    several = f"_{number}" if many > 1 else ""
    return f"{slot:02d}_{place.stem}{several}.{ending}"


def evidence_path(path: str) -> str:
    """Of the 签署证据页 that belongs to the paper at `path`."""
    return path.rpartition(".")[0] + EVIDENCE


def folder_of(case_no: str, day: str) -> str:
    """The one folder of the ZIP: number of the case and ISO day, no sign in it that some system forbids."""
    shown = "".join(char if char.isalnum() or char in "（）〔〕" else "_" for char in case_no)
    return f"{shown[:60]}_{day.replace('-', '')}"
