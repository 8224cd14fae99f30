"""What cases rest on, over HTTP: the register of a court, the lanes it takes, and the calendar (AT-20, AT-58)."""

from server.storage.sessions import AccountRole
from tests.server.http.callers import staff_token
from tests.server.http.case_office import CaseOffice, clock_of
from tests.tab import Json

TERM = {"answer": "confirm", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}


async def submitted(office: CaseOffice, mediator: str = "wangmin", **other: object) -> Json:
    subject = {"subject_kind": "mediator", "subject": office.ids[mediator], "register_no": "苏0102特邀12"}
    answer = await office.post("admin", "/register", {"court": office.court, **subject, **other})
    assert answer.status == 201, answer.json
    [entry] = [one for one in answer.json["entries"] if one["state"]["id"] == "submitted"]
    return dict(entry)


async def entries(office: CaseOffice, who: str) -> dict[str, Json]:
    return {one["id"]: one for one in (await office.ask(who, "GET", "/register")).json["entries"]}


async def test_at20_an_entry_counts_once_its_court_has_confirmed_it_and_until_it_is_removed(office: CaseOffice) -> None:
    entry = await submitted(office, fields=["劳动报酬", "工伤"], expert_pool="320000")
    assert (entry["subject"]["zh"], entry["fields"], entry["expert_pool"]) == ("王敏", ["劳动报酬", "工伤"], "320000")
    assert (entry["valid_from"], entry["confirmed_at"]) == (None, None)
    path = f"/register/{entry['id']}"
    endless = await office.post("clerk", path, {"answer": "confirm"})
    assert (endless.status, endless.code) == (422, "register.term")
    backwards = await office.post("clerk", path, {**TERM, "valid_to": "2025-01-01"})
    assert (backwards.status, backwards.json["field"]) == (422, "valid_to")
    assert (await office.post("clerk", path, {**TERM, "authority_confirmed": True})).status == 200
    confirmed = (await entries(office, "wangmin"))[entry["id"]]
    assert (confirmed["state"]["id"], confirmed["valid_to"]) == ("court_confirmed", "2026-12-31")
    assert (await office.post("clerk", path, {"answer": "remove", "note": "本人申请"})).status == 200
    assert (await entries(office, "clerk"))[entry["id"]]["state"]["id"] == "removed"
    again = await office.post("clerk", path, TERM)
    assert (again.status, again.code) == (409, "register.ended")


async def test_nobody_submits_another_organisations_people_or_confirms_for_another_court(office: CaseOffice) -> None:
    entry = await submitted(office, "zhaolei")
    body = {"court": office.court, "subject_kind": "mediator", "subject": office.ids["wangmin"], "register_no": "1"}
    foreign = await office.post("stranger", "/register", body)
    assert (foreign.status, foreign.code) == (422, "register.subject")
    wrong_kind = await office.post("admin", "/register", {**body, "subject_kind": "organisation"})
    assert (wrong_kind.status, wrong_kind.code) == (422, "register.subject")
    nowhere = await office.post("admin", "/register", {**body, "court": "none"})
    assert (nowhere.status, nowhere.code) == (422, "court.unknown")
    assert await entries(office, "stranger") == {}
    await staff_token(office.node, "clerk2", AccountRole.CLERK, "另一区人民法院")
    answer = await office.post("clerk2", f"/register/{entry['id']}", TERM)
    assert (answer.status, answer.code) == (404, "register.unknown")
    assert await entries(office, "clerk2") == {}


async def test_a_court_switches_its_own_lanes_and_says_on_what_ground(office: CaseOffice) -> None:
    switch = {
        "court": office.court,
        "lane": "WEIPAI",
        "open": True,
        "valid_from": "2026-11-01",
        "source": "本院会议纪要",
    }
    answer = await office.post("clerk", "/lanes", switch)
    assert answer.status == 200, answer.json
    [opened] = [one for one in answer.json["lanes"] if one["lane"]["id"] == "WEIPAI"]
    assert (opened["open"], opened["by_default"], opened["source"]) == (True, False, "本院会议纪要")
    await office.pass_time(minutes=1)
    later = {**switch, "open": False, "valid_from": "2027-01-01"}
    planned = (await office.post("clerk", "/lanes", later)).json["lanes"]
    assert [(one["open"], one["valid_from"]) for one in planned if one["lane"]["id"] == "WEIPAI"] == [
        (True, "2026-11-01"),
        (False, "2027-01-01"),
    ]
    elsewhere = await office.post("clerk", "/lanes", {**switch, "court": "none"})
    assert (elsewhere.status, elsewhere.code) == (403, "lane.own_court")
    backwards = await office.post("clerk", "/lanes", {**switch, "valid_to": "2026-01-01"})
    assert (backwards.status, backwards.code) == (422, "lane.term")
    unknown = await office.post("clerk", "/lanes", {**switch, "lane": "BY_POST"})
    assert (unknown.status, unknown.code) == (422, "case.lane")


