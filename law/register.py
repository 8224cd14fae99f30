"""特邀调解名册 and the provincial expert pool: who may take a court's cases at a moment (规则 §27, 特邀 §5, AT-20).

Entries are facts with their times; whether somebody stands is asked for one moment, so the past can be asked again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from law.beijing import clock, day_of, printed_day
from law.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "register.standing": Sentence("已在名册，法院已确认。", "On the register, confirmed by the court."),
    "register.not_entered": Sentence(
        "不在这个法院的特邀调解名册里，不能承接该院的案件。",
        "Not on this court's register, so no case of this court can be taken.",
    ),
    "register.not_confirmed": Sentence(
        "已报送名册，法院还没有确认，暂时不能承接该院的案件。",
        "Submitted for the register; the court has not confirmed it yet, so no case can be taken for now.",
    ),
    "register.not_begun": Sentence(
        "名册上的任期从{day}开始，现在还不能承接案件。",
        "The entry begins on {day}; no case can be taken before.",
    ),
    "register.expired": Sentence(
        "名册上的任期已于{day}届满，不能再承接新的案件。",
        "The entry ended on {day}; no new case can be taken.",
    ),
    "register.removed": Sentence(
        "法院已于{at}将其移出名册，不能再承接新的案件；正在进行的会谈不中断。",
        "The court removed the entry at {at}; no new case can be taken. A running session is not cut off.",
    ),
    "pool.standing": Sentence("已在本省调解专家资源库。", "In the expert pool of this province."),
    "pool.not_entered": Sentence(
        "不在本省调解专家资源库里。重大集体劳动人事争议由资源库专家调解。",
        "Not in the expert pool of this province. Its experts mediate major collective disputes.",
    ),
    "pool.not_confirmed": Sentence(
        "调解专家资源库由高级人民法院和省级人社部门共同确定，还没有都确认。",
        "The high court and the provincial authority decide jointly who is in the pool; not both have confirmed yet.",
    ),
    "pool.not_begun": Sentence("资源库专家的任期从{day}开始。", "The term in the expert pool begins on {day}."),
    "pool.expired": Sentence("资源库专家的任期已于{day}届满。", "The term in the expert pool ended on {day}."),
}


class SubjectKind(StrEnum):
    """What an entry is about."""

    ORGANISATION = "organisation"
    MEDIATOR = "mediator"


class EntryState(StrEnum):
    """How far an entry has come; the last two are ends."""

    SUBMITTED = "submitted"
    COURT_CONFIRMED = "court_confirmed"
    EXPIRED = "expired"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One subject on one court's register. `subject`: its id; `valid_to`: last day, None: until further notice.

    `source`: how we know (platform message, paper of the court). Raises ValueError where state and times disagree.
    """

    id: str
    court: str
    subject_kind: SubjectKind
    subject: str
    register_no: str | None
    valid_from: date
    valid_to: date | None
    state: EntryState
    confirmed_at: datetime | None
    source: str
    removed_at: datetime | None = None
    fields: tuple[str, ...] = ()
    """擅长领域, as published with the entry (规则 §5)."""

    def __post_init__(self) -> None:
        if self.state is EntryState.COURT_CONFIRMED and self.confirmed_at is None:
            raise ValueError("a confirmed entry has the time of its confirmation")
        if self.state is EntryState.SUBMITTED and self.confirmed_at is not None:
            raise ValueError("an entry with the time of its confirmation is confirmed")
        if (self.state is EntryState.REMOVED) != (self.removed_at is not None):
            raise ValueError("a removed entry, and no other, has the time of its removal")
        if self.state is EntryState.EXPIRED and self.valid_to is None:
            raise ValueError("an expired entry has its last day")


@dataclass(frozen=True, slots=True)
class ExpertEntry:
    """One mediator in the pool of a `province` (GB/T 2260); both confirmations are needed (法办〔2022〕3号 五(二))."""

    mediator: str
    province: str
    court_confirmed_at: datetime | None
    authority_confirmed_at: datetime | None
    valid_from: date
    valid_to: date | None
    fields: tuple[str, ...] = ()
    recused_from: tuple[str, ...] = ()
    """回避单位: ids of organisations whose disputes this expert does not take."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one may take the case at that moment, and the sentence that says why (not). `entry`: on which entry."""

    stands: bool
    code: str
    sentence: Sentence
    entry: str | None = None


def standing(
    entries: Iterable[RegisterEntry], court: str, subject: str, at: datetime, *, used: Collection[str] = ()
) -> Standing:
    """Whether `subject` may take a case of `court` at that moment. `used`: higher courts whose registers it uses too.

    Of several entries a good one wins, else the one that began last says why not.
    """
    own = sorted((one for one in entries if one.subject == subject and one.court in {court, *used}), key=_began)
    found = [replace(_standing(one, at), entry=one.id) for one in own]
    return next((one for one in found if one.stands), found[-1] if found else _said("register.not_entered"))


def expert_standing(entries: Iterable[ExpertEntry], province: str, mediator: str, at: datetime) -> Standing:
    """Whether `mediator` is an expert of that province at that moment (重大集体劳动人事争议)."""
    own = sorted((one for one in entries if one.mediator == mediator and one.province == province), key=_began)
    found = [_expert(one, at) for one in own]
    return next((one for one in found if one.stands), found[-1] if found else _said("pool.not_entered"))


def _standing(entry: RegisterEntry, at: datetime) -> Standing:
    if entry.removed_at is not None and entry.removed_at <= at:
        return _said("register.removed", at=clock(entry.removed_at))
    if entry.confirmed_at is None or entry.confirmed_at > at:
        return _said("register.not_confirmed")
    return _in_term("register", entry, at)


def _expert(entry: ExpertEntry, at: datetime) -> Standing:
    times = (entry.court_confirmed_at, entry.authority_confirmed_at)
    if any(time is None or time > at for time in times):
        return _said("pool.not_confirmed")
    return _in_term("pool", entry, at)


def _in_term(book: str, entry: RegisterEntry | ExpertEntry, at: datetime) -> Standing:
    today = day_of(at)
    if today < entry.valid_from:
        return _said(f"{book}.not_begun", day=printed_day(entry.valid_from))
    if entry.valid_to is not None and today > entry.valid_to:
        return _said(f"{book}.expired", day=printed_day(entry.valid_to))
    return _said(f"{book}.standing")


def _began(entry: RegisterEntry | ExpertEntry) -> date:
    return entry.valid_from


def _said(code: str, **data: str) -> Standing:
    words = SENTENCES[code]
    said = Sentence(words.zh.format(**data), words.en.format(**data))
    return Standing(stands=code.endswith(".standing"), code=code, sentence=said)
