"""Clocks of cases over HTTP: what runs, rests, ends by itself, and is told (AT-27, 36, 42, 45, 57, 58)."""

from datetime import datetime

from law.beijing import BEIJING
from tests.server.http.case_office import CaseOffice, clock_of, participants, state
from tests.server.http.test_case_assignment import active
from tests.tab import Json


async def of_court(office: CaseOffice, lane: str, number: str) -> Json:
    """A court's case that a mediator of its register has accepted."""
    await office.register("wangmin")
    track = {"lane": lane, "procedure": "ordinary" if lane == "WEITUO" else "pre_filing"}
    case = (await office.open(**office.of_court(court_case_no=number, **track)))["id"]
    for one in participants(await office.read("clerk", case)):
        await office.does("clerk", case, "rank", participant=one, ranked=[])
    await office.does("clerk", case, "appoint", host=office.ids["wangmin"], chosen_by="court")
    return await office.does("wangmin", case, "accept", relations=[])


async def test_at36_after_tries_on_two_days_by_two_ways_mediation_ends_in_writing_and_everybody_is_told(
    office: CaseOffice,
) -> None:
    case = await office.open("wangmin", agreed=False, take=True)
    company = participants(case)[1]
    asked = clock_of(case, "contact_other_side")
    assert (asked["due"], asked["owed_by"]["id"]) == ("2026-11-05", "mediator")
    assert asked["steps"][0]["zh"].startswith("起算日2026年11月2日不计入")
    for channel in ("phone", "phone", "sms"):
        tried = {"participant": company, "channel": channel, "result": "no_answer", "note": "无人接听。"}
        await office.does("wangmin", case["id"], "contact", at=office.clock.at.isoformat(), **tried)
        if channel == "phone":
            refused = await office.tries("wangmin", case["id"], "consent_failed", note="联系不上。")
            assert (refused.status, refused.code) == (409, "contact.too_few")
            await office.pass_time(days=1)
    made = (await office.read("wangmin", case["id"]))["contacts"]
    assert [(one["channel"]["id"], one["note"]) for one in made][:1] == [("phone", "无人接听。")]
    ended = await office.does("wangmin", case["id"], "consent_failed", note="两天三次、两种方式联系不上被申请人。")
    assert (state(ended), ended["ground"]["id"]) == ("terminated", "G3_NO_CONTACT")
    told = {one["participant"] for one in ended["notices"] if one["what"]["id"] == "termination"}
    assert participants(case)[0] in told


async def test_at42_appraisal_stops_the_clock_before_filing_and_not_after(office: CaseOffice) -> None:
    switch = {"court": office.court, "lane": "WEIPAI", "open": True, "valid_from": "2026-01-01", "source": "本院决定"}
    assert (await office.post("clerk", "/lanes", switch)).status == 200
    before = await of_court(office, "WEIPAI", "（2026）苏0102诉前调42号")
    after = await of_court(office, "WEITUO", "（2026）苏0102民初42号")
    due = {case["id"]: clock_of(case, "period")["due"] for case in (before, after)}
    for case in (before, after):
        await office.does("wangmin", case["id"], "suspend", reason="appraisal", note="委托鉴定工伤等级。")
    await office.pass_time(days=5)
    stopped, running = [await office.read("wangmin", case["id"]) for case in (before, after)]
    assert (clock_of(stopped, "period")["state"], clock_of(running, "period")["state"]) == ("paused", "running")
    for case in (before, after):
        await office.does("wangmin", case["id"], "resume", note="鉴定意见已收到。")
    stopped, running = [await office.read("wangmin", case["id"]) for case in (before, after)]
    assert clock_of(running, "period")["due"] == due[after["id"]]
    assert clock_of(stopped, "period")["due"] > due[before["id"]]
    assert any("暂停计算" in step["zh"] for step in clock_of(stopped, "period")["steps"])
    assert clock_of(running, "period")["settled"] in {True, False}


