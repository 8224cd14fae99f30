"""Bodies of the routes by which the keeper of an organisation's seal puts it on. Same rules as `bodies`."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from server.http.bodies import Body


class SealSigner(Body):
    """One who has signed, or has still to."""

    name: str
    on_behalf_of: str
    capacity: str
    """As the paper calls it, Chinese."""
    signed_at: datetime | None


class SealState(Body):
    """`GET /api/v1/cases/{case}/agreement`: the text that waits for the seal, or has it."""

    room: str
    number: str
    organisation: str
    serial: str
    """电子印章编号."""
    digest: str
    code: str
    """Short code of the digest, as on the foot of each page."""
    pages: int
    signers: tuple[SealSigner, ...]
    waits: bool
    """Everybody else has signed: the seal may be put on now."""
    pressed_at: datetime | None
    sealed_at: datetime | None
    effects: tuple[str, ...]
    """What each rule of effect gives now, each with its source, Chinese."""


class HandSigned(Body):
    """One who signed the print, and on which day."""

    signer: Annotated[str, Field(min_length=1, max_length=64)]
    on: date


class PaperFiling(Body):
    """`POST /api/v1/cases/{case}/agreement/paper`: the print was signed by hand by all who had not signed here.

    `paper`: the scan on file as `sealed_scan`, which was compared with the text page by page.
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    paper: Annotated[str, Field(min_length=1, max_length=64)]
    signed: Annotated[tuple[HandSigned, ...], Field(min_length=1, max_length=60)]


class PaperSigner(Body):
    """One who has not signed here."""

    signer: str
    name: str
    on_behalf_of: str


class PaperWaiting(Body):
    """`GET /api/v1/cases/{case}/agreement/paper`: the text that could be signed on its print, and by whom."""

    digest: str
    number: str
    first: date
    """Nobody can have signed before: the day the text was fixed."""
    unsigned: tuple[PaperSigner, ...]


class SealPress(Body):
    """`POST /api/v1/cases/{case}/agreement/seal`: the keeper's own password is asked again."""

    request: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    """Made once per press (UUID) and kept when sending again."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the text before the eyes; another one is refused."""
    password: Annotated[str, Field(min_length=1, max_length=200)]


class CertificateSeal(Body):
    """`POST …/certificate` and `…/termination-notice`: the keeper's own password is asked again."""

    password: Annotated[str, Field(min_length=1, max_length=200)]


class RightsNoticeRow(Body):
    """One person's answer at the gate of one session."""

    person: str
    name: str
    standing: str
    version: str
    read_seconds: int
    refused: tuple[str, ...]
    """What was not agreed to, Chinese."""
    at: str
    """Time of Beijing, as printed."""


class RightsNoticeList(Body):
    """`GET /api/v1/cases/{case}/rights-notices`."""

    notices: tuple[RightsNoticeRow, ...]
