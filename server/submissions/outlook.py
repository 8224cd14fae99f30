"""As the court sees it, before anything is handed in: the ten slots with what lies in them, and what is missing.

What the law asks for stops a submission (民诉法解释 §354, §355); what a court only likes to have is said beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.agreement import Signing
from agreements.application import Application
from agreements.bundle.bundle import Bundle, Laid, laid
from agreements.bundle.slots import PLACES, Slot
from law.court_policies import CourtPolicy, sentence_of
from law.sentence import Sentence
from rooms.cases.case import Case
from rooms.cases.words import Route, State
from server.applications.papers import CasePapers
from server.ids import CourtId
from server.storage.submissions import Submission
from server.submissions.refusals import SENTENCES as REFUSED

READY: Final = frozenset({State.APPLYING, State.CORRECTION})
"""States in which something is handed in: the first time, or again."""
BEFORE: Final = frozenset({State.EFFECTIVE, *READY})


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing; `stops`: nothing is handed in without it."""

    code: str
    sentence: Sentence
    stops: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One file in its slot. `awaits_seal`: it is sealed when it is handed in."""

    slot: Slot
    path: str
    title: str
    pages: int
    signers: tuple[str, ...]
    awaits_seal: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be handed in now. `last`: the last day to apply; None where none is set, as after filing."""

    state: State
    route: Route | None
    court: CourtId | None
    court_name: str
    basis: str
    policy: CourtPolicy | None
    last: date | None
    days_left: int | None
    files: tuple[Shown, ...]
    lacks: tuple[Lack, ...]

    @property
    def late(self) -> bool:
        """Whether the last day is over, for a first submission."""
        return self.state is State.APPLYING and self.days_left is not None and self.days_left < 0

    @property
    def stopped(self) -> tuple[Lack, ...]:
        """What has to be put right first."""
        return tuple(one for one in self.lacks if one.stops)

    @property
    def ready(self) -> bool:
        """Whether it can be handed in now; late, it waits for the court all the same."""
        return self.state in READY and not self.stopped


@dataclass(frozen=True, slots=True)
class Known:
    """Everything an outlook is made of."""

    case: Case
    bundle: Bundle | None
    papers: CasePapers
    application: Application
    court_name: str
    policy: CourtPolicy | None
    at_court: Submission | None
    """The one that the court has already."""
    last: date | None
    today: date


def outlook(known: Known) -> Outlook:
    """As things stand now."""
    choice = known.papers.choice
    court = CourtId(choice.court) if choice else None
    open_ = known.case.state in BEFORE
    return Outlook(
        state=known.case.state,
        route=known.case.route,
        court=court,
        court_name=known.court_name,
        basis=choice.basis.value if choice else "",
        policy=known.policy,
        last=known.last,
        days_left=(known.last - known.today).days if known.last and open_ else None,
        files=tuple(map(_shown, laid(known.bundle))) if known.bundle else (),
        lacks=tuple(_lacks(known)) if open_ else (),
    )


def _shown(one: Laid) -> Shown:
    paper = one.paper
    return Shown(paper.slot, one.path, paper.title, paper.pages, paper.signers, paper.awaits_seal)


def _lacks(known: Known) -> Iterator[Lack]:
    yield from _of_application(known)
    filled = {paper.slot for paper in known.bundle.papers} if known.bundle else set[Slot]()
    for slot, (code, stops) in WANTED.items():
        if slot not in filled:
            place = PLACES[slot].title
            yield _lack(code, place, ENGLISH[slot], stops=stops)
    if known.policy is not None and not known.policy.takes:
        by = sentence_of(known.policy)
        yield _lack("refuses", by.zh, by.en, stops=False)
    if known.policy is not None and known.policy.e_filing is False:
        by = sentence_of(known.policy)
        yield _lack("paper_only", by.zh, by.en, stops=False)


def _of_application(known: Known) -> Iterator[Lack]:
    papers = known.papers
    # One that the court let go, or that lost to another route, is signed all the same: it is none any more.
    if papers.application is None or known.case.route in (None, Route.NONE):
        yield from _unsigned(known.application)
        return
    signers = papers.application.paper.members
    absent = [one.name for one in signers if one.id not in set(map(str, papers.addresses))]
    if absent:
        yield _named("no_address", absent)
    routes = {known.case.route, known.bundle.facts.route} if known.bundle else {known.case.route}
    if papers.choice is not None and routes != {papers.choice.way.value}:
        yield _lack("other_route")
    # Else corrections would be a way to a second court after the last day.
    corrects = known.at_court if known.case.state is State.CORRECTION else None
    if corrects is not None and papers.choice is not None and papers.choice.court != corrects.court:
        yield _lack("other_court")


def _unsigned(application: Application) -> Iterator[Lack]:
    """Who still has to sign, where the application lies on the table; else that there is none."""
    paper = application.paper
    if paper is None or not isinstance(paper.stage, Signing):
        yield _lack("no_application")
        return
    waiting = {slot.signer for slot in paper.stage.slots if slot.activation is None}
    names = [one.name for one in paper.members if one.id in waiting]
    yield _named("unsigned", names) if names else _lack("no_application")


def _named(code: str, names: Iterable[str]) -> Lack:
    who = tuple(names)
    return _lack(code, "、".join(who), ", ".join(who))


def _lack(code: str, zh: str = "", en: str = "", *, stops: bool = True) -> Lack:
    said = SENTENCES[code]
    return Lack(code, Sentence(said.zh.format(zh), said.en.format(en)), stops)


WANTED: Final = {
    Slot.AGREEMENT: ("missing", True),
    Slot.CERTIFICATE: ("missing", True),
    Slot.IDENTITY: ("wanted", False),
    Slot.CONSENT: ("wanted", False),
    Slot.MINUTES: ("wanted", False),
}
"""By slot, besides the application and the addresses: whether the law asks for it."""
ENGLISH: Final = {
    Slot.AGREEMENT: "the agreement",
    Slot.CERTIFICATE: "the organisation's certificate of the mediation",
    Slot.IDENTITY: "papers of identity and authority",
    Slot.CONSENT: "notice of rights and consents",
    Slot.MINUTES: "minutes",
}
SENTENCES: Final = {
    "no_application": Sentence("还没有各方签署的申请书。", "There is no application that all have signed yet."),
    "unsigned": Sentence("{}还没有签署申请书。", "The application is not signed yet by: {}."),
    "no_address": Sentence("{}还没有签署送达地址确认书。", "The address for service is not confirmed yet by: {}."),
    "other_route": Sentence(
        "申请书与本案选定的途径不同，请重新签署。",
        "The application is for another way than the case has chosen; please sign it anew.",
    ),
    "other_court": Sentence(*REFUSED["submission.other_court"]),
    "missing": Sentence("缺少{}。", "Lacking: {}."),
    "wanted": Sentence("没有{}；法院可能要求补正。", "Lacking: {}; the court may ask for this."),
    "refuses": Sentence("该院不受理这样的申请（{}）。", "This court takes no such applications ({})."),
    "paper_only": Sentence("该院不收电子材料，请另行递交纸质材料（{}）。", "This court takes paper only ({})."),
}
