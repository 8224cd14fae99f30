"""The routes about cases, for those who work on them and for the parties."""

from http import HTTPStatus
from typing import Final

from rooms.cases.refusals import Refusal
from rooms.rights import Right
from server.http import (
    case_certificate,
    case_deeds,
    case_handback,
    case_opening,
    case_papers,
    case_rights_notices,
    case_sessions,
    case_sides,
    cases,
    own_case,
    own_papers,
)
from server.http.access import AnyRoute, Query, Route, Seated, Staff
from server.http.bodies import RoomDetail, said
from server.http.case_bodies import CaseDetail, CaseDraft, CaseEvents, CaseList, MaterialRow
from server.http.case_deed_bodies import DeedRequest, SessionDraft
from server.http.case_people_bodies import AgentDraft, ParticipantChange
from server.http.files import Download, Upload
from server.http.own_case_bodies import AnswerRequest, OwnCase
from server.http.paper_files import PDF
from server.http.problems import AMOUNTS, TEXTS
from server.http.seal_bodies import CertificateSeal, RightsNoticeList
from server.media_types import ENDINGS

CASES: Final = "/api/v1/cases"
CASE: Final = CASES + "/{case}"
PARTICIPANT: Final = CASE + "/participants/{participant}"
OWN: Final = "/api/v1/session/case"

UNKNOWN: Final = ("case.unknown",)
MACHINE: Final = tuple(sorted(Refusal.sentences))
"""Everything the case machine may say no with."""
SCANS: Final = (
    *("scan.unmarked", "scan.two_marks", "scan.other_text", "scan.twice", "scan.missing"),
    *("document.broken", "document.locked", "document.pages", "document.pixels", "document.heavy"),
)
"""Of a stamped scan that is not the text it should be."""
WORDS: Final = "[A-Za-z_]{1,20}(,[A-Za-z_]{1,20}){0,30}"


LISTED: Final = (
    Query("text", said("案号、姓名、单位或案由中的字。", "Words of a number, name, company or cause."), ".{0,100}"),
    Query("state", said("状态，可用逗号分开多个。", "States, parted by commas."), WORDS),
    Query("lane", said("来源，可用逗号分开多个。", "Lanes, parted by commas."), WORDS),
    Query("due_days", said("几天内到期。", "Due within so many days."), "[0-9]{1,3}"),
    Query("late", said("只看逾期的。", "Only those that are late."), "true|false"),
    Query("page", said("第几页，从1起。", "Which page, from 1."), "[1-9][0-9]{0,3}"),
)
AFTER: Final = Query("after", said("这一行之后的。", "Lines after that number."), "[0-9]{1,9}")
TO_ONE: Final = Query("participant", said("只致这位当事人。", "To this participant alone."), "[A-Za-z0-9_-]{1,64}")
HANDING_BACK: Final = (
    *(*UNKNOWN, "handback.not_failed", "handback.report_missing"),
    *("handback.unprintable", "papers.press_away"),
)
CERTIFYING: Final = ("certificate.not_effective", "handback.unprintable", "papers.press_away")
HEAD: Final = (
    Query("title", said("材料名称。", "What the paper is called."), ".{1,200}", required=True),
    Query("what", said("材料种类。", "What the paper is."), "[a-z_]{1,30}", required=True),
    Query("form", said("原件、照片或扫描件。", "Original, photo or scan."), "original|photo|scan", required=True),
    Query("owner", said("来自哪位当事人。", "The participant it came from."), "[A-Za-z0-9_-]{1,64}"),
    Query(
        "use",
        said("证据材料的用途；不写就是只用于调解。", "What evidence was filed for; if not said, for the mediation."),
        "mediation|record|from_court",
    ),
)