async def test_at58_a_years_table_moves_the_days_of_open_cases(office: CaseOffice) -> None:
    case = await office.open("wangmin", agreed=False, take=True)
    due = clock_of(case, "contact_other_side")["due"]
    assert due == "2026-11-05"
    before = (await office.ask("platform", "GET", "/calendars")).json["years"]
    assert [(one["year"], one["provisional"]) for one in before] == [
        (2025, False),
        (2026, False),
        (2027, True),
        (2028, True),
    ]
    [year] = [one for one in before if one["year"] == 2026]
    body = {name: year[name] for name in ("holidays", "swapped_rest", "make_up")}
    table = {"year": 2026, "source": "试验用", **body, "holidays": [*year["holidays"], "2026-11-04"]}
    loaded = await office.post("platform", "/calendars", table)
    assert loaded.status == 200, loaded.json
    assert clock_of(await office.read("wangmin", case["id"]), "contact_other_side")["due"] == "2026-11-06"
    await office.recounted()
    listed = (await office.ask("wangmin", "GET", "/cases")).json["cases"]
    assert [one["next_due"] for one in listed if one["id"] == case["id"]] == ["2026-11-06"]
    twice = await office.post("platform", "/calendars", {**table, "swapped_rest": ["2026-11-04"]})
    assert (twice.status, twice.code) == (422, "calendar.twice")


async def test_what_a_court_takes_is_entered_by_itself_or_from_experience(office: CaseOffice) -> None:
    def of(listed: Json) -> Json:
        [own] = [one for one in listed["courts"] if one["court"]["id"] == office.court]
        return dict(own)

    unknown = of((await office.ask("wangmin", "GET", "/court-policies")).json)
    assert [(one["lane"]["id"], one["takes"]) for one in unknown["outlook"]] == [
        ("SELF", None),
        ("WEIPAI", None),
        ("OFFLINE", None),
    ]
    seen = {
        "court": office.court,
        "takes": False,
        "lane": "SELF",
        "valid_from": "2026-03-01",
        "source": "立案庭电话答复",
    }
    entered = await office.post("admin", "/court-policies", seen)
    assert entered.status == 201, entered.json
    [row] = of(entered.json)["rows"]
    assert (row["said"], row["in_force"], row["source"]) == ("experience", True, "立案庭电话答复")
    [here] = [one for one in of(entered.json)["outlook"] if one["lane"]["id"] == "SELF"]
    assert (here["takes"], "立案庭电话答复" in here["because"]["zh"]) == (False, True)
    await office.pass_time(minutes=1)
    own = {**seen, "takes": True, "bases": ["org_location"], "e_filing": True, "source": "本院公告"}
    said = await office.post("clerk", "/court-policies", own)
    assert [(row["said"], row["takes"]) for row in of(said.json)["rows"]] == [("court", True), ("experience", False)]
    now = of((await office.ask("wangmin", "GET", "/court-policies")).json)
    assert [one["takes"] for one in now["outlook"] if one["lane"]["id"] == "SELF"] == [True]
    assert "injury" in [one["id"] for one in said.json["causes"]]
    of_cause = await office.post("admin", "/court-policies", {**seen, "cause": "injury"})
    assert [row["cause"]["id"] for row in of(of_cause.json)["rows"] if row["cause"]] == ["injury"]
    elsewhere = await office.post("clerk2", "/court-policies", own)
    assert (elsewhere.status, elsewhere.code) == (403, "court_policy.own_court")
    backwards = await office.post("admin", "/court-policies", {**seen, "valid_to": "2026-01-01"})
    assert (backwards.status, backwards.code) == (422, "court_policy.term")
    word = await office.post("admin", "/court-policies", {**seen, "lane": "BY_POST"})
    assert (word.status, word.code) == (422, "court_policy.word")
