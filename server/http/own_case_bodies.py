"""A party's own side of the case, behind the link: `GET` and `POST /api/v1/session/case`."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from rooms.cases.to_court import Fate
from server.http.bodies import Body, Sentence
from server.http.case_bodies import ClockRow, DisclosureRow
from server.http.case_people_bodies import Code, Note, Ref, Word


class OwnNotice(Body):
    """A notice in full."""

    id: str
    title: Sentence
    paragraphs: tuple[Sentence, ...]
    at: datetime
    opened_at: datetime | None
    """Since when it counts as read; None: not yet."""
    version: str
    paper: bool
    """Whether it can be had as a sealed paper: of the end of a mediation without agreement."""


class OwnAnswers(Body):
    """Somebody of the own seat who was told of the rights and answered: to be had as a sealed paper."""

    person: str
    name: str


class OwnDecision(Body):
    """A document by which the court answered: ruling, mediation paper, notice. `on`: its day, as the court said."""

    id: str
    title: str
    decision: Word
    on: date
    media_type: str
    bytes: int


class OwnCase(Body):
    """What a party sees of the case: its state, its days, its notices, and what it is asked."""

    case_no: str
    state: Word
    cause: Word
    organisation: str
    mediator: str | None
    clocks: tuple[ClockRow, ...]
    notices: tuple[OwnNotice, ...]
    decisions: tuple[OwnDecision, ...]
    """Of the court, the newest first."""
    answered: tuple[OwnAnswers, ...]
    extension_days: int | None
    """A proposal that waits for this party's answer."""
    disclosure: DisclosureRow | None
    """One that waits for 知悉并同意继续."""
    choose_from: tuple[Word, ...]
    """Mediators to rank, while the choice is open."""
    may_ask_change: bool
    version: int


class OwnCourtPaper(Body):
    """One of the own papers. `fate` given: the court gets it, and the other side with the bundle."""

    id: str
    """Of the paper on file; of a document laid on the table that is not on file, the document's."""
    document: str | None
    """The own document of this room that it is, byte for byte, if one is."""
    title: str
    media_type: str
    bytes: int
    fate: Fate
    """What becomes of it: given and kept back are the owner's word; the others say what it was filed for."""


class OwnCourtPapers(Body):
    """`GET /api/v1/session/case/court-papers`. `open`: nothing is before the court, so it can be changed."""

    open: bool
    papers: tuple[OwnCourtPaper, ...]


class CourtPaperChoice(Body):
    """`POST /api/v1/session/case/court-papers/{paper}`."""

    given: bool


class ExtensionAnswer(Body):
    """Yes or no to more time."""

    answer: Literal["extension"]
    version: int
    agreed: bool


class KnownAnswer(Body):
    """知悉并同意继续."""

    answer: Literal["known"]
    version: int
    number: Annotated[int, Field(ge=1)]


class RankAnswer(Body):
    """Mediators, best first; an empty list leaves the choice to others."""

    answer: Literal["rank"]
    version: int
    ranked: Annotated[tuple[Ref, ...], Field(max_length=10)]


class ChangeAnswer(Body):
    """Another mediator, please."""

    answer: Literal["ask_change"]
    version: int
    ground: Code | None = None
    note: Note | None = None


class PrincipleAnswer(Body):
    """Yes in principle."""

    answer: Literal["principle"]
    version: int


class WithdrawAnswer(Body):
    """I end my part in this mediation."""

    answer: Literal["withdraw"]
    version: int
    ground: Literal["G2_SELF_RECONCILED", "G4_UNWILLING"]
    note: Note | None = None


PartyAnswer = Annotated[
    ExtensionAnswer | KnownAnswer | RankAnswer | ChangeAnswer | PrincipleAnswer | WithdrawAnswer,
    Field(discriminator="answer"),
]


class AnswerRequest(Body):
    """`POST /api/v1/session/case`; answered with the own case as it is then."""

    said: PartyAnswer
