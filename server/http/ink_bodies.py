"""Bodies of the routes by which a signer draws on a telephone what a computer signs. Same rules as `bodies`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from server.http.application_bodies import Digest, PaperName
from server.http.bodies import Body


class PhoneStroke(Body):
    """One line without lifting, as in `agreement.sign`: x, y, ms, pressure, and so on."""

    points: Annotated[tuple[Annotated[int, Field(ge=0, le=600_000)], ...], Field(min_length=4, max_length=3200)]


class PhoneInk(Body):
    """What is on the telephone's pad; `height` in thousandths of its width."""

    strokes: Annotated[tuple[PhoneStroke, ...], Field(max_length=60)]
    height: Annotated[int, Field(ge=100, le=2000)]


class InkLinkRequest(Body):
    """`POST …/ink-link`: for that signer of the own seat, and the texts before the eyes that one press will sign."""

    signer: Annotated[str, Field(min_length=1, max_length=64)]
    digests: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=4)]


class InkLink(Body):
    """An address for one telephone, with its secret behind the `#`; `qr_svg` is the same as a picture."""

    url: str
    qr_svg: str
    expires_at: datetime


class InkProgress(Body):
    """`GET …/ink-link`: how far the telephone is. `ink` only where it is newer than what was `seen`."""

    state: Literal["waiting", "opened", "done", "dead"]
    version: int
    ink: PhoneInk | None


PaperKindName = Literal["agreement", "minutes"] | PaperName


class InkPaper(Body):
    """One paper that the ink is for."""

    kind: PaperKindName
    number: str


class InkAsked(Body):
    """`GET /api/v1/ink`: whose signature, and on which papers; nothing else of the case."""

    name: str
    papers: tuple[InkPaper, ...]
    expires_at: datetime


class InkSent(Body):
    """`POST /api/v1/ink`: the pad as it is now; with `done` the last word."""

    ink: PhoneInk
    done: bool
