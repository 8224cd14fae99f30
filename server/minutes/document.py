"""From minutes to the document that is printed and signed: the order of domain.md §3.3. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from agreements.agreement import Agreement
from agreements.document import SignatureField
from agreements.minutes_document import SCHEMA, MinutesDocument, PrintedAttendant, PrintedEntry, PrintedFact
from law.beijing import BEIJING, printed_day
from rooms.ids import PersonId
from rooms.ledger import Standing, UndisputedFact
from rooms.minutes.closing import remaining
from rooms.minutes.happened import IDENTITIES, clock
from rooms.minutes.minutes import Entry, EntryKind, Mark, Minutes, Result
from rooms.room import Role, Room
from server.minutes.roll import Attendant, roll

TITLE: Final = "调解笔录"
RESULTS: Final = {
    Result.AGREED: "各方达成调解协议，协议另行签署。",
    Result.PARTLY: "各方就部分事项达成调解协议，协议另行签署；其余事项未达成协议。",
    Result.NOT_AGREED: "各方未达成调解协议。",
    Result.CONTINUED: "本次会谈未结束调解，另定时间继续。",
}
STRUCK: Final = "（此条已删去）"
ACCOUNT: Final = "以调解组织账号登录"
TOLD: Final = frozenset({Mark.IDENTITY, Mark.TOLD})


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the paper takes from the case. `cause` as printed."""

    paper: str
    round: int
    number: str
    case_no: str
    organisation: str
    cause: str


def letterhead(paper: Agreement) -> Letterhead:
    """Of the paper's next round."""
    matter = paper.matter
    return Letterhead(
        paper=paper.id,
        round=paper.round + 1,
        number=matter.number,
        case_no=matter.case_no,
        organisation=matter.organisation,
        cause=matter.cause,
    )


def document_of(minutes: Minutes, room: Room, head: Letterhead, *, at: datetime, today: date) -> MinutesDocument:
    """The minutes as they would be fixed now."""
    everybody = roll(room)
    called = {one.person: one for one in everybody}
    numbered = tuple(enumerate(minutes.entries, start=1))
    told, statements, course = (
        tuple(_entry(number, entry, called) for number, entry in numbered if _part(entry, called) == part)
        for part in ("told", "statements", "course")
    )
    recorders = [one.name for one in everybody if one.role == "recorder" and one.came]
    mediators = [one.name for one in everybody if one.role in {"mediator", "co_mediator"} and one.came]
    return MinutesDocument(
        schema=SCHEMA,
        minutes=head.paper,
        round=head.round,
        number=head.number,
        case_no=head.case_no,
        organisation=head.organisation,
        title=TITLE,
        time=_time(minutes, at),
        place=f"在线，{head.organisation}在线调解室，房间{room.id}",
        method="在线音视频",
        cause=head.cause,
        mediators="、".join(mediators),
        recorder="、".join(recorders or mediators[-1:]),
        attendants=tuple(_attendant(minutes, one) for one in everybody if one.came),
        told=told,
        statements=statements,
        focus=minutes.focus,
        undisputed=_undisputed(room, called),
        course=course,
        result=RESULTS[minutes.result] if minutes.result else "",
        unsigned=tuple(_unsigned(minutes, called)),
        fields=fields_of(signers_of(minutes, everybody)),
        frozen_on=today.isoformat(),
        exact=_exact(head, everybody),
    )


def signers_of(minutes: Minutes, everybody: Sequence[Attendant]) -> tuple[Attendant, ...]:
    """Who signs, in order: everybody who came and is not excused."""
    left = set(remaining(minutes, tuple(one.person for one in everybody if one.signs)))
    return tuple(one for one in everybody if one.person in left)


def fields_of(signers: Sequence[Attendant]) -> tuple[SignatureField, ...]:
    """One for each signer, `mediator` for the last."""
    platform = SignatureField("platform", "platform", "平台认证", "", "", "")
    return (platform, *(_field(number, one) for number, one in enumerate(signers, start=1)))


def _field(number: int, one: Attendant) -> SignatureField:
    leads = one.role is Role.MEDIATOR
    return SignatureField(
        name="mediator" if leads else f"party_{number}",
        kind="mediator" if leads else "party",
        label=f"{one.capacity}（签名）",
        signer=one.person,
        signer_name=one.name,
        on_behalf_of=one.on_behalf_of,
    )


