"""An organisation with its people, a court with its clerk, and a clock that the test turns: cases over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from law.beijing import BEIJING
from rooms.ids import CaseId
from server.app import Parts
from server.app_keys import CASES, CLOCKWORK
from server.storage.sessions import AccountRole
from tests.node import Json, Node, add_accounts, id_number, start_node
from tests.server.http.callers import COURT, Answer, ask, bearer, staff_token, stores_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
ALL_AGREED = {"given": True, "how": "written", "on": "2026-03-02"}
WORKER: Json = {"kind": "person", "name": "张伟", "id_no": id_number(), "phone": "13800001234"}
COMPANY = {
    "kind": "company",
    "name": "南京某某电子有限公司",
    "uscc": "91320100MA0DEM005D",
    "representative": {"name": "李静", "title": "人事经理", "phone": "025-12345678"},
}
STAFF = {
    "admin": AccountRole.ADMIN,
    "sealer": AccountRole.SEAL_KEEPER,
    "clerk": AccountRole.CLERK,
    "platform": AccountRole.PLATFORM_ADMIN,
}


@dataclass
class TestClock:
    """Server time, as the test says."""

    __test__ = False
    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at


@dataclass
class CaseOffice:
    """Everybody by user name; `wangmin` and `zhaolei` mediate."""

    node: Node
    clock: TestClock
    court: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    async def ask(self, who: str, method: str, path: str, **sent: object) -> Answer:
        return await ask(self.node, method, f"/api/v1{path}", await self._headers(who), **sent)

    async def post(self, who: str, path: str, body: Json) -> Answer:
        return await self.ask(who, "POST", path, json=body)

    async def read(self, who: str, case: str) -> Json:
        answer = await self.ask(who, "GET", f"/cases/{case}")
        assert answer.status == 200, answer.json
        return answer.json

    async def open(self, who: str = "admin", *, agreed: bool = True, **other: object) -> Json:
        answer = await self.post(who, "/cases", self.draft(agreed=agreed, **other))
        assert answer.status == 201, answer.json
        return answer.json

    def draft(self, *, agreed: bool = True, **other: object) -> Json:
        today = self.clock.at.date().isoformat()
        consent = {**ALL_AGREED, "on": today} if agreed else None
        return {
            "lane": "SELF",
            "cause": "wages",
            "received_on": today,
            "participants": [
                {"standing": "applicant", "who": WORKER, "consent": {**ALL_AGREED, "on": today, "how": "application"}},
                {"standing": "respondent", "who": COMPANY, "consent": consent},
            ],
            "alike_seen": True,
            **other,
        }

    def of_court(self, **other: object) -> Json:
        day = self.clock.at.date().isoformat()
        number = {"court": self.court, "court_case_no": "（2026）苏0102民初1号", "material_received_on": day}
        return {"lane": "WEITUO", "procedure": "ordinary", **number, **other}

    async def tries(self, who: str, case: str, do: str, **said: object) -> Answer:
        """A deed, whatever comes of it, on the case as it is now."""
        kept = await self.node.runner.app[CASES].case(CaseId(case))
        version = kept.version if kept else 0
        return await self.post(who, f"/cases/{case}/deeds", {"deed": {"do": do, "version": version, **said}})

    async def does(self, who: str, case: str, do: str, **said: object) -> Json:
        answer = await self.tries(who, case, do, **said)
        assert answer.status == 200, answer.json
        return answer.json

    async def pass_time(self, **span: float) -> None:
        """Later, and the server has done what was due by then."""
        self.clock.at += timedelta(**span)
        self.tokens.clear()
        await self.node.runner.app[CLOCKWORK].look_at_due()

    async def register(self, *mediators: str) -> None:
        """On the court's register, confirmed."""
        for mediator in mediators:
            body = {"court": self.court, "subject_kind": "mediator", "subject": self.ids[mediator], "register_no": "1"}
            entered = await self.post("admin", "/register", body)
            assert entered.status == 201, entered.json
            [entry] = [one["id"] for one in entered.json["entries"] if one["subject"]["id"] == self.ids[mediator]]
            term = {"answer": "confirm", "valid_from": "2026-01-01", "valid_to": "2027-12-31"}
            assert (await self.post("clerk", f"/register/{entry}", term)).status == 200

    async def _headers(self, who: str) -> dict[str, str]:
        if who not in self.tokens:
            self.tokens[who] = await self.node.log_in(who)
        return bearer(self.tokens[who])


@asynccontextmanager
async def case_office(data: Path) -> AsyncIterator[CaseOffice]:
    """One server, with a mediator and an administrator of another organisation (`stranger`) too."""
    clock = TestClock()
    node = await start_node(data, parts=Parts(clock=clock), logins_per_minute=1000, digits_per_minute=1000)
    try:
        await add_accounts(node.config, "wangmin", "zhaolei")
        office = CaseOffice(node, clock)
        for name, role in STAFF.items():
            office.tokens[name] = await staff_token(node, name, role)
        stores = stores_of(node)
        for account in await stores.accounts.accounts():
            office.ids[account.username] = account.id
        office.court = next(one.id for one in await stores.cases.courts() if one.name == COURT)
        yield office
    finally:
        await node.close()


def state(detail: Json) -> str:
    return str(detail["state"]["id"])


def participants(detail: Json) -> list[str]:
    return [one["id"] for one in detail["participants"]]


def clock_of(detail: Json, name: str) -> Json:
    [found] = [one for one in detail["clocks"] if one["id"] == name and one["binding"]]
    return dict(found)
