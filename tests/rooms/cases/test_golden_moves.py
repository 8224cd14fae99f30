"""The machine against moves and paths that somebody wrote from domain.md and the statutes without seeing it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from rooms.cases.deeds.assignment import Appointed, Declined
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.court import (
    CorrectionAsked,
    CourtAccepted,
    CourtDecided,
    Defaulted,
    Reopened,
    RouteChosen,
    Verified,
)
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.ending import Archived, HandedBack, Report, Terminated
from rooms.cases.deeds.intake import AgentNamed, ConsentRecorded, MediationRefused, Returned
from rooms.cases.deeds.talks import (
    ExtensionAnswered,
    ExtensionAsked,
    ModeSet,
    Suspended,
)
from rooms.cases.deeds.text import PrincipleAgreed, SigningGivenUp, TextConfirmed, TextFell, TextFixed
from rooms.cases.ids import AgentId, NoteId, ParticipantId
from rooms.cases.refusals import IllegalMove, NotPermitted, Refusal, Unmet
from rooms.cases.words import (
    ConsentHow,
    ContactChannel,
    Decision,
    FellBecause,
    Form,
    Ground,
    Mode,
    Office,
    ReturnReason,
    Route,
    SuspendReason,
)
from rooms.person import Consent
from tests.rooms.cases import stories as told
from tests.rooms.cases.stories import (
    CHEN,
    COMPANY,
    COURT,
    DESK,
    LI,
    MEDIATOR,
    MONDAY,
    NOT_ON_REGISTER,
    NOTE,
    REPORT,
    TEXT,
    WORKER,
    Story,
    party,
)

GOLDEN: Final = Path(__file__).parents[1] / "golden"
EMPTY = NoteId("")
PHONE, SMS, LETTER = ContactChannel.PHONE, ContactChannel.SMS, ContactChannel.LETTER

ELSEWHERE: Final = {
    "m01": "the adapter verifies a message before the case hears of it",
    "m03": "a return has one of four reasons, or it is no return: the type",
    "m17": "the disclosure is part of accepting: the type",
    "m24": "the room's checklist",
    "m25": "the room's checklist",
    "m26": "the room's checklist",
    "m27": "the room's checklist",
    "m28": "the room's table",
    "m29": "the room's table",
    "m30": "a rest has a reason: the type",
    "m37": "the linter runs before a text is fixed, in agreements",
    "m38": "the room's mediator takes a text back with a written reason, kept with the agreement (TR18 goes beyond)",
    "m53": "the bundle is checked where it is packed",
    "m54": "jurisdiction is checked where the bundle is packed",
    "m60": "who was there is in the court's own record",
    "m67": "an end has one ground: the type",
}
"""Golden moves that do not reach the case, and where they are stopped."""


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GOLDEN / name).read_text(encoding="utf-8"))["rows"]
    return found


@dataclass(frozen=True)
class Attempt:
    """A story, what is tried in it, the kind of refusal and a word it must say. `stays`: recorded, but no move."""

    story: Callable[[], Story]
    deed: Callable[[Story], Deed]
    kind: type[Refusal] | None
    says: str = ""


def tried(*when: tuple[int, ContactChannel]) -> Story:
    story, first = told.begun(), told.begun().at
    for day, channel in when:
        story.at = first + timedelta(days=day)
        story.does(told.contact(story, channel))
    return story


def without_mode() -> Story:
    story = told.accept_pending()
    story.does(told.accepted(), ModeSet(COMPANY, Mode.REMOTE_AV, party(COMPANY)))
    return story


def asked_for_more(lane: str = "SELF") -> Story:
    story = told.active(lane)
    story.does(ExtensionAsked(10, MEDIATOR))
    return story


def more(who: str) -> ExtensionAnswered:
    return ExtensionAnswered(ParticipantId(who), True, Form.LINK, None, By(Office.PARTY, who))


def answered_late() -> Story:
    story = asked_for_more()
    story.does(more(WORKER))
    return story.waits(days=30)


def with_plain_agent() -> Story:
    story = told.fixed(told.drafting())
    story.does(AgentNamed(AgentId("agent"), COMPANY, "lawyer", False, (), (), DESK))
    return story


def mediator_too() -> Story:
    story = told.signed(told.signing())
    story.does(told.mediator_signed(story))
    return story


def suspended() -> Story:
    story = told.active()
    story.does(Suspended(SuspendReason.FALSE_MEDIATION, None, MEDIATOR))
    return story


def returned() -> Story:
    story = told.begun()
    story.does(Returned(ReturnReason.UNSUITABLE, NOTE, DESK))
    return story


def archived() -> Story:
    story = told.terminated()
    story.does(Archived(told.every_point(), DESK))
    return story


def handed_back() -> Story:
    story = told.terminated()
    story.does(HandedBack("receipt", MEDIATOR))
    return story


def ends(ground: Ground = Ground.TOO_FAR, report: Report = REPORT, by: By = MEDIATOR) -> Deed:
    return Terminated(ground, report, by)


def to_contact(_: Story) -> Deed:
    return ConsentRecorded(COMPANY, Consent.DATA_RETURN, True, ConsentHow.LINK, MONDAY, None, party(COMPANY))


def appoints(story: Story) -> Appointed:
    return told.appointed(story, LI)


def bad_register() -> Story:
    return told.appointing("WEIPAI").with_mediator(LI, entry=None, why=NOT_ON_REGISTER)


UNREACHED: Final = MediationRefused(NOTE, MEDIATOR)
ATTEMPTS: Final[dict[str, Attempt]] = {
    "m02": Attempt(Story, lambda _: told.received(participants=told.received().participants[:1]), Unmet, "对方当事人"),
    "m04": Attempt(told.active, lambda _: Returned(ReturnReason.UNSUITABLE, NOTE, DESK), IllegalMove, "调解中"),
    "m05": Attempt(told.begun, appoints, IllegalMove, "征询意愿"),
    "m06": Attempt(told.begun, to_contact, None),
    "m07": Attempt(lambda: tried((0, PHONE), (0, SMS), (0, PHONE)), lambda _: UNREACHED, Unmet, "2天"),
    "m08": Attempt(lambda: tried((0, SMS), (1, SMS)), lambda _: UNREACHED, Unmet, "不足3次"),
    "m09": Attempt(lambda: tried((0, PHONE), (1, PHONE), (2, PHONE)), lambda _: UNREACHED, Unmet, "2种"),
    "m10": Attempt(told.begun, lambda _: replace(UNREACHED, note=EMPTY), Unmet),
    "m11": Attempt(told.begun, told.planned, Unmet, "被申请人尚未同意"),
    "m12": Attempt(bad_register, appoints, Unmet, NOT_ON_REGISTER.zh),
    "m13": Attempt(bad_register, appoints, Unmet, NOT_ON_REGISTER.zh),
    "m14": Attempt(lambda: told.appointing("WEIPAI").with_mediator(LI, conflict=True), appoints, Unmet, "利害关系"),
    "m15": Attempt(
        lambda: told.appointing("WEIPAI", major=True, collective=True).with_mediator(LI, pool=False),
        appoints,
        Unmet,
        "专家资源库",
    ),
    "m16": Attempt(lambda: told.begun("WEIPAI"), appoints, IllegalMove, "征询意愿"),
    "m18": Attempt(told.accept_pending, lambda _: told.accepted(LI), NotPermitted, "不是本案"),
    "m19": Attempt(
        lambda: told.accept_pending("WEIPAI").with_mediator(CHEN, entry=None, why=NOT_ON_REGISTER),
        lambda _: told.accepted(),
        Unmet,
        NOT_ON_REGISTER.zh,
    ),
    "m20": Attempt(lambda: told.accept_pending().waits(days=7), lambda _: told.accepted(), Unmet, "三个工作日"),
    "m21": Attempt(told.accept_pending, lambda _: Declined(EMPTY, MEDIATOR), Unmet, "理由"),
    "m22": Attempt(without_mode, told.planned, Unmet, "申请人的参加方式"),
    "m23": Attempt(told.active, lambda story: told.planned(story, hours=2), Unmet, "24小时"),
    "m31": Attempt(told.active, lambda _: Suspended(SuspendReason.OTHER, None, party(WORKER)), NotPermitted, "当事人"),
    "m32": Attempt(asked_for_more, lambda _: more(WORKER), None),
    "m33": Attempt(answered_late, lambda _: more(COMPANY), Unmet, "届满"),
    "m34": Attempt(lambda: told.active("WEITUO"), lambda _: ExtensionAsked(45, MEDIATOR), Unmet, "30日"),
    "m35": Attempt(told.active, lambda _: PrincipleAgreed(WORKER, Form.LINK, party(WORKER)), None),
    "m36": Attempt(told.active, lambda _: TextFixed(TEXT, MEDIATOR), Unmet, "原则同意"),
    "m39": Attempt(lambda: told.fixed(told.drafting()), lambda _: TextConfirmed(TEXT, WORKER, party(WORKER)), None),
    "m40": Attempt(
        with_plain_agent, lambda _: TextConfirmed(TEXT, COMPANY, By(Office.PARTY, "agent")), Unmet, "特别授权"
    ),
    "m41": Attempt(told.signing, lambda _: TextFell(TEXT, FellBecause.REOPENED, party(WORKER)), NotPermitted, "理由"),
    "m42": Attempt(
        lambda: told.signed(told.signing(), who=(WORKER,)),
        lambda _: TextFell(TEXT, FellBecause.REFUSAL, party(WORKER)),
        Unmet,
        "已经签名",
    ),
    "m43": Attempt(lambda: told.signing().waits(hours=24), lambda _: SigningGivenUp(None, SYSTEM), Unmet),
    "m44": Attempt(lambda: told.signing().waits(days=4), lambda _: SigningGivenUp(None, SYSTEM), Unmet, "提醒"),
    "m45": Attempt(
        lambda: told.signed(told.signing(), who=(WORKER,)),
        told.sealed,
        Unmet,
        "被申请人还没有签名",
    ),
    "m46": Attempt(lambda: told.signed(told.signing()), told.sealed, Unmet, "调解员还没有签名"),
    "m47": Attempt(mediator_too, told.closed, None),
    "m48": Attempt(mediator_too, told.sealed, Unmet, "时间戳"),
    "m49": Attempt(told.drafting, told.sealed, IllegalMove, "拟定协议"),
    "m50": Attempt(lambda: routed(Route.CONFIRMATION), lambda _: told.applied(WORKER), None),
    "m51": Attempt(told.effective, lambda _: told.applied(WORKER), Unmet, "途径"),
    "m52": Attempt(
        lambda: told.effective("WEITUO"), lambda _: RouteChosen(Route.CONFIRMATION, MEDIATOR), Unmet, "调解书、"
    ),
    "m55": Attempt(lambda: told.applying().waits(days=31), told.submission, Unmet, "期限已于"),
    "m56": Attempt(
        lambda: told.applying().waits(days=31),
        lambda story: told.submission(story, override=NOTE),
        NotPermitted,
        "只有法院",
    ),
    "m57": Attempt(told.submitted, lambda story: CourtAccepted("no", story.today, MEDIATOR), NotPermitted),
    "m58": Attempt(told.submitted, lambda _: CorrectionAsked(EMPTY, None, COURT), Unmet),
    "m59": Attempt(told.under_review, lambda story: Verified(story.today, MEDIATOR), NotPermitted),
    "m61": Attempt(
        told.under_review,
        lambda story: CourtDecided(Decision.CONFIRMED, story.today, None, COURT),
        Unmet,
        "文书",
    ),
    "m62": Attempt(told.confirmed_by_court, lambda story: told.served(story, WORKER), None),
    "m63": Attempt(told.effective, lambda _: RouteChosen(Route.NONE, party(WORKER)), Unmet, "各方"),
    "m64": Attempt(told.performing, lambda story: told.performed(story, "first", party(COMPANY)), Unmet, "凭证"),
    "m65": Attempt(told.performing, lambda _: Defaulted("second", None, MEDIATOR), Unmet, "还没有过期"),
    "m66": Attempt(told.not_confirmed, lambda _: Reopened(MEDIATOR), NotPermitted),
    "m68": Attempt(told.active, lambda _: ends(report=Report(EMPTY, EMPTY, EMPTY, EMPTY)), Unmet, "四项"),
    "m69": Attempt(lambda: told.active("WEIPAI").waits(days=17), lambda _: ends(Ground.EXPIRED), Unmet, "届满"),
    "m70": Attempt(told.active, lambda _: ends(by=party(WORKER)), NotPermitted, "当事人"),
    "m71": Attempt(told.active, lambda _: HandedBack("receipt", MEDIATOR), IllegalMove, "调解中"),
    "m72": Attempt(lambda: told.terminated("WEIPAI"), lambda _: HandedBack("", MEDIATOR), Unmet, "回执"),
    "m73": Attempt(told.active, lambda _: Archived(told.every_point(), DESK), IllegalMove, "调解中"),
    "m74": Attempt(handed_back, lambda _: Archived(told.every_point()[:-2], DESK), Unmet, "终止"),
    "m75": Attempt(archived, told.planned, IllegalMove, "已归档"),
    "m76": Attempt(returned, appoints, IllegalMove, "已退回"),
    "m77": Attempt(suspended, lambda _: TextFixed(TEXT, MEDIATOR), IllegalMove, "中止"),
}


def routed(route: Route) -> Story:
    story = told.effective()
    story.does(RouteChosen(route, MEDIATOR))
    return story


def test_every_golden_move_is_tried_or_stopped_elsewhere() -> None:
    assert {row["id"] for row in rows("illegal_moves.json")} == set(ATTEMPTS) | set(ELSEWHERE)
    assert not set(ATTEMPTS) & set(ELSEWHERE)


@pytest.mark.parametrize("row", [row for row in rows("illegal_moves.json") if row["id"] in ATTEMPTS], ids=str)
def test_a_golden_illegal_move_is_refused_or_does_not_move(row: dict[str, Any]) -> None:
    attempt = ATTEMPTS[row["id"]]
    story = attempt.story()
    before, deed = story.now, attempt.deed(story)
    if attempt.kind is None:
        story.does(deed)
        assert before is not None
        assert story.state is before.state
        return
    refusal = story.refused(deed)
    assert type(refusal) is attempt.kind, refusal.zh
    assert attempt.says in refusal.zh
    assert story.now is before


STARTS: Final = {"m05": "consent_pending", "m16": "consent_pending"}
"""Golden moves from RECEIVED, which is left in the step that received the case."""


@pytest.mark.parametrize("row", [row for row in rows("illegal_moves.json") if row["id"] in ATTEMPTS], ids=str)
def test_a_golden_illegal_move_is_tried_where_it_says(row: dict[str, Any]) -> None:
    now = ATTEMPTS[row["id"]].story().now
    where = "none" if now is None else now.state.value
    assert where == STARTS.get(row["id"], row["state"].lower())
