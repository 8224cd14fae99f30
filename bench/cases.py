"""How long a search over many cases takes: `python -m bench.cases` prints p50 and p95 of each kind of question.

20,000 cases in one organisation, 40 mediators, on SQLite as `serve` opens it; the rows are those that life leaves, put
in by the store's own functions but a thousand to a transaction.
"""

import asyncio
import math
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from rich.progress import track
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.figures import keep
from law.people import Entity, NaturalPerson, Party, Representative
from law.procedures import Lane
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import Joined, Received
from rooms.cases.fold import evolve
from rooms.cases.ids import ParticipantId, ProfileId, StaffId
from rooms.cases.words import ConsentHow, Office, PersonKind, Source, Standing, State
from rooms.ids import CaseId
from server.ids import AccountId, OrganisationId, new_id
from server.keys import Keys, open_keys
from server.storage.case_book import Entry, Filing, Outlook, record
from server.storage.case_desk import CaseDeskStore, Ours, Wanted
from server.storage.cases import CaseNumber, CaseStore, insert_case
from server.storage.database import migrate, open_engine, writing
from server.storage.sessions import AccountRole, AccountStore

CASES: Final = 20_000
MEDIATORS: Final = 40
AT_ONCE: Final = 1_000
BUDGET_MS: Final = 200.0
TODAY: Final = date(2026, 11, 20)
BEGAN: Final = datetime(2026, 11, 20, 2, tzinfo=UTC)
SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文斌"
TRADES: Final = ("电子", "物流", "餐饮", "服装", "建筑", "软件", "家政", "机械", "印刷", "食品")
CAUSES: Final = ("wages", "overtime", "severance", "contract")
STATES: Final = (State.CONSENT_PENDING, State.ACTIVE, State.ACTIVE, State.SIGNING, State.PERFORMING, State.ARCHIVED)


@dataclass(frozen=True)
class Asked:
    """One kind of question."""

    question: str
    times: int
    found: int
    p50_ms: float
    p95_ms: float


def stored(chance: random.Random, number: int, mediators: Sequence[AccountId]) -> Entry:
    """A case somewhere on its way, with its people."""
    worker, company = ParticipantId(f"w{number}"), ParticipantId(f"c{number}")
    day = TODAY - timedelta(days=chance.randrange(300))
    by = By(Office.ORGANISATION, "desk")
    joined = (
        Joined(worker, Standing.APPLICANT, PersonKind.PERSON, ConsentHow.APPLICATION),
        Joined(company, Standing.RESPONDENT, PersonKind.COMPANY),
    )
    received = Received(
        source=Source.ORGANISATION,
        profile=ProfileId("self"),
        channel=None,
        procedure=None,
        court=None,
        court_case_no=None,
        cause=chance.choice(CAUSES),
        received_on=day,
        material_received_on=None,
        participants=joined,
        collective=False,
        major=False,
        lane_source="",
        alike=(),
        by=by,
    )
    begun = evolve(None, CaseId(f"case{number}"), received, BEGAN)
    case = replace(begun, state=chance.choice(STATES), host=StaffId(chance.choice(mediators)))
    due = None if case.state is State.ARCHIVED else TODAY + timedelta(days=chance.randrange(-10, 60))
    people: dict[ParticipantId, Party] = {worker: NaturalPerson(name(chance)), company: firm(chance)}
    ahead = Outlook(due, "period:accepted" if due else None, BEGAN + timedelta(days=1) if due else None)
    return Entry(None, case, (received,), BEGAN, ahead, Filing(people=people))


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))


def firm(chance: random.Random) -> Entity:
    called = f"南京{''.join(chance.choices(GIVEN, k=2))}{chance.choice(TRADES)}有限公司"
    return Entity(called, "91350100M000100Y43", Representative(name(chance), "经理"))


def cases(chance: random.Random, mediators: Sequence[AccountId]) -> Iterator[list[Entry]]:
    for first in range(1, CASES + 1, AT_ONCE):
        yield [stored(chance, number, mediators) for number in range(first, min(first + AT_ONCE, CASES + 1))]


async def put(connection: AsyncConnection, keys: Keys, organisation: OrganisationId, entry: Entry) -> None:
    case: Case = entry.after
    number = int(case.id.removeprefix("case"))
    numbered = CaseNumber(organisation, TODAY.year, number, f"（{TODAY.year}）宁劳调字第{number:05d}号")
    await insert_case(connection, case.id, numbered, lane=Lane.SELF, cause=case.cause, court=None, at=BEGAN)
    await record(connection, keys, entry)


def questions(mine: Ours, everybodys: Ours) -> dict[str, tuple[Ours, Wanted]]:
    return {
        "the list of an organisation": (everybodys, Wanted()),
        "its last page": (everybodys, Wanted(page=CASES // 50)),
        "a name": (everybodys, Wanted(words="王芳")),
        "a part of a company": (everybodys, Wanted(words="物流")),
        "a case number": (everybodys, Wanted(words="12345")),
        "words that stand nowhere": (everybodys, Wanted(words="没有这个 名字")),
        "name, state and clock": (
            everybodys,
            Wanted(words="李 电子", states=(State.ACTIVE,), due_by=TODAY + timedelta(days=7)),
        ),
        "what is late": (everybodys, Wanted(late_on=TODAY)),
        "a mediator's own": (mine, Wanted()),
        "a name among the own": (mine, Wanted(words="张")),
    }


async def ask(desk: CaseDeskStore, question: str, ours: Ours, wanted: Wanted, times: int) -> Asked:
    took, found = [], 0
    for _ in range(times):
        began = time.perf_counter()
        found = (await desk.find(ours, wanted)).total
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return Asked(question, times, found, took[len(took) // 2], took[math.ceil(0.95 * len(took)) - 1])


async def measured(folder: Path, times: int) -> list[Asked]:
    """Every kind of question, each so many times, after the tables were filled."""
    engine, keys = open_engine(f"sqlite+aiosqlite:///{folder / 'cases.db'}"), open_keys(folder / "keys")
    await migrate(engine)
    organisation, accounts = (
        await CaseStore(engine).add_organisation("南京市劳动争议调解中心", "宁"),
        AccountStore(engine),
    )
    mediators = [
        await accounts.create(
            organisation, new_id(), name=f"调解员{n}", role=AccountRole.MEDIATOR, password_hash="", at=BEGAN
        )
        for n in range(MEDIATORS)
    ]
    for batch in track(cases(random.Random(1), mediators), "cases", total=CASES // AT_ONCE):  # noqa: S311 - made up
        async with writing(engine) as connection:
            for entry in batch:
                await put(connection, keys, organisation, entry)
    desk, mine, everybodys = CaseDeskStore(engine), Ours(mediator=mediators[0]), Ours(organisation=organisation)
    asked = [await ask(desk, each, *where, times) for each, where in questions(mine, everybodys).items()]
    await engine.dispose()
    return asked


@click.command()
@click.option("--times", default=50, show_default=True, help="Of each question.")
def main(times: int) -> None:
    """Measures, prints, keeps the figures in build/bench, and fails over budget."""
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(measured(Path(folder), times))
    click.echo(f"{CASES} cases; p50 / p95 ms")
    for row in rows:
        click.echo(f"{row.question:28} {row.p50_ms:7.1f} / {row.p95_ms:7.1f}   found {row.found}")
    click.echo(f"kept in {keep('cases', rows)}")
    if any(row.p95_ms > BUDGET_MS for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