def _part(entry: Entry, called: dict[PersonId, Attendant]) -> str:
    """Notices and answers, then what the parties stated; all else is the course, in order of time."""
    if entry.kind in {EntryKind.NOTICE, EntryKind.ANSWER} or entry.mark in TOLD:
        return "told"
    speaker = called.get(entry.speaker) if entry.speaker else None
    return "statements" if speaker is not None and speaker.side != "neutral" else "course"


def _entry(number: int, entry: Entry, called: dict[PersonId, Attendant]) -> PrintedEntry:
    who = called[entry.speaker].called if entry.speaker in called else ""
    text = STRUCK if entry.struck else entry.text
    return PrintedEntry(number, clock(entry.at), who, text, tuple(_notes(entry, called)))


def _notes(entry: Entry, called: dict[PersonId, Attendant]) -> Iterable[str]:
    """Old words whole, whoever changed them, and every note that a person put beside."""
    for old in entry.history:
        speaker = f"{_name(called, old.speaker)}：" if old.speaker and old.speaker != entry.speaker else ""
        yield f"更正（{_name(called, old.by)}，{clock(old.until)}）：原记“{speaker}{old.text}”"
    if entry.struck:
        at, by = clock(entry.struck.at), _name(called, entry.struck.by)
        yield f"删去（{by}，{at}）：原记“{entry.text}”，理由：{entry.struck.reason}"
    for note in entry.dissents:
        yield f"不同意见（{_name(called, note.person)}，{clock(note.at)}）：{note.text}"


def _attendant(minutes: Minutes, one: Attendant) -> PrintedAttendant:
    moments = [each for each in minutes.entries if each.subject == one.seat and each.mark in {Mark.JOINED, Mark.LEFT}]
    words = {Mark.JOINED: "到场", Mark.LEFT: "离开"}
    times = "、".join(f"{clock(each.at)}{words[each.mark]}" for each in moments)
    identity = "、".join(ACCOUNT if each == "account" else IDENTITIES[each] for each in one.identities)
    return PrintedAttendant(
        one.capacity, one.name, one.on_behalf_of, f"在线视频{f'（{times}）' if times else ''}", f"身份{identity}"
    )


def _time(minutes: Minutes, at: datetime) -> str:
    """From when to when, and the rests between."""
    begun, rests, since = minutes.begun_at, [], None
    ended = at
    for entry in minutes.entries:
        if entry.mark in {Mark.PAUSED, Mark.INTERRUPTED} and since is None:
            since = entry.at
        elif entry.mark is Mark.RESUMED and since is not None:
            rests.append(f"{clock(since)}至{clock(entry.at)}")
            since = None
        elif entry.mark is Mark.ENDED:
            ended = entry.at
    day = printed_day(begun.astimezone(BEIJING).date())
    resting = f"（{'、'.join(rests)}休息）" if rests else ""
    return f"{day}{clock(begun)}至{clock(ended)}{resting}"


def _unsigned(minutes: Minutes, called: dict[PersonId, Attendant]) -> Iterable[str]:
    for excuse in minutes.excuses:
        if excuse.person in called and called[excuse.person].signs:
            yield f"{called[excuse.person].called}未签名：{excuse.reason}"


def _undisputed(room: Room, called: dict[PersonId, Attendant]) -> tuple[PrintedFact, ...]:
    """What was entered, in the exact words, with who confirmed them; nothing that was only proposed."""
    return tuple(
        PrintedFact(each.words, _confirmed(each, called)) for each in room.facts if each.standing is Standing.ENTERED
    )


def _confirmed(fact: UndisputedFact, called: dict[PersonId, Attendant]) -> str:
    last = max(each.at for each in fact.confirmed)
    names = "、".join(_name(called, each.person) for each in fact.confirmed)
    return f"{names}逐字确认，{printed_day(last.astimezone(BEIJING).date())}{clock(last)}"


def _exact(head: Letterhead, everybody: Sequence[Attendant]) -> tuple[str, ...]:
    names = (name for one in everybody if one.came for name in (one.name, one.on_behalf_of) if name)
    return tuple(dict.fromkeys((head.organisation, *names)))


def _name(called: dict[PersonId, Attendant], who: PersonId | None) -> str:
    return called[who].name if who in called else ""
