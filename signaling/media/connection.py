"""One seat's connection as the control knows it: what was negotiated, its path, its keys, what it receives."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from rooms.ids import RoomId, SeatId
from signaling.media.answer import SlotSsrcs
from signaling.media.dtls import Dtls, DtlsState
from signaling.media.ice import Credentials, Path, new_credentials
from signaling.media.offer import Offer
from signaling.media.plane import Intake, Outlet
from signaling.media.routing import NO_PREFERENCE, NOTHING, Lines, Party, Placement, Preference
from signaling.media.rtcp import OUR_SSRC


@dataclass(slots=True, eq=False)
class Connection:
    """Mutable state of one peer connection; `peer` is its number in the plane, `shard` the part that serves it."""

    peer: int
    shard: int
    room: RoomId
    seat: SeatId
    offer: Offer
    dtls: Dtls
    ssrcs: Mapping[int, SlotSsrcs]
    session: int
    version: int = 1
    ice: Credentials = field(default_factory=new_credentials)
    retired_ice: Credentials | None = None
    path: Path = field(default_factory=Path)
    heard: bool = False
    placement: Placement = NOTHING
    preference: Preference = NO_PREFERENCE
    lines: Lines = field(init=False)
    wanted: Placement = NOTHING
    """What it would receive on a line that bears everything; `placement` is what it does receive."""

    def __post_init__(self) -> None:
        # Once: an offer that goes on with a connection has the same lines.
        self.lines = Lines(self.offer.lines)

    @property
    def is_open(self) -> bool:
        """Whether media may flow: the DTLS handshake is done with the certificate the offer named."""
        return self.dtls.state is DtlsState.OPEN

    @property
    def credentials(self) -> list[tuple[str, str]]:
        """Our user fragments it may use now, with their passwords."""
        known = (self.ice, self.retired_ice)
        return [(each.ufrag, each.password) for each in known if each is not None]

    def party(self) -> Party:
        """How routing sees this seat."""
        placed = self.placement
        return Party(self.peer, self.lines, self.is_open, placed.positions, placed.screen, self.preference)

    def restart_ice(self, offer: Offer) -> None:
        """New credentials for a new path under the same keys; the old ones serve until the new are used."""
        self.offer = offer
        self.retired_ice, self.ice = self.ice, new_credentials()

    def intakes(self) -> list[Intake]:
        """The lines the client sends on, for the plane."""
        return [
            Intake(
                line=line.index,
                codec=line.codec,
                payload_type=line.payload_type,
                mid=line.mid.encode(),
                mid_extension=line.mid_extension,
                level_extension=line.level_extension,
                ssrcs=line.ssrcs,
                repair_payload_type=line.repair_payload_type,
                repair_ssrcs=line.repair_ssrcs,
                transport_extension=line.transport_extension,
            )
            for line in self.offer.lines
            if line.sends
        ]

    def outlets(self) -> list[Outlet]:
        """The lines the client receives on, for the plane."""
        return [
            Outlet(
                line=line.index,
                codec=line.codec,
                payload_type=line.payload_type,
                mid=line.mid.encode(),
                mid_extension=line.mid_extension,
                level_extension=line.level_extension,
                ssrc=self.ssrcs[line.index].media,
                first_sequence=secrets.randbelow(1 << 15),
                repair_payload_type=line.repair_payload_type,
                repair_ssrc=self.ssrcs[line.index].repair,
                first_repair_sequence=secrets.randbelow(1 << 15),
                time_extension=line.time_extension,
            )
            for line in self.offer.lines
            if not line.sends
        ]


def new_ssrcs(offer: Offer) -> dict[int, SlotSsrcs]:
    """Ours for each line the client receives on: random, distinct, and none of the client's own."""
    taken = {OUR_SSRC, 0} | {ssrc for line in offer.lines for ssrc in line.ssrcs + line.repair_ssrcs}

    def fresh() -> int:
        ssrc = OUR_SSRC
        while ssrc in taken:
            ssrc = secrets.randbits(32)
        taken.add(ssrc)
        return ssrc

    return {line.index: SlotSsrcs(fresh(), fresh()) for line in offer.lines if not line.sends}
