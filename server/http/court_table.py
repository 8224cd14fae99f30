"""The routes about courts: what they take, what would be and was handed in to them, and the desk of their clerks."""

from http import HTTPStatus
from typing import Final

from rooms.cases.refusals import Refusal
from rooms.rights import Right
from server.http import court_policies, court_reading, court_submissions, submissions
from server.http.access import AnyRoute, Query, Route, Seated, Staff
from server.http.bodies import said
from server.http.court_bodies import CourtPolicyDraft, CourtPolicyList
from server.http.files import Download, Upload
from server.http.problems import TEXTS
from server.http.submission_bodies import (
    CourtActRequest,
    CourtFilePages,
    CourtSubmission,
    CourtSubmissionList,
    SubmissionDraft,
    SubmissionOutlook,
)
from server.submissions.receipt import MOST_BYTES
from server.submissions.refusals import SENTENCES
from server.submissions.watermark import JPEG

POLICIES: Final = "/api/v1/court-policies"
DESK: Final = "/api/v1/court/submissions"
HANDED_IN: Final = DESK + "/{submission}"
CASE: Final = "/api/v1/cases/{case}"
OF_CASE: Final = CASE + "/submissions/{submission}"
PART: Final = "/{part}"
PARTS: Final = Download((court_reading.ZIP, court_reading.TEXT, court_reading.JSON))
ORIGINALS: Final = Download(
    (court_reading.PDF, JPEG, court_reading.PNG, court_reading.OCTETS),
)
MACHINE: Final = tuple(sorted(Refusal.sentences))
SUBMITTING: Final = tuple(SENTENCES)
UNKNOWN: Final = ("submission.unknown",)
UNREADABLE: Final = ("document.broken", "document.locked", "document.pages", "document.pixels", "document.heavy")


DECISION: Final = (
    Query("decision", said("处理结果。", "How the court answered."), "[a-z_]{1,30}", required=True),
    Query("on", said("文书日期。", "Day of the document."), "[0-9]{4}-[0-9]{2}-[0-9]{2}", required=True),
    Query("title", said("文书名称。", "What the document is called."), ".{1,200}", required=True),
    Query("version", said("所见案件的版本。", "Version of the case that was seen."), "[0-9]{1,9}", required=True),
)
COURT_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        POLICIES,
        said("各法院的受理口径", "What each court takes"),
        Right.READ_REGISTER,
        Staff,
        court_policies.listed,
        response=CourtPolicyList,
    ),
    Route(
        "POST",
        POLICIES,
        said("登记一条受理口径", "Enter what a court takes"),
        Right.KEEP_COURT_POLICY,
        Staff,
        court_policies.kept,
        request=CourtPolicyDraft,
        response=CourtPolicyList,
        status=HTTPStatus.CREATED,
        refusals=(
            *("court.unknown", "court_policy.own_court", "court_policy.term", "court_policy.word"),
            *TEXTS,
        ),
    ),
    Route(
        "GET",
        CASE + "/submission",
        said("法院看到的样子和还缺什么", "As the court would see it, and what is missing"),
        Right.READ_CASE,
        Staff,
        submissions.shown,
        response=SubmissionOutlook,
        refusals=("case.unknown", "papers.press_away"),
    ),
    Route(
        "POST",
        CASE + "/submissions",
        said("向法院提交", "Hand in to the court"),
        Right.KEEP_FILE,
        Staff,
        submissions.handed_in,
        request=SubmissionDraft,
        response=SubmissionOutlook,
        status=HTTPStatus.CREATED,
        refusals=("case.unknown", "papers.press_away", "papers.signing_away", *TEXTS, *SUBMITTING, *MACHINE),
    ),
    Route(
        "GET",
        OF_CASE + PART,
        said("已提交的材料包、校验值或者回执", "The bundle as handed in, its hash, or the receipt"),
        Right.KEEP_FILE,
        Staff,
        submissions.taken,
        response=PARTS,
        refusals=("case.unknown", *UNKNOWN),
    ),
    Route(
        "POST",
        OF_CASE + "/receipt",
        said("导入法院的回执文件", "Bring in the court's receipt file"),
        Right.KEEP_FILE,
        Staff,
        submissions.receipt_brought,
        request=Upload(MOST_BYTES),
        response=SubmissionOutlook,
        refusals=("case.unknown", *UNKNOWN, "receipt.unreadable", "receipt.other", "papers.press_away"),
    ),
    Route(
        "GET",
        "/api/v1/session/case/submission",
        said("法院看到的样子和还缺什么", "As the court would see it, and what is missing"),
        Right.OWN_CASE_NOTICES,
        Seated,
        submissions.own_shown,
        response=SubmissionOutlook,
        refusals=("case.unknown", "papers.press_away"),
    ),
    Route(
        "GET",
        DESK,
        said("提交到本院的申请", "What was handed in to the own court"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_submissions.listed,
        response=CourtSubmissionList,
    ),
    Route(
        "GET",
        HANDED_IN,
        said("一份申请", "One of them"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_submissions.shown,
        response=CourtSubmission,
        refusals=UNKNOWN,
    ),
    Route(
        "GET",
        HANDED_IN + "/files/{number}",
        said("一个文件有几页", "How many pages a file has"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_reading.file_pages,
        response=CourtFilePages,
        refusals=(*UNKNOWN, "papers.page_unknown", "papers.press_away", *UNREADABLE),
    ),
    Route(
        "GET",
        HANDED_IN + "/files/{number}/pages/{page}",
        said("一页，印有阅看人和时间", "One page, with who reads it and when"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_reading.page,
        response=Download((JPEG,)),
        refusals=(*UNKNOWN, "papers.page_unknown", "papers.press_away", *UNREADABLE),
    ),
    Route(
        "GET",
        HANDED_IN + "/files/{number}/original",
        said("一个文件的原件", "One file as it was handed in"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_reading.original,
        response=ORIGINALS,
        refusals=(*UNKNOWN, "papers.page_unknown"),
    ),
    Route(
        "GET",
        HANDED_IN + PART,
        said("整个材料包、校验值或者回执", "The whole bundle, its hash, or the receipt"),
        Right.READ_COURT_PAPERS,
        Staff,
        court_reading.part,
        response=PARTS,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        HANDED_IN + "/acts",
        said("法院办理", "What the court does"),
        Right.COURT_ACT,
        Staff,
        court_submissions.done,
        request=CourtActRequest,
        response=CourtSubmission,
        refusals=(*UNKNOWN, *TEXTS, *SUBMITTING, *MACHINE),
    ),
    Route(
        "POST",
        HANDED_IN + "/decision",
        said("上传裁判文书并作出处理", "Answer with the court's document"),
        Right.COURT_ACT,
        Staff,
        court_submissions.decided,
        request=Upload(),
        response=CourtSubmission,
        query=DECISION,
        refusals=(*UNKNOWN, "request.invalid", "document.type", "document.heic", *TEXTS, *SUBMITTING, *MACHINE),
    ),
)
