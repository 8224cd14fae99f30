"""What is answered where a private zone does not open."""

from collections.abc import Mapping
from typing import Final

from rooms.refusals import Refusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "zone.destroyed": (
        "这部分内容属于保密区，已按规定销毁，任何人都无法恢复。",
        "This content was confidential and has been destroyed; nobody can restore it.",
    ),
    "zone.unreadable": (
        "这部分保密内容在本服务器上打不开，请联系管理员。",
        "This confidential content does not open on this server; please tell its operator.",
    ),
}


class ZoneRefusal(Refusal):
    """Nothing can be read or said in a private zone."""

    sentences = SENTENCES


class ZoneDestroyed(ZoneRefusal):
    """The zone's key was destroyed. It never comes back."""

    def __init__(self) -> None:
        super().__init__("zone.destroyed")


class ZoneUnreadable(ZoneRefusal):
    """The key is not here, or is another, or what is kept was changed or moved: for the operator to look at."""

    def __init__(self) -> None:
        super().__init__("zone.unreadable")
