"""Minutes of a session with a worker, a company's manager and their mediator, as the tests begin with them."""

from datetime import UTC, datetime, timedelta
from functools import reduce

from rooms.ids import PersonId, RoomId
from rooms.minutes.acts import Act, Confirmed, FreezeAsked, Headed, Offered, Written
from rooms.minutes.minutes import EntryId, EntryKind, Minutes, Result
from rooms.minutes.step import step

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MEDIATOR, WORKER, MANAGER = PersonId("mediator"), PersonId("worker"), PersonId("manager")
PEOPLE = ((WORKER, "张三"), (MANAGER, "李四"), (MEDIATOR, "王调解"))
DIGEST = "ab" * 32


def minutes() -> Minutes:
    """Just begun."""
    return Minutes(RoomId("room"), NOON)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def entry(number: int) -> EntryId:
    return EntryId(f"entry-{number:04}")


def said(number: int, text: str, speaker: PersonId = WORKER) -> Written:
    return Written(at(number), MEDIATOR, entry(number), EntryKind.STATEMENT, speaker, text)


def after(now: Minutes, *acts: Act) -> Minutes:
    return reduce(lambda before, act: step(before, act).minutes, acts, now)


def confirms(now: Minutes, person: PersonId) -> Confirmed:
    """All that was offered, as it stands."""
    return Confirmed(NOON, person, tuple((each.id, each.revision) for each in now.entries[: now.offered]))


def read_back(count: int = 4) -> Minutes:
    """So many statements, all of them offered."""
    written = (said(number, f"第{number}句话") for number in range(1, count + 1))
    return after(minutes(), *written, Offered(at(count), MEDIATOR, entry(count)))


def all_confirmed(count: int = 4) -> Minutes:
    now = read_back(count)
    confirmed = after(now, *(confirms(now, person) for person, _ in PEOPLE))
    return after(confirmed, Headed(at(9), MEDIATOR, "是否欠薪", Result.AGREED))


def freeze_of(now: Minutes) -> FreezeAsked:
    return FreezeAsked(at(10), MEDIATOR, now.version, DIGEST, PEOPLE, MEDIATOR)
