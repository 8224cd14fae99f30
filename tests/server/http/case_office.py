"""An organisation with its people, a court with its clerk, and a clock that the test turns: cases over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from law.beijing import BEIJING
from rooms.ids import CaseId
from server.app import Parts
from server.app_keys import CASES, CLOCKWORK
from server.ids import CourtId
from server.staff import court_of, organisation_of
from server.storage.sessions import COURT_ROLES, AccountRole
from tests.foundation import hashed
from tests.node import PASSWORD, Node, Party, id_number, start_node
from tests.server.http.callers import COURT, Answer, ask, bearer, stores_of
from tests.tab import Json

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING)
ALL_AGREED = {"given": True, "how": "written", "on": "2026-11-02"}
WORKER: Json = {"kind": "person", "name": "张伟", "id_no": id_number(), "phone": "13800001234"}
COMPANY = {
    "kind": "company",
    "name": "南京某某电子有限公司",
    "uscc": "91320100MA0DEM005D",
    "representative": {"name": "李静", "title": "人事经理", "phone": "025-12345678"},
}
SETTINGS = {
    "logins_per_minute": 1000,
    "digits_per_minute": 1000,
    "account_session_hours": 168,
    "seat_session_hours": 168,
}
PAPER = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
STAFF = {
    "wangmin": (AccountRole.MEDIATOR, "王敏"),
    "zhaolei": (AccountRole.MEDIATOR, "赵磊"),
    "admin": (AccountRole.ADMIN, "周管理"),
    "sealer": (AccountRole.SEAL_KEEPER, "钱印"),
    "clerk": (AccountRole.CLERK, "陈静"),
    "platform": (AccountRole.PLATFORM_ADMIN, "孙平台"),
    "stranger": (AccountRole.ADMIN, "外人"),
}
"""By user name; `stranger` keeps another organisation."""


class OfficeClock(Protocol):
    """Server time that a test can turn on."""

    at: datetime


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
    clock: OfficeClock
    court: str = ""
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Of logins, with the time they last."""
    ids: dict[str, str] = field(default_factory=dict)

    async def ask(self, who: str, method: str, path: str, **sent: object) -> Answer:
        return await ask(self.node, method, f"/api/v1{path}", await self.headers(who), **sent)

    async def post(self, who: str, path: str, body: Json) -> Answer:
        return await self.ask(who, "POST", path, json=body)

    async def read(self, who: str, case: str) -> Json:
        answer = await self.ask(who, "GET", f"/cases/{case}")
        assert answer.status == 200, answer.json
        return answer.json

    async def open(self, who: str = "admin", *, agreed: bool = True, **other: Any) -> Json:  # noqa: ANN401 - JSON
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

    async def puts_right(self, who: str, case: str, participant: str, **said: object) -> Answer:
        """A participant of the case as it is now; what is not said stays."""
        kept = await self.node.runner.app[CASES].case(CaseId(case))
        version = kept.version if kept else 0
        return await self.post(who, f"/cases/{case}/participants/{participant}", {"version": version, "who": said})

    async def pass_time(self, **span: float) -> None:
        """Later, and the server has done what was due by then."""
        self.clock.at += timedelta(**span)
        await self.node.runner.app[CLOCKWORK].look_at_due()

    async def recounted(self) -> None:
        """The list's own column of days has followed a new calendar."""
        await self.node.runner.app[CLOCKWORK].recount()

    async def register(self, *mediators: str) -> None:
        """On the court's register, confirmed."""
        for mediator in mediators:
            body = {"court": self.court, "subject_kind": "mediator", "subject": self.ids[mediator], "register_no": "1"}
            entered = await self.post("admin", "/register", body)
            assert entered.status == 201, entered.json
            [entry] = [one["id"] for one in entered.json["entries"] if one["state"]["id"] == "submitted"]
            term = {"answer": "confirm", "valid_from": "2026-01-01", "valid_to": "2027-12-31"}
            assert (await self.post("clerk", f"/register/{entry}", term)).status == 200

    async def plan(self, who: str, case: str, *, days: float, **other: object) -> Json:
        """A session so many days ahead."""
        body = {"title": "第一次调解", "at": (self.clock.at + timedelta(days=days)).isoformat(), **other}
        answer = await self.post(who, f"/cases/{case}/sessions", body)
        assert answer.status == 201, answer.json
        return answer.json

    async def file(self, who: str, case: str, content: bytes = PAPER, **head: str) -> str:
        """A paper on file; gives its id."""
        answer = await self.files(who, case, content, **head)
        assert answer.status == 201, answer.json
        return str(answer.json["id"])

    async def files(self, who: str, case: str, content: bytes, **head: str) -> Answer:
        """A paper sent in, whatever comes of it."""
        query = {"title": "材料", "what": "evidence", "form": "scan", **head}
        octets = {"Content-Type": "application/octet-stream", **await self.headers(who)}
        return await ask(self.node, "POST", f"/api/v1/cases/{case}/materials", octets, params=query, data=content)

    async def party(self, room: Json, name: str) -> "OwnSide":
        """Somebody who came by the link and said who they are."""
        [seat] = [one for one in room["people"] if one["name"] == name]
        invite = seat["invite"]["url"].rsplit("/", 1)[1]
        digits = seat["id_no_masked"][-4:] if seat["id_no_masked"] else None
        someone = Party(self.node, invite, seat["seat"], "phone".ljust(43, "x"), digits)
        return OwnSide(self, invite, await someone.token())

    async def headers(self, who: str) -> dict[str, str]:
        """Signed in anew only where the clock was turned further than a login lasts: each costs a hash."""
        if who not in self.tokens or self.tokens[who][1] <= self.clock.at:
            self.tokens[who] = await self.node.log_in(who), self.clock.at + timedelta(hours=168)
        return bearer(self.tokens[who][0])


@dataclass
class OwnSide:
    """A party's page of the case."""

    office: CaseOffice
    invite: str
    token: str

    async def own_case(self) -> Json:
        answer = await ask(self.office.node, "GET", "/api/v1/session/case", bearer(self.token))
        assert answer.status == 200, answer.json
        return dict(answer.json)

    async def tries(self, **said: object) -> Answer:
        return await ask(self.office.node, "POST", "/api/v1/session/case", bearer(self.token), json={"said": said})

    async def answers(self, said: Json) -> Json:
        answer = await self.tries(**said)
        assert answer.status == 200, answer.json
        return dict(answer.json)


@asynccontextmanager
async def case_office(data: Path) -> AsyncIterator[CaseOffice]:
    """One server with everybody in STAFF."""
    clock = TestClock()
    node = await start_node(data, parts=Parts(clock=clock), **SETTINGS)
    try:
        office = CaseOffice(node, clock, court=await court_of(stores_of(node), COURT))
        home = await organisation_of(stores_of(node), "某某市总工会劳动争议调解中心", "某劳")
        elsewhere = await organisation_of(stores_of(node), "另一调解中心", "另")
        for username, (role, name) in STAFF.items():
            office.ids[username] = await stores_of(node).accounts.create(
                elsewhere if username == "stranger" else home,
                username,
                name=name,
                role=role,
                password_hash=hashed(PASSWORD),
                at=clock.at,
                court=CourtId(office.court) if role in COURT_ROLES else None,
            )
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
