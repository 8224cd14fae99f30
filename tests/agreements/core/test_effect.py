"""When it takes effect, against a list written by hand before the code, and what the evidence page says of it."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agreements.agreement import Closing
from agreements.canonical import canonical_bytes
from agreements.effect import Signed, State, effects_of
from agreements.evidence import effect_sentences, evidence_of
from agreements.refusals import Refusal
from law.calendar import calendar, year_table
from tests.agreements.core.stories import (
    COMPANY,
    EVERYBODY,
    LATER,
    TODAY,
    WORKER,
    after,
    applied,
    blob,
    close_done,
    digest,
    everything_but_the_press,
    frozen,
    signed,
    signs,
)
from tests.agreements.core.test_stages import no

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "golden" / "effect.json").read_text(encoding="utf-8")
)["cases"]
CLOSING = signed(frozen(), *EVERYBODY)
NO_SEAL = "未加盖调解组织印章，尚未生效。"


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def case_signed(case: dict[str, Any]) -> Signed:
    parties = tuple(moment(at) for at in case["parties"])
    return Signed(parties, moment(case["mediator"]), moment(case["organisation_seal"]))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_at44_effect_by_every_rule(case: dict[str, Any]) -> None:
    found = effects_of(case_signed(case), lane=case["lane"], today=TODAY)
    assert {one.rule: {"at": one.at, "state": one.state} for one in found.rules} == {
        rule: {"at": moment(given["at"]), "state": given["state"]} for rule, given in case["expect"].items()
    }
    assert (found.earliest, found.latest) == (moment(case["earliest"]), moment(case["latest"]))


def test_at44_the_deadline_counts_from_the_first_day_and_effect_is_the_last() -> None:
    found = effects_of(case_signed(CASES[0]), lane="SELF", today=TODAY)
    assert found.confirm_by == date(2026, 12, 21)
    claim, deadline = found.summary
    assert claim.says == "各项规则均已满足，自2026-11-21 09:00:00起生效。"
    assert "至2026年12月21日届满。" in deadline.says
    assert "起算日2026年11月20日不计入" in deadline.says
    assert "满30日为2026年12月20日。该日为周末，顺延至2026年12月21日" in deadline.says
    assert deadline.citation == "《中华人民共和国民事诉讼法》第二百零五条、第八十五条"
    assert "自2026年11月21日之日起生效" in next(one.says for one in found.rules if one.rule == "E-RENMIN")


def test_at58_the_deadline_follows_the_calendar_it_is_given() -> None:
    rest = ["2026-12-21", "2026-12-23"]
    own = calendar(
        [year_table({"year": 2026, "holidays": [], "swapped_rest": rest, "make_up": [], "source": "国办发明电"})]
    )
    found = effects_of(case_signed(CASES[0]), lane="SELF", today=TODAY, calendar=own)
    assert found.confirm_by == date(2026, 12, 22)
    page = evidence_of(CLOSING, pdf=blob("closed"), sealed_at=LATER, calendar=own)
    assert "至2026年12月24日届满。" in next(one.says for one in page.effects if one.rule == "C-30")
    assert "至2026年12月24日届满。" in effect_sentences(CLOSING, today=TODAY, calendar=own)[-1]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_rule_that_applies_says_so_in_words(case: dict[str, Any]) -> None:
    for one in effects_of(case_signed(case), lane=case["lane"], today=TODAY).rules:
        assert one.citation.startswith("《")
        assert one.says.endswith("。") is (one.state is not State.NOT_APPLICABLE)
        assert (one.says == NO_SEAL) is (one.state is State.NO_SEAL)


def test_at44_the_page_claims_no_effect_without_the_seal() -> None:
    page = evidence_of(CLOSING, pdf=blob("closed"), sealed_at=LATER)
    said = {one.rule: one.says for one in page.effects}
    assert said["E-LABOUR"] == said["E-RENMIN"] == NO_SEAL
    assert said["E-ONLINE"] == "各方当事人均已完成电子签名，自2026-11-23 12:10:00起生效。"
    assert said["E-LATEST"] == "各项规则尚未全部满足，本页不作已经生效的认定。"
    assert "至2026年12月23日届满" in said["C-30"]
    assert set(said) == {"E-ONLINE", "E-LABOUR", "E-RENMIN", "E-LATEST", "C-30"}


def test_the_page_tells_of_every_signer_how_and_when() -> None:
    page = evidence_of(CLOSING, pdf=blob("closed"), sealed_at=LATER + timedelta(seconds=3))
    assert [one.name for one in page.signers] == ["张伟", "李静", "王敏"]
    worker, company, mediator = page.signers
    assert (worker.id_no_masked, worker.identity) == ("110105********002X", "由调解员比对证件与本人核实")
    assert (company.on_behalf_of, company.capacity) == ("南京某某电子有限公司", "被申请人")
    assert (mediator.id_no_masked, mediator.capacity) == ("", "调解员")
    assert worker.read == "共2页，累计40秒，2026-11-23 12:10:00读完"
    assert worker.confirmed == (
        "2026-11-23 12:10:00确认“我已阅读并同意本协议全部内容”，并同意电子签名约定（2026-11-22）"
    )
    assert worker.code.startswith(
        "模拟发件箱（模拟），发送至模拟，2026-11-23 12:10:00发送，2026-11-23 12:10:00验证通过。"
    )
    assert worker.code.endswith("登记的联系方式未见应答")
    assert worker.ink == "手写，1笔，30个点"
    assert (page.digest, page.agreement_pdf_sha256) == (digest(frozen()), blob("closed"))
    assert page.sealed_at == "2026-11-23 12:10:03"


def test_the_page_says_whether_the_address_on_file_was_ever_answered_from() -> None:
    """On file is not verified: that the code came back shows who could read there, not whose number it is."""
    stage = CLOSING.stage
    assert isinstance(stage, Closing)
    first, *rest = stage.slots
    assert first.code
    sent = replace(first, code=replace(first.code, channel="sms", target_masked="138****0000"))
    page = evidence_of(replace(CLOSING, stage=replace(stage, slots=(sent, *rest))), pdf=blob("closed"), sealed_at=LATER)
    told = page.signers[0].code
    assert told.startswith("短信，发送至138****0000，")
    assert told.endswith("登记的号码收到并填回，机主未核对")


def test_the_course_stands_in_the_order_of_time() -> None:
    page = evidence_of(CLOSING, pdf=blob("closed"), sealed_at=LATER)
    assert [event.at for event in page.events] == sorted(event.at for event in page.events)
    assert page.events[0].what.startswith("第1轮文本定稿，校验码")
    assert page.events[-1].what == "协议书加盖封存时间戳"
    assert len(page.events) == 2 + 4 * len(EVERYBODY)


def test_a_timestamp_of_whole_seconds_does_not_stand_before_its_press() -> None:
    now = frozen()
    for signer in EVERYBODY:
        pressed = signs(now, signer, at=LATER + timedelta(milliseconds=600))
        now = after([*everything_but_the_press(now, signer), pressed], now)
        now = after([applied(now)], now)
    told = [event.what for event in evidence_of(now, pdf=blob("closed"), sealed_at=LATER).events]
    for name in ("张伟", "李静", "王敏"):
        assert told.index(f"{name}验证通过并提交签名") < told.index(f"{name}的电子签名写入文件")
    assert told[-1] == "协议书加盖封存时间戳"


def test_a_signer_is_known_as_when_signing_whatever_comes_after() -> None:
    now = signed(frozen(), WORKER)
    strange = tuple(replace(one, identity="unconfirmed") for one in now.members)
    later = signed(replace(now, members=strange), *EVERYBODY[1:])
    told = [one.identity for one in evidence_of(later, pdf=blob("closed"), sealed_at=LATER).signers]
    assert told == ["由调解员比对证件与本人核实", "未核实", "未核实"]


def test_a_fallen_round_is_told_without_who_and_why() -> None:
    now = signed(frozen(after([no(COMPANY, "底线是一万五")], signed(frozen(), WORKER))), *EVERYBODY)
    raw = canonical_bytes(evidence_of(now, pdf=blob("closed"), sealed_at=LATER)).decode()
    assert "第1轮定稿文本作废" in raw
    assert "一万五" not in raw
    assert "11010519491231002X" not in raw
    assert "123456" not in raw.replace(str(blob("closed")), "")


def test_there_is_no_page_before_all_have_signed() -> None:
    for early in (frozen(), signed(frozen(), WORKER, COMPANY)):
        with pytest.raises(Refusal):
            evidence_of(early, pdf=blob("closed"), sealed_at=LATER)
        assert not any("自2026" in sentence for sentence in effect_sentences(early, today=TODAY))


def test_the_sealed_agreement_says_the_same() -> None:
    sealed = after([close_done(CLOSING)], CLOSING)
    assert effect_sentences(sealed, today=TODAY) == effect_sentences(CLOSING, today=TODAY)
    assert effect_sentences(sealed, today=TODAY)[1].endswith(NO_SEAL)
    assert evidence_of(sealed, pdf=blob("x"), sealed_at=LATER) == evidence_of(CLOSING, pdf=blob("x"), sealed_at=LATER)
