"""The failed case's hand-back: one ZIP by an allow-list (AT-17, AT-39; domain.md §2.6, F12).

In it: the report, the notices that the case is over, consents, tries to reach people, each party's own papers in a
folder of its own (`rooms.cases.to_court` says which go to a court), the court's letters, the chain's signed end, and a
list of it all. Nothing else is looked at, so nothing else can slip in. The same case gives the same bytes.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final, Protocol

import rfc8785

from agreements.bundle.archive import stored
from agreements.canonical import canonical_bytes
from agreements.ids import Digest
from agreements.letter import Letter
from agreements.ports import Rendered
from agreements.termination import termination_letter
from law.beijing import clock, day_of
from law.zone import Zone
from rooms.cases.case import Participant
from server.audit.chain import instant
from server.audit.heads import Head
from server.cases.ended import Ended
from server.cases.file_names import stem
from server.cases.handback_reading import reading
from server.cases.notice_letter import termination_notice
from server.cases.report import Coded, coded, number_of, numbered, report_bytes, report_of
from server.cases.report_letter import report_letter
from server.media_types import ENDINGS
from server.storage.case_materials import StoredMaterial
from server.storage.case_texts import StoredNotice

SCHEMA: Final = "case-handback/1"
CONSENTS: Final = "case-consents/1"
CONTACTS: Final = "case-contacts/1"
README: Final = "说明.txt"
MANIFEST: Final = "manifest.json"
NOTICES: Final = "告知书"
PAPERS: Final = "当事人材料"
COURT: Final = "法院文书"

LEAVING: Final = frozenset({Zone.CASE})
"""Zones whose content may be handed back; everything else stays, whatever is added to a case one day."""

Fetch = Callable[[Digest], Awaitable[bytes]]
"""The bytes of a paper that was filed."""


class Press(Protocol):
    """What prints; `server.papers.pools.RenderPool` in life."""

    async def letter(self, told: Letter, canonical: bytes) -> Rendered: ...


class Sealer(Protocol):
    """What seals a letter once and keeps it; `server.papers.sealed_letters.SealedLetters` in life."""

    async def platform(self, told: Letter, canonical: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Consented:
    """The last answer of a party to one step."""

    party: int
    name: str
    step: Coded
    given: bool
    how: Coded
    on: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One try to reach a party, without what was noted of it."""

    party: int
    name: str
    channel: Coded
    result: Coded
    at: str


@dataclass(frozen=True, slots=True)
class Chained:
    """Where the case's chain stood at its end, and the node's signature on that."""

    head: Head
    public_key: bytes


async def handback(told: Ended, end: Chained, press: Press, sealer: Sealer, fetch: Fetch) -> bytes:
    """The ZIP. Raises NotYet, Unprintable and Away."""
    report = report_of(told)
    data = report_bytes(report)
    letter = report_letter(report)
    members = {f"{letter.title}.pdf": (await press.letter(letter, data)).pdf, "report.json": data}
    for notice in (each for each in told.notices if each.zone in LEAVING):
        made = termination_notice(told, (notice,))
        sealed = await sealer.platform(termination_letter(made), canonical_bytes(made))
        members[f"{NOTICES}/{_folder(told, notice)}.pdf"] = sealed
    members["consents.json"] = _json(CONSENTS, "consents", _consents(told))
    members["contacts.json"] = _json(CONTACTS, "contacts", _contacts(told))
    for path, paper in papers(told).items():
        members[path] = await fetch(paper.sha256)
    members["proof/head.json"] = _proof(end)
    return await asyncio.to_thread(_whole, told, members)


def papers(told: Ended) -> Mapping[str, StoredMaterial]:
    """Every paper that is handed back by its path: a party's in its own folder, the court's in the court's."""
    places: dict[str, StoredMaterial] = {}
    counted: dict[str, int] = {}
    for paper in told.materials:
        if paper.zone in LEAVING:
            folder = _place(told, paper)
            counted[folder] = counted.get(folder, 0) + 1
            places[f"{folder}/{counted[folder]:02d}_{_title(paper)}"] = paper
    return places


def _place(told: Ended, paper: StoredMaterial) -> str:
    """What is nobody's and goes back came from the court."""
    if paper.owner is None:
        return COURT
    number = number_of(told.case, paper.owner)
    return f"{PAPERS}/{_person(told, number, told.case.the(paper.owner))}"


def _title(paper: StoredMaterial) -> str:
    ending = ENDINGS[paper.media_type]
    return f"{stem(paper.title.removesuffix(f'.{ending}'))}.{ending}"


def _folder(told: Ended, notice: StoredNotice) -> str:
    number = number_of(told.case, notice.participant)
    return _person(told, number, told.case.the(notice.participant))


def _person(told: Ended, number: int, one: Participant) -> str:
    standing = coded("standing", one.standing, day_of(told.at)).zh
    return f"{number}_{standing}_{stem(told.people[one.id].name)}"


def _consents(told: Ended) -> Iterator[Consented]:
    on = day_of(told.at)
    for number, one in numbered(told.case):
        for step, answer in one.consents.items():
            name, how = told.people[one.id].name, coded("consent_how", answer.how, on)
            yield Consented(number, name, coded("consent_step", step, on), answer.given, how, answer.on.isoformat())


def _contacts(told: Ended) -> Iterator[Tried]:
    on = day_of(told.at)
    for one in told.case.contacts:
        number, name = number_of(told.case, one.participant), told.people[one.participant].name
        channel, result = coded("contact_channel", one.channel, on), coded("contact_result", one.result, on)
        yield Tried(number, name, channel, result, clock(one.at))


def _json(schema: str, name: str, rows: Iterator[Consented] | Iterator[Tried]) -> bytes:
    return rfc8785.dumps({"schema": schema, name: [asdict(row) for row in rows]})


def _proof(end: Chained) -> bytes:
    told = {**asdict(end.head), "at": instant(end.head.at), "signature": end.head.signature.hex()}
    return rfc8785.dumps({**told, "public_key": end.public_key.hex()})


def _whole(told: Ended, members: dict[str, bytes]) -> bytes:
    """With the explanation first and the list last."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in members.items()}
    text = reading(told, hashes).encode()
    files = [_entry(path, content) for path, content in {README: text, **members}.items()]
    manifest = rfc8785.dumps({"schema": SCHEMA, "case_no": told.line.case_no, "files": files})
    return stored({README: text, **members, MANIFEST: manifest})


def _entry(path: str, content: bytes) -> dict[str, str | int]:
    return {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