CASE_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        CASES,
        said("案件列表", "The own cases"),
        Right.LIST_CASES,
        Staff,
        cases.listed,
        response=CaseList,
        query=LISTED,
        refusals=("request.invalid",),
    ),
    Route(
        "POST",
        CASES,
        said("登记案件", "Put a case on file"),
        Right.OPEN_CASE,
        Staff,
        case_opening.opened,
        request=CaseDraft,
        response=CaseDetail,
        status=HTTPStatus.CREATED,
        refusals=(
            *("case.alike", "case.lane_closed", "case.lane", "case.court_needed", "case.take", "case.day"),
            *("court.unknown", "cause.unknown", *TEXTS, *MACHINE),
        ),
    ),
    Route(
        "GET",
        CASE,
        said("案件详情", "One case"),
        Right.READ_CASE,
        Staff,
        cases.shown,
        response=CaseDetail,
        refusals=UNKNOWN,
    ),
    Route(
        "GET",
        CASE + "/timeline",
        said("案件经过", "What happened in a case"),
        Right.READ_CASE,
        Staff,
        cases.timeline,
        response=CaseEvents,
        query=(AFTER,),
        refusals=(*UNKNOWN, "request.invalid"),
    ),
    Route(
        "POST",
        CASE + "/deeds",
        said("办理一项", "Do something in a case"),
        Right.READ_CASE,
        Staff,
        case_deeds.done,
        request=DeedRequest,
        response=CaseDetail,
        refusals=(*UNKNOWN, *TEXTS, *AMOUNTS, *SCANS, *MACHINE),
    ),
    Route(
        "POST",
        CASE + "/materials",
        said("归入一份材料", "File a paper"),
        Right.READ_CASE,
        Staff,
        case_papers.filed,
        request=Upload(),
        response=MaterialRow,
        status=HTTPStatus.CREATED,
        query=HEAD,
        refusals=(
            *(*UNKNOWN, "participant.unknown", "request.invalid", *TEXTS),
            *("document.type", "document.heic", *SCANS, *MACHINE),
        ),
    ),
    Route(
        "GET",
        CASE + "/materials/{material}",
        said("下载一份材料", "Save a paper as it was filed"),
        Right.READ_CASE,
        Staff,
        case_papers.original,
        response=Download(tuple(ENDINGS)),
        refusals=(*UNKNOWN, "material.unknown"),
    ),
    Route(
        "GET",
        CASE + "/papers/{paper}",
        said("调解情况复函及其数据、终止调解告知书", "The report and its data, and the notice of ending"),
        Right.READ_CASE_PAPERS,
        Staff,
        case_handback.paper,
        response=Download((case_handback.PDF, case_handback.JSON)),
        query=(TO_ONE,),
        refusals=(*HANDING_BACK, "handback.result_missing", "handback.notice_missing", "participant.unknown"),
    ),
    Route(
        "GET",
        CASE + "/certificate",
        said("调解组织主持调解的证明", "The organisation's certificate of the mediation"),
        Right.READ_CASE,
        Staff,
        case_certificate.taken,
        response=Download((case_handback.PDF,)),
        refusals=(*UNKNOWN, *CERTIFYING),
    ),
    Route(
        "POST",
        CASE + "/certificate",
        said("为主持调解的证明盖章并归卷", "Seal the certificate and file it"),
        Right.SEAL_CASE,
        Staff,
        case_certificate.sealed,
        request=CertificateSeal,
        response=MaterialRow,
        status=HTTPStatus.CREATED,
        refusals=(*UNKNOWN, *CERTIFYING, "seal.none", "seal.password", "login.crowded", *MACHINE),
    ),
    Route(
        "POST",
        CASE + "/termination-notice",
        said("为终止调解告知书盖章并归卷", "Seal the notice of ending and file it"),
        Right.SEAL_CASE,
        Staff,
        case_handback.notice_sealed,
        request=CertificateSeal,
        response=MaterialRow,
        status=HTTPStatus.CREATED,
        refusals=(*HANDING_BACK, "handback.notice_missing", "seal.none", "seal.password", "login.crowded", *MACHINE),
    ),
    Route(
        "GET",
        CASE + "/rights-notices",
        said("各人的权利义务告知和逐项同意", "Who was told of their rights, and what they agreed to"),
        Right.READ_CASE_PAPERS,
        Staff,
        case_rights_notices.listed,
        response=RightsNoticeList,
        refusals=UNKNOWN,
    ),
    Route(
        "GET",
        CASE + "/rights-notices/{person}",
        said("权利义务告知书和逐项同意书", "One person's notice of rights with its consents"),
        Right.READ_CASE_PAPERS,
        Staff,
        case_rights_notices.paper,
        response=Download((case_handback.PDF,)),
        refusals=(*UNKNOWN, "participant.unknown", "handback.unprintable", "papers.press_away"),
    ),
    Route(
        "GET",
        CASE + "/export",
        said("未达成协议的案件移交材料", "The hand-back of a case without agreement"),
        Right.EXPORT_CASE,
        Staff,
        case_handback.export,
        response=Download((case_handback.ZIP,)),
        refusals=HANDING_BACK,
    ),
    Route(
        "POST",
        CASE + "/sessions",
        said("安排调解会", "Plan a session"),
        Right.WORK_CASE,
        Staff,
        case_sessions.planned,
        request=SessionDraft,
        response=RoomDetail,
        status=HTTPStatus.CREATED,
        refusals=(*UNKNOWN, *TEXTS, *MACHINE),
    ),
    Route(
        "GET",
        CASE + "/sessions/{room}/calendar",
        said("调解会的日历文件", "A session as a calendar file"),
        Right.READ_CASE,
        Staff,
        case_sessions.calendar,
        response=Download((case_sessions.ICS,)),
        refusals=(*UNKNOWN, "session.unknown"),
    ),
    Route(
        "POST",
        PARTICIPANT,
        said("更正当事人信息", "Put a participant right"),
        Right.CONTACT_PARTIES,
        Staff,
        case_sides.changed,
        request=ParticipantChange,
        response=CaseDetail,
        refusals=(*UNKNOWN, "participant.unknown", "participant.number_of_other_paper", *MACHINE),
    ),
    Route(
        "POST",
        PARTICIPANT + "/agents",
        said("登记代理人", "Name an agent"),
        Right.CONTACT_PARTIES,
        Staff,
        case_sides.agent_named,
        request=AgentDraft,
        response=CaseDetail,
        status=HTTPStatus.CREATED,
        refusals=(*UNKNOWN, "participant.unknown", "material.unknown", *MACHINE),
    ),
    Route(
        "DELETE",
        CASE + "/agents/{agent}",
        said("代理人不再代理", "An agent no longer acts"),
        Right.CONTACT_PARTIES,
        Staff,
        case_sides.agent_dropped,
        response=CaseDetail,
        refusals=(*UNKNOWN, "agent.unknown", *MACHINE),
    ),
    Route(
        "GET",
        OWN,
        said("我的案件", "The own side of the case"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_case.shown,
        response=OwnCase,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        OWN,
        said("答复", "Answer what the case asks"),
        Right.ANSWER_CASE,
        Seated,
        own_case.answered,
        request=AnswerRequest,
        response=OwnCase,
        refusals=(*UNKNOWN, *TEXTS, *MACHINE),
    ),
    Route(
        "POST",
        OWN + "/notices/{notice}",
        said("打开一份通知", "A notice is on the screen"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_case.opened,
        response=OwnCase,
        refusals=(*UNKNOWN, "notice.unknown"),
    ),
    Route(
        "GET",
        OWN + "/notices/{notice}/paper",
        said("终止调解告知书，给本方", "The notice of ending, as a sealed paper to this party"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_papers.ending,
        response=Download((PDF,)),
        refusals=(*HANDING_BACK, "handback.notice_missing", "notice.unknown"),
    ),
    Route(
        "GET",
        OWN + "/rights-notices/{person}",
        said(
            "本席位的权利义务告知书和逐项同意书", "The notice of rights with its consents, of a person of the own seat"
        ),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_papers.rights,
        response=Download((PDF,)),
        refusals=(*UNKNOWN, "participant.unknown", "handback.unprintable", "papers.press_away"),
    ),
    Route(
        "GET",
        "/api/v1/session/calendar",
        said("本场调解会的日历文件", "The own session as a calendar file"),
        Right.READ_SEAT,
        Seated,
        case_sessions.own_calendar,
        response=Download((case_sessions.ICS,)),
    ),
)
