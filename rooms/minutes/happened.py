"""What the room itself writes into the minutes, read off the facts of its audit chain.

Theory: facts carry ids and no words of anybody, and names are given here for people, joint documents and scripted
notices alone. So nothing that was said or laid down apart (Z4, Z4p, Z5) has a way in, whatever happens there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from law.beijing import BEIJING
from law.zone import Zone
from rooms.facts import (
    CaucusChanged,
    ConsentsRecorded,
    DisclosureJudged,
    DocumentKept,
    Fact,
    FactMoved,
    HostChanged,
    IdentityProved,
    NodeTookUp,
    NoticeWasRead,
    PageShown,
    PersonDeclared,
    PersonIdentified,
    PhaseChanged,
    PresenceChanged,
    PresenceNoted,
    RelationDisclosed,
    ScriptItemTold,
    SeatMoved,
    SessionExtended,
    SessionInterrupted,
    SessionResumed,
)
from rooms.ids import CaucusId, DisclosureId, DocumentId
from rooms.minutes.minutes import Entry, EntryId, EntryKind, Mark, Minutes
from rooms.person import Consent, Declared, Identity
from rooms.room import BEGUN, Cause, Phase, Presence

IDENTITIES: Final[Mapping[str, str]] = {
    Identity.UNCONFIRMED: "未核实",
    Identity.DIGITS: "以证件号码后四位核对",
    Identity.CODE: "以一次性验证码核实",
    Identity.MEDIATOR: "由调解员当场核实",
    Identity.DOCUMENT: "由调解员比对证件与本人核实",
}
CONSENTS: Final[Mapping[str, str]] = {
    Consent.ONLINE_MEDIATION: "在线调解",
    Consent.ASYNCHRONOUS: "非同步调解",
    Consent.E_SIGNATURE: "电子签名",
    Consent.E_SERVICE: "电子送达",
    Consent.RECORDING: "录音录像",
    Consent.FACE_CHECK: "人脸核验",
    Consent.DATA_RETURN: "向人民法院回传调解数据",
}
ARRIVALS: Final = frozenset({"admitted", "opened"})
"""Acts by which a seat comes to the table from outside; a way back from a private talk is none."""
DEPARTURES: Final[Mapping[str, str]] = {
    "left": "离开会谈",
    "removed": "被调解员请出会谈",
    "sent_back": "被调解员请回等候室",
    "revoked": "离开会谈（链接被撤销）",
}
ONLY_AFTER: Final[Mapping[Mark, frozenset[Mark]]] = {
    Mark.RETURNED: frozenset({Mark.DROPPED}),
    Mark.LEFT: frozenset({Mark.JOINED, Mark.DROPPED, Mark.RETURNED}),
    Mark.DROPPED: frozenset({Mark.JOINED, Mark.RETURNED}),
    Mark.RESUMED: frozenset({Mark.PAUSED, Mark.INTERRUPTED}),
}
"""What only counts where the last of the same subject was one of these: who never came in cannot leave."""
COURSE: Final = frozenset({Mark.BEGUN, Mark.PAUSED, Mark.INTERRUPTED, Mark.RESUMED, Mark.ENDED})
PRESENCE: Final = frozenset({Mark.JOINED, Mark.LEFT, Mark.DROPPED, Mark.RETURNED})


@dataclass(frozen=True, slots=True)
class Apart:
    """A private talk as far as the minutes may know of it: when it began, with which sides, who was there."""

    opened_at: datetime
    mediated: bool
    sides: tuple[str, ...]
    """申请人, 被申请人, …"""
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called on the paper. Documents, script and disclosures: those told or shown to all."""

    people: Mapping[str, str]
    """`张三（申请人）`, by seat and by person."""
    documents: Mapping[DocumentId, str]
    script: Mapping[str, str] = field(default_factory=dict)
    disclosures: Mapping[DisclosureId, str] = field(default_factory=dict)
    caucuses: Mapping[CaucusId, Apart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A fact with its place in the chain and the server's time."""

    seq: int
    at: datetime
    fact: Fact
    key: str = ""
    """What its entry is called by (empty: by its place); the place would tell how much goes on elsewhere."""


def entries_of(minutes: Minutes, records: Iterable[Record], names: Names) -> tuple[Entry, ...]:
    """The entries that these records make, in order; what has nothing before it to belong to makes none."""
    entries = minutes.entries
    for record in records:
        entry = entry_of(record, names)
        if entry is not None and (fitting := _fitting(entries, entry)) is not None:
            entries = (*entries, fitting)
    return entries[len(minutes.entries) :]


def entry_of(record: Record, names: Names) -> Entry | None:
    """The one entry of a fact; None: it is nothing for the minutes."""
    told = _told(record, names)
    if told is None:
        return None
    mark, subject, text = told
    return Entry(EntryId(f"a{record.key or record.seq}"), record.at, EntryKind.EVENT, text, mark=mark, subject=subject)


def clock(at: datetime) -> str:
    """`9时05分`, Beijing."""
    local = at.astimezone(BEIJING)
    return f"{local.hour}时{local.minute:02}分"


def to_the_second(at: datetime) -> str:
    """`9时05分07秒`, Beijing: who was away, and how long, is exact (domain.md §1.3, F5)."""
    return f"{clock(at)}{at.astimezone(BEIJING).second:02}秒"


Told = tuple[Mark, str, str]
"""Mark, subject, text."""


def _told(record: Record, names: Names) -> Told | None:
    match record.fact:
        case CaucusChanged(act="closed", caucus=caucus):
            apart = names.caucuses.get(caucus)
            return (Mark.CAUCUS, caucus, _apart(apart, record.at)) if apart and apart.people else None
        case SeatMoved() | PresenceNoted() | PresenceChanged():
            return _presence(record.fact, names)
        case DocumentKept(zone=Zone.JOINT) | PageShown():
            return _document(record.fact, names)
        case _:
            return _course(record.fact, names) or _gate(record.fact, names) or _said(record.fact, names)


def _course(fact: Fact, names: Names) -> Told | None:  # noqa: PLR0911 - one line per fact, nothing else
    match fact:
        case PhaseChanged(phase=phase):
            return _PHASES.get(phase)
        case SessionInterrupted(cause=cause):
            why = "调解员的连接中断，会谈暂停。" if cause is Cause.HOST_LOST else "调解员宣布会谈暂停。"
            return Mark.INTERRUPTED, "", why
        case SessionResumed():
            return Mark.RESUMED, "", "会谈继续。"
        case SessionExtended(minutes=minutes):
            return Mark.NONE, "", f"会谈延长{minutes}分钟。"
        case HostChanged(host=host):
            return Mark.NONE, host, f"由{_name(names, host)}接替主持。"
        case NodeTookUp(phase=phase) if phase in BEGUN:
            return Mark.NONE, "", "服务器重新启动，此前片刻的连接可能中断。"
        case _:
            return None


_PHASES: Final[Mapping[str, Told]] = {
    Phase.JOINT: (Mark.BEGUN, "", "共同会谈开始。"),
    Phase.BREAK: (Mark.PAUSED, "", "休息。"),
    Phase.CLOSED: (Mark.ENDED, "", "本次会谈结束。"),
}


def _gate(fact: Fact, names: Names) -> Told | None:
    """Who somebody is and what each person was told and declared before the table."""
    match fact:
        case IdentityProved(seat=who, how=how) | PersonIdentified(person=who, how=how):
            return Mark.IDENTITY, who, f"{_name(names, who)}的身份：{IDENTITIES[how]}。"
        case NoticeWasRead(person=who, version=version, aloud=aloud, seconds=seconds):
            way = "听完" if aloud else "读完"
            return Mark.TOLD, who, f"{_name(names, who)}{way}权利义务告知书（{version}），用时{seconds}秒。"
        case ConsentsRecorded():
            return _consents(fact, names)
        case PersonDeclared(person=who, what=what, others=others):
            return Mark.TOLD, who, f"{_name(names, who)}{_declared(what, others)}"
        case _:
            return None


def _declared(what: Declared, others: int) -> str:
    match what:
        case Declared.FALSE_MEDIATION:
            return "知悉虚假调解的法律后果。"
        case Declared.NO_RECORDING:
            return "承诺不录音、不录像。"
        case Declared.COMPANY:
            return "说明身边有其他人。" if others else "说明身边没有其他人。"


def _said(fact: Fact, names: Names) -> Told | None:
    """What the mediator told all, what was disclosed and answered, and that a fact stands undisputed."""
    match fact:
        case ScriptItemTold(item=item, told=told) if heading := names.script.get(item):
            return Mark.TOLD, item, f"调解员告知：{heading}。" if told else f"更正：“{heading}”尚未告知。"
        case RelationDisclosed(disclosure=disclosure) if text := names.disclosures.get(disclosure):
            return Mark.TOLD, disclosure, f"调解员披露：{text}"
        case DisclosureJudged(person=who, agrees=agrees):
            answer = "知悉披露事项，同意继续调解。" if agrees else "知悉披露事项，不同意由该调解员继续调解。"
            return Mark.TOLD, who, f"{_name(names, who)}{answer}"
        case FactMoved(act="entered", fact=entered):
            return Mark.FACT, entered, "各方逐字确认一项无争议事实，内容见“无争议事实”。"
        case _:
            return None


def _apart(apart: Apart, until: datetime) -> str:
    """Times and persons, and not a word of what was said (domain.md §3.3)."""
    times, sides = f"{clock(apart.opened_at)}至{clock(until)}", "、".join(apart.sides)
    what = f"调解员与{sides}单独沟通" if apart.mediated else f"{sides}单独商议，调解员未参加"
    return f"{times}，{what}，内容保密不记录（参加人：{'、'.join(apart.people)}）。"


def _presence(fact: SeatMoved | PresenceNoted | PresenceChanged, names: Names) -> Told | None:
    who = _name(names, fact.seat)
    match fact:
        case SeatMoved(act=act) if act in ARRIVALS:
            return Mark.JOINED, fact.seat, f"{who}进入会谈。"
        case SeatMoved(act=act) if act in DEPARTURES:
            return Mark.LEFT, fact.seat, f"{who}{DEPARTURES[act]}。"
        case PresenceNoted(presence=Presence.AWAY) | PresenceChanged(presence=Presence.AWAY):
            return Mark.DROPPED, fact.seat, f"{who}的连接{_since(fact)}中断。"
        case PresenceNoted(presence=Presence.HERE) | PresenceChanged(presence=Presence.HERE):
            return Mark.RETURNED, fact.seat, f"{who}{_since(fact)}恢复连接。"
        case _:
            return None


def _since(fact: PresenceNoted | PresenceChanged) -> str:
    return f"于{to_the_second(fact.since)}" if isinstance(fact, PresenceChanged) else ""


def _consents(fact: ConsentsRecorded, names: Names) -> Told:
    """Each step by itself, refused ones too: consent to one is not consent to another."""
    given = "、".join(CONSENTS[each] for each in Consent if each in fact.given)
    refused = "、".join(CONSENTS[each] for each in Consent if each not in fact.given)
    parts = [f"同意{given}" if given else "", f"不同意{refused}" if refused else ""]
    said = "；".join(part for part in parts if part)
    return Mark.TOLD, fact.seat, f"{_name(names, fact.seat)}就权利义务告知书（{fact.version}）逐项选择：{said}。"


def _document(fact: DocumentKept | PageShown, names: Names) -> Told | None:
    """A joint document by its name and hash; one that has no name here was not laid before all."""
    name = names.documents.get(fact.document)
    if name is None:
        return None
    what = "提交材料" if isinstance(fact, DocumentKept) else "向各方出示材料"
    return Mark.DOCUMENT, fact.seat, f"{_name(names, fact.seat)}{what}《{name}》（SHA-256：{fact.sha256}）。"


def _fitting(entries: tuple[Entry, ...], entry: Entry) -> Entry | None:
    """The entry as it stands in the course: a joint session begins once and is resumed after that."""
    if entry.mark is Mark.BEGUN and any(each.mark is Mark.BEGUN for each in entries):
        entry = replace(entry, mark=Mark.RESUMED, text="共同会谈继续。")
    kinds = COURSE if entry.mark in COURSE else PRESENCE
    before = next(
        (each.mark for each in reversed(entries) if each.subject == entry.subject and each.mark in kinds), None
    )
    if entry.mark in ONLY_AFTER and before not in ONLY_AFTER[entry.mark]:
        return None
    if entry.mark is Mark.JOINED and before in {Mark.JOINED, Mark.RETURNED}:
        return None
    return entry


def _name(names: Names, who: str) -> str:
    return names.people.get(who, "一名参加人")
