"""One private zone: a private channel of one room, with a key of its own."""

import re
from typing import Final, NamedTuple

from rooms.ids import RoomId

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}(\.[A-Za-z0-9_-]{1,64})?", re.ASCII)
"""What rooms and channels are called; nothing else may become the name of a file."""


class PrivateZone(NamedTuple):
    """`channel` is its written form: `caucus.<id>`, `side.<side>`, `lobby.<seat>`, `notes`, `whisper`."""

    room: RoomId
    channel: str

    @property
    def kind(self) -> str:
        """What sort of channel it is, without whose."""
        return self.channel.partition(".")[0]

    def names(self) -> tuple[str, str]:
        """Room and channel as they may stand in a path; raises ValueError for what was never made by us."""
        for name in self:
            if not NAME.fullmatch(name):
                raise ValueError("this is not the name of a room or a channel")
        return self.room, self.channel
