"""Identifiers and the few closed vocabularies that every part of the room speaks."""

from enum import StrEnum
from typing import NewType

RoomId = NewType("RoomId", str)
CaseId = NewType("CaseId", str)
SeatId = NewType("SeatId", str)
"""A seat: one device, one peer connection, one tile; usually one person (architecture.md §4)."""
SessionId = NewType("SessionId", str)
"""A browser tab's session, never the token itself."""
DeviceId = NewType("DeviceId", str)
"""SHA-256 (hex) of the random key a device keeps for one invite."""
MessageId = NewType("MessageId", str)
"""Made by the author's client, so that a line sent twice is stored once."""

DocumentId = NewType("DocumentId", str)

PersonId = NewType("PersonId", str)
"""A human in a seat. The first of a seat has the id of the seat itself."""
CaucusId = NewType("CaucusId", str)
FactId = NewType("FactId", str)
"""An undisputed fact, proposed or entered."""
DisclosureId = NewType("DisclosureId", str)


class Medium(StrEnum):
    """What one seat may receive of another."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
