"""What lies in a case's file, as its page shows it: sessions, contacts, papers, disclosures, notices, the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rooms.cases import case as stored
from rooms.cases.case import Case
from rooms.cases.deeds.assignment import Accepted, Disclosed
from rooms.cases.deeds.intake import ContactMade
from rooms.cases.ids import NoteId
from rooms.cases.to_court import fate
from rooms.ids import CaseId, RoomId
from rooms.room import Room
from server.audit.facts import AnyFact, decoded
from server.http.case_bodies import ContactRow, DisclosureRow, MaterialRow, NoticeRow, ReportData, ResultRow, SessionRow
from server.http.case_words import sentence, word
from server.storage.case_materials import StoredMaterial
from server.storage.case_texts import StoredNotice
from server.stores import Stores


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a case: free texts by name, and what happened, in order, which names them."""

    notes: Mapping[NoteId, str]
    facts: tuple[AnyFact, ...]

    def text(self, note: NoteId | None) -> str | None:
        """That text; None: none was written."""
        return None if note is None else self.notes.get(note)


def session_rows(case: Case, rooms: Mapping[RoomId, Room]) -> tuple[SessionRow, ...]:
    """Sessions in order of time."""
    known = ((one, rooms[one.room]) for one in case.sessions if one.room in rooms)
    return tuple(
        SessionRow(
            room=one.room,
            title=room.title,
            at=room.scheduled_at,
            phase=room.phase,
            begun_at=one.begun_at,
            ended_at=one.ended_at,
            held=one.held,
        )
        for one, room in sorted(known, key=lambda pair: pair[1].scheduled_at)
    )


def contact_rows(case: Case, written: Written, today: date) -> tuple[ContactRow, ...]:
    """Every try, oldest first."""
    made = (fact for fact in written.facts if isinstance(fact, ContactMade))
    return tuple(_contact(one, written.text(fact.note), today) for one, fact in zip(case.contacts, made, strict=True))


def disclosure_rows(case: Case, written: Written, names: Mapping[str, str], today: date) -> tuple[DisclosureRow, ...]:
    """What was told of relations, each with its number."""
    told = [fact for fact in written.facts if isinstance(fact, Accepted | Disclosed)]
    return tuple(
        disclosure_row(case, number, written.text(fact.note), names, today) for number, fact in enumerate(told, start=1)
    )


def disclosure_row(case: Case, number: int, note: str | None, names: Mapping[str, str], today: date) -> DisclosureRow:
    """The `number`-th, from 1; `names` of the mediators."""
    one = case.disclosures[number - 1]
    return DisclosureRow(
        number=number,
        by=names.get(one.made_by, one.made_by),
        relations=tuple(word("relation", relation, today) for relation in one.relations),
        note=note,
        at=one.at,
        known_by=tuple(each.id for each in case.participants if number in each.knows),
    )


def material_rows(case: Case, papers: Iterable[StoredMaterial], today: date) -> tuple[MaterialRow, ...]:
    """Papers on file, oldest first."""
    return tuple(material_row(case, paper, today) for paper in papers)


def material_row(case: Case, paper: StoredMaterial, today: date) -> MaterialRow:
    """One paper. Raises ValueError where the case does not know it."""
    return MaterialRow(
        id=paper.id,
        title=paper.title,
        owner=paper.owner,
        what=word("material_kind", paper.what, today),
        form=word("copy_form", paper.form, today),
        bytes=paper.bytes,
        media_type=paper.media_type,
        sha256=paper.sha256,
        at=paper.at,
        fate=fate(case, case.materials[case.place_of(paper.id)]),
    )


def notice_rows(case: Case, given: Iterable[StoredNotice], today: date) -> tuple[NoticeRow, ...]:
    """What was told to whom, oldest first, and when it was opened."""
    opened = {one.id: one.opened_at for one in case.notices}
    return tuple(
        NoticeRow(
            id=one.id,
            participant=one.participant,
            what=word("notice_kind", one.what, today),
            title=sentence(one.text.title),
            at=one.at,
            opened_at=opened.get(one.id),
        )
        for one in given
    )


def report_data(case: Case, written: Written) -> ReportData | None:
    """The four fields, once they are written."""
    if case.report is None:
        return None
    return ReportData(
        basics=written.text(case.report.basics) or "",
        reasons=written.text(case.report.reasons) or "",
        cost_conduct=written.text(case.report.cost_conduct) or "",
        court_matters=written.text(case.report.court_matters) or "",
    )


def result_row(case: Case, notes: Mapping[NoteId, str], today: date) -> ResultRow | None:
    """The result of the agreement that stands, once it is entered."""
    if case.result is None:
        return None
    return ResultRow(
        result=word("result", case.result.result, today),
        content=notes[case.result.content],
        amount=None if case.result.amount is None else notes[case.result.amount],
        performed_at_once=case.result.performed_at_once,
    )


def _contact(one: stored.Contact, note: str | None, today: date) -> ContactRow:
    return ContactRow(
        participant=one.participant,
        channel=word("contact_channel", one.channel, today),
        result=word("contact_result", one.result, today),
        at=one.at,
        note=note,
    )


async def item_names(stores: Stores, case: Case) -> Mapping[str, str]:
    """What is to be performed, by id: read by everybody who may read the case."""
    if not case.performance:
        return {}
    notes = await stores.case_texts.notes(case.id)
    return {item.name: notes[NoteId(item.name)] for item in case.performance if NoteId(item.name) in notes}


async def told_notes(stores: Stores, case: CaseId) -> tuple[str | None, ...]:
    """What was written beside each disclosure, in their order."""
    notes = await stores.case_texts.notes(case)
    records = await stores.audit.records(case)
    told = [decoded(one.kind, one.v, one.body) for one in records if one.kind in (Accepted.kind, Disclosed.kind)]
    written = Written(notes, ())
    return tuple(written.text(fact.note) for fact in told if isinstance(fact, Accepted | Disclosed))
