"""What happened in a case, line by line, in words; who does not work on it reads only what kind of thing it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Final, get_args

from aiohttp import web

from law.beijing import clock, printed_day
from law.sentence import Sentence as Said
from rooms.cases import words
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Event
from rooms.cases.deeds.ending import Moved
from rooms.cases.deeds.papers import CourtPaperGiven, CourtPaperGivenFor, PaperMarked
from rooms.cases.labels import WordList, label
from rooms.cases.words import Office
from rooms.person import Consent
from server.app_keys import CLOCK, CONFIG, STORES
from server.audit.chain import Record
from server.audit.facts import decoded
from server.http.bodies import Sentence
from server.http.case_bodies import EventRow
from server.http.case_door import Opened
from server.http.case_rows import clock_name

LINES: Final = 200
KINDS: Final = frozenset(event.kind for event in get_args(Event))
LISTS: Final[Mapping[type[StrEnum], WordList]] = {
    Consent: "consent_step",
    words.Channel: "channel",
    words.ChosenBy: "chosen_by",
    words.ConsentHow: "consent_how",
    words.ContactChannel: "contact_channel",
    words.ContactResult: "contact_result",
    words.CopyForm: "copy_form",
    words.Decision: "decision",
    words.FellBecause: "fell_because",
    words.Form: "form",
    words.Ground: "ground",
    words.MaterialKind: "material_kind",
    words.Mode: "mode",
    words.NoticeKind: "notice_kind",
    words.PaperUse: "paper_use",
    words.Procedure: "procedure",
    words.Result: "result",
    words.ReturnReason: "return_reason",
    words.Route: "route",
    words.SealForm: "seal_form",
    words.State: "state",
    words.SuspendReason: "suspend_reason",
}
ANSWERS: Final[Mapping[str, tuple[Said, Said]]] = {
    **dict.fromkeys(("given", "agreed", "granted"), (Said("不同意", "no"), Said("同意", "yes"))),
    "for_court": (Said("不提交法院", "stays"), Said("提交法院", "for the court")),
    "performed_at_once": (Said("未即时履行", "not performed at once"), Said("已即时履行", "performed at once")),
}
"""What no and yes to it are called."""
ABOUT_PAPERS: Final = (PaperMarked, CourtPaperGiven, CourtPaperGivenFor)
"""Told with the titles of the papers."""
PAPERS: Final = frozenset({"material", "statement"})
PEOPLE: Final = frozenset({"participant", "owner", "host"})
AS_WRITTEN: Final = frozenset({"item", "court_case_no", "receipt", "person"})
"""Told as they were written; a text goes by its name in the chain."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a line is told: names by id, and whether more than its kind may be."""

    names: Mapping[str, Said]
    works: bool
    today: date

    def row(self, record: Record) -> EventRow:
        """One line."""
        event, kind = decoded(record.kind, record.v, record.body), label("event", record.kind, self.today)
        # Who asked at the device and for whom are mostly the same name.
        parts = tuple(dict.fromkeys(self._parts(event))) if self.works else ()
        if isinstance(event, Moved):
            parts = (self._word("state", event.target),)
        zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
        return EventRow(
            seq=record.seq,
            at=record.at,
            who=self._who(getattr(event, "by", None)),
            kind=record.kind,
            text=Sentence(zh=f"{kind.zh}：{zh}" if zh else kind.zh, en=f"{kind.en}: {en}" if en else kind.en),
        )

    def _who(self, by: object) -> Sentence:
        """The name, where it may be told; else the office."""
        known = self.names.get(by.id) if isinstance(by, By) and self.works else None
        told = known or self._word("office", by.office if isinstance(by, By) else Office.SYSTEM)
        return Sentence(zh=told.zh, en=told.en)

    def _parts(self, event: object) -> Iterator[Said]:
        of_paper = isinstance(event, ABOUT_PAPERS)
        for field in fields(event):  # type: ignore[arg-type] # every fact is a dataclass
            name, value = field.name, getattr(event, field.name)
            if of_paper and name in PAPERS:
                yield self._name(value)
            else:
                yield from self._part("for_court" if of_paper and name == "given" else name, value)

    def _part(self, name: str, value: object) -> Iterator[Said]:
        """What of a field is told; ids of notes, files and rooms are not."""
        match value:
            case bool():
                if name in ANSWERS:
                    yield ANSWERS[name][value]
            case StrEnum():
                if type(value) in LISTS:
                    yield self._word(LISTS[type(value)], value)
            case date():
                yield _moment(value)
            case int() if name == "days":
                yield Said(f"{value}日", f"{value} days")
            case str():
                yield from self._line(name, value)
            case tuple() if name in {"ranked", "others"}:
                yield from (self._name(who) for who in value)
            case tuple() if name == "relations":
                yield from (self._word("relation", each) for each in value)

    def _line(self, name: str, value: str) -> Iterator[Said]:
        if name == "clock" and (found := clock_name(value, self.today)):
            yield Said(found.zh, found.en)
        elif name in PEOPLE | AS_WRITTEN:
            yield self._name(value)

    def _name(self, of: str) -> Said:
        return self.names.get(of) or Said(of, of)

    def _word(self, kind: WordList, word: str) -> Said:
        found = label(kind, word, self.today)
        return Said(found.zh, found.en)


async def timeline_rows(app: web.Application, opened: Opened, *, after: int | None = None) -> tuple[EventRow, ...]:
    """The next LINES after that number; without one the newest, oldest first."""
    stores = app[STORES]
    records = [one for one in await stores.audit.records(opened.case.id) if one.kind in KINDS]
    shown = records[-LINES:] if after is None else [one for one in records if one.seq > after][:LINES]
    parties = await stores.case_people.parties(opened.case.id)
    known: dict[str, str] = {one.id: one.name for one in await stores.accounts.accounts()}
    known |= {who: party.name for who, party in parties.items()}
    known |= {str(note): text for note, text in (await stores.case_texts.notes(opened.case.id)).items()}
    names = {of: Said(told, told) for of, told in known.items()}
    papers = await stores.case_materials.of_case(opened.case.id)
    names |= {one.id: Said(f"《{one.title}》", f"“{one.title}”") for one in papers}
    reader = _Reader(names, opened.works, app[CONFIG].local_day(app[CLOCK]()))
    return tuple(reader.row(one) for one in shown)


def _moment(told: date) -> Said:
    """A day; of a time also the hour."""
    if isinstance(told, datetime):
        return Said(clock(told), clock(told))
    return Said(printed_day(told), told.isoformat())
