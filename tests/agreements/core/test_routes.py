"""The ways to enforcement against situations that somebody wrote from the law before there was any code (§2.5)."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from agreements.agreement import Agreement, Capacity, Drafting, Matter, Member
from agreements.draft import Draft, Entry, Part
from agreements.effect import effects_of
from agreements.ids import AgreementId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.members import HEAD, own_part, seated
from agreements.routes import Route, State, paragraphs, routes
from law.citations import citation
from law.court_policies import CourtPolicy, Said
from law.people import Entity, NaturalPerson, Representative
from tests.agreements.core.golden_agreements import dossier_of, signed_of

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "golden" / "routes.json").read_text(encoding="utf-8")
)["cases"]
AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
EXCLUDED: Final = {"title": "位于西湖区古墩路88号2幢301室的房屋所有权归申请人，被申请人不再主张产权。"}
WORDS: Final = {
    "act": {"content": "办理工作交接。", "obligor": "employer", "due": "2026-12-31"},
    "free": {"text": EXCLUDED["title"]},
}
MEMBERS: Final = seated(
    (
        Member(SignerId("worker"), Capacity.APPLICANT, "张文生", FieldName(""), NaturalPerson("张文生")),
        Member(
            SignerId("employer"),
            Capacity.RESPONDENT,
            "周国梁",
            FieldName(""),
            Entity("杭州鸿翔精密机械有限公司", "91330106MA2B7K1Q20", Representative("周国梁", "执行董事")),
        ),
        Member(SignerId("mediator"), Capacity.MEDIATOR, "许静", FieldName("")),
    )
)


def found(case: dict[str, Any], policy: CourtPolicy | None = None) -> dict[str, Route]:
    today, signed = date.fromisoformat(case["today"]), signed_of(case["signed"])
    clauses = [(Kind.PAYMENT, each) for each in case["payments"]]
    clauses += [(Kind(kind), WORDS.get(kind, {})) for kind in case["other_terms"]]
    draft = Draft(
        (
            Part(HEAD, Kind.HEAD, {}),
            *(own_part(one, SignerId("mediator"), AT) for one in MEMBERS if one.party),
            *(
                Part(PartId(f"c{number}"), kind, {k: Entry(v, 1, SignerId("mediator"), AT) for k, v in values.items()})
                for number, (kind, values) in enumerate(clauses)
            ),
        )
    )
    matter = Matter("case", "paper", "house", case["cause"], case["lane"], "2026-01-01", "room")
    agreement = Agreement(AgreementId("a"), matter, MEMBERS, Drafting(draft))
    effects = effects_of(signed, lane=case["lane"], today=today) if signed else None
    known = dossier_of(case)
    if policy and known.court:
        known = replace(known, court=replace(known.court, policy=policy))
    return {each.id: each for each in routes(agreement, draft, known, effects, today)}


def limit(route: Route) -> dict[str, Any] | None:
    if route.limit is None:
        return None
    last = route.limit.last.isoformat() if route.limit.last else None
    return {route.limit.unit.value: route.limit.count, "last": last}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_ways_that_are_open(case: dict[str, Any]) -> None:
    here, today = found(case), date.fromisoformat(case["today"])
    for name, expected in case["expect"].items():
        route = here[name]
        assert route.says.zh
        assert route.says.en
        assert all(citation(key, today).zh for key in route.citations)
        if expected is not None:
            told = (route.state.value, route.who.value, limit(route))
            assert told == (expected["state"], expected["who"], expected["limit"]), name


def test_the_paper_names_every_way_once_and_the_closed_ones_with_their_reason() -> None:
    here = tuple(found(CASES[2]).values())
    printed = "\n".join(paragraphs(here, date(2026, 11, 18)))
    assert all(printed.count(each.label.zh) >= 1 for each in here)
    assert "不能使用的途径：司法确认（该院公布不受理此类协议）" in printed
    assert [each.id for each in here if each.state is State.CLOSED] == ["judicial_confirmation", "court_paper"]


def test_a_court_that_takes_no_self_accepted_cases_is_named_with_date_and_source() -> None:
    case = next(each for each in CASES if each["name"] == "the same, court refuses")
    policy = CourtPolicy("c", False, Said.EXPERIENCE, "2026年3月立案庭电话答复", date(2026, 3, 1), lane="SELF")
    route = found(case, policy)["judicial_confirmation"]
    assert route.state is State.CLOSED
    assert route.says.zh == (
        "该院不受理调解组织自行受理的案件的司法确认申请"
        "（2026-03-01起，调解组织按办案经验登记；来源：2026年3月立案庭电话答复）。"
    )