async def test_at42_another_reason_stops_nothing(office: CaseOffice) -> None:
    case = await of_court(office, "WEIPAI", "（2026）苏0102诉前调43号")
    due = clock_of(case, "period")["due"]
    resting = await office.does("wangmin", case["id"], "suspend", reason="false_mediation")
    assert (resting["suspended"]["id"], clock_of(resting, "period")["state"]) == ("false_mediation", "running")
    await office.pass_time(days=4)
    assert clock_of(await office.does("wangmin", case["id"], "resume"), "period")["due"] == due


async def test_at45_after_fifteen_days_each_partys_page_has_the_notice_though_all_extended(
    office: CaseOffice,
) -> None:
    case = await active(office)
    for one in participants(case):
        await office.does("wangmin", case["id"], "mode", participant=one, mode="remote_av")
    room = await office.plan("wangmin", case["id"], days=3)
    party = await office.party(room, "张伟")
    proposed = await office.does("wangmin", case["id"], "extend", days=15)
    assert [one["agreed"] for one in proposed["extension"]["answers"]] == [None, None]
    seated = await party.own_case()
    assert seated["extension_days"] == 15
    answer = {"answer": "extension", "version": seated["version"], "agreed": True}
    assert (await party.answers(answer))["extension_days"] is None
    paper = await office.file("wangmin", case["id"], what="consent", title="延期确认书")
    said = {"participant": participants(case)[1], "agreed": True, "paper": paper}
    extended = await office.does("wangmin", case["id"], "extension_answer", **said)
    assert clock_of(extended, "period")["due"] > clock_of(extended, "arbitration_notice")["due"]
    await office.pass_time(days=16)
    told = await (await office.party(room, "张伟")).own_case()
    [notice] = [one for one in told["notices"] if "仲裁" in one["title"]["zh"]]
    assert any("仲裁" in text["zh"] for text in notice["paragraphs"])
    page = await office.read("wangmin", case["id"])
    arbitration = {one["participant"] for one in page["notices"] if one["what"]["id"] == "arbitration"}
    assert arbitration == set(participants(case))


async def offline(office: CaseOffice) -> Json:
    """An agreement made on paper today, stamped, and on file: the thirty days run."""
    case = (await office.open(lane="OFFLINE", court=office.court))["id"]
    paper = await office.file("admin", case, what="sealed_scan")
    today = office.clock.at.date().isoformat()
    return await office.does("admin", case, "offline_agreement", paper=paper, signed_on=today)


async def test_at27_a_clock_cites_the_article_of_its_own_day(office: CaseOffice) -> None:
    now = office.clock.at
    try:
        office.clock.at = datetime(2023, 6, 5, 9, 0, tzinfo=BEIJING)
        before = clock_of(await offline(office), "confirmation")
    finally:
        office.clock.at = now
    after = clock_of(await offline(office), "confirmation")
    assert "第二百零一条" in before["citations"][0]["zh"]
    assert "第二百零五条" in after["citations"][0]["zh"]


async def test_at57_nobody_but_the_court_submits_after_the_last_day(office: CaseOffice) -> None:
    case = await offline(office)
    last = datetime.fromisoformat(clock_of(case, "confirmation")["due"]).replace(tzinfo=BEIJING)
    await office.does("admin", case["id"], "route", route="confirmation")
    paper = await office.file("admin", case["id"])
    for one in participants(case):
        await office.does("admin", case["id"], "application", participant=one, paper=paper)
    await office.pass_time(days=(last - office.clock.at).days + 2)
    said = {"on": last.date().isoformat(), "receipt": "EMS1"}
    late = await office.tries("admin", case["id"], "submit", **said)
    assert (late.status, late.code) == (409, "submission.late"), late.json
    assert (await office.tries("admin", case["id"], "submit", **said, override="法院同意")).status == 403
    assert state(await office.read("admin", case["id"])) == "applying"
