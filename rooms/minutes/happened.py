"""What the room itself writes into the minutes, read off the facts of its audit chain.

Theory: facts carry ids and no words of anybody, and names are given here for people, joint documents and scripted
notices alone. So nothing that was said or laid down apart (Z4, Z4p, Z5) has a way in, whatever happens there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from rooms.chat import Zone
from rooms.facts import (
    ConsentsRecorded,
    DocumentKept,
    Fact,
    IdentityProved,
    NodeTookUp,
    PageShown,
    PhaseChanged,
    PresenceChanged,
    SeatMoved,
)
from rooms.ids import DocumentId
from rooms.minutes.minutes import Entry, EntryId, EntryKind, Mark, Minutes
from rooms.person import Consent, Identity
from rooms.room import Phase, Presence

IDENTITIES: Final[Mapping[str, str]] = {
    Identity.UNCONFIRMED: "未核实",
    Identity.DIGITS: "以证件号码后四位核对",
    Identity.CODE: "以一次性验证码核对",
    Identity.DOCUMENT: "由调解员比对证件与本人",
    Identity.MEDIATOR: "由调解员当场核实",
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
class Names:
    """What ids are called on the paper: `张三（申请人）` by seat or person, and the names of joint documents."""

    people: Mapping[str, str]
    documents: Mapping[DocumentId, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A fact with its place in the chain and the server's time."""

    seq: int
    at: datetime
    fact: Fact


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
    told = _told(record.fact, names)
    if told is None:
        return None
    mark, subject, text = told
    return Entry(EntryId(f"a{record.seq}"), record.at, EntryKind.EVENT, text, mark=mark, subject=subject)


Told = tuple[Mark, str, str]
"""Mark, subject, text."""


def _told(fact: Fact, names: Names) -> Told | None:  # noqa: PLR0911 - one line per fact, nothing else
    match fact:
        case PhaseChanged(phase=phase):
            return _phase(phase)
        case NodeTookUp(phase=phase):
            running = phase not in {Phase.PLANNED, Phase.LOBBY, Phase.CLOSED}
            return (Mark.NONE, "", "服务器重新启动，此前片刻的连接可能中断。") if running else None
        case SeatMoved() | PresenceChanged():
            return _presence(fact, names)
        case IdentityProved(seat=seat, how=how):
            return Mark.IDENTITY, seat, f"{_name(names, seat)}的身份：{IDENTITIES[how]}。"
        case ConsentsRecorded():
            return _consents(fact, names)
        case DocumentKept(zone=Zone.JOINT) | PageShown():
            return _document(fact, names)
        case _:
            return None


def _phase(phase: str) -> Told | None:
    match phase:
        case Phase.JOINT:
            return Mark.BEGUN, "", "共同会谈开始。"
        case Phase.CLOSED:
            return Mark.ENDED, "", "本次会谈结束。"
        case _:
            return None


def _presence(fact: SeatMoved | PresenceChanged, names: Names) -> Told | None:
    who = _name(names, fact.seat)
    match fact:
        case SeatMoved(act="admitted"):
            return Mark.JOINED, fact.seat, f"{who}进入会谈。"
        case SeatMoved(act="left"):
            return Mark.LEFT, fact.seat, f"{who}离开会谈。"
        case SeatMoved(act="removed"):
            return Mark.LEFT, fact.seat, f"{who}被调解员请出会谈。"
        case PresenceChanged(presence=Presence.AWAY):
            return Mark.DROPPED, fact.seat, f"{who}的连接中断。"
        case PresenceChanged(presence=Presence.HERE):
            return Mark.RETURNED, fact.seat, f"{who}恢复连接。"
        case _:
            return None


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
