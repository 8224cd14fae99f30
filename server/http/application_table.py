"""The routes about the joint application to the court."""

from typing import Final

from agreements.joint.refusals import SENTENCES
from rooms.cases.refusals import Refusal as CaseRefusal
from rooms.rights import Right
from server.http import applications
from server.http.access import AnyRoute, Route, Seated, Staff
from server.http.application_bodies import ApplicationState, DeskStep, OwnStep
from server.http.bodies import said
from server.http.files import Download
from server.http.paper_files import PDF, PNG

OWN: Final = "/api/v1/session/application"
DESK: Final = "/api/v1/cases/{case}/application"
PAGE: Final = "/papers/{sheet}/pages/{page}"
FILE: Final = "/papers/{sheet}/files/{sealed}"
REFUSALS: Final = tuple(SENTENCES)
CEREMONY: Final = (
    *("agreement.changed", "agreement.already_signed", "read.first", "confirm.first", "confirm.sentence"),
    *("confirm.terms_changed", "page.unknown", "stage.not_signing", "stage.too_late", "agreement.signed_stays"),
    *("standing.needed", "code.first", "code.expired", "code.spent", "code.wrong", "code.too_many"),
    *("ink.malformed", "ink.too_little", "ink.typed_name", "reason.needed"),
)
UNKNOWN: Final = ("case.unknown",)
MACHINE: Final = tuple(sorted(CaseRefusal.sentences))
PICTURE: Final = Download((PNG,))
PAPER: Final = Download((PDF,))
UNREADABLE: Final = ("papers.none", "papers.page_unknown", "papers.press_away")


APPLICATION_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        DESK,
        said("向法院的共同申请", "The joint application to the court"),
        Right.KEEP_FILE,
        Staff,
        applications.shown_to_desk,
        response=ApplicationState,
        refusals=(*UNKNOWN, *REFUSALS),
    ),
    Route(
        "POST",
        DESK,
        said("选择法院和依据，定稿或者退回", "Choose court and ground, freeze or take back"),
        Right.KEEP_FILE,
        Staff,
        applications.done_by_desk,
        request=DeskStep,
        response=ApplicationState,
        refusals=(*UNKNOWN, *REFUSALS, *CEREMONY, *MACHINE),
    ),
    Route(
        "GET",
        DESK + PAGE,
        said("申请文书的一页（图片）", "One page of a paper of the application, as a picture"),
        Right.KEEP_FILE,
        Staff,
        applications.page_to_desk,
        response=PICTURE,
        refusals=(*UNKNOWN, *REFUSALS, *UNREADABLE),
    ),
    Route(
        "GET",
        DESK + FILE,
        said("下载已封存的申请文书", "A sealed paper of the application, to be saved"),
        Right.KEEP_FILE,
        Staff,
        applications.file_to_desk,
        response=PAPER,
        refusals=(*UNKNOWN, *REFUSALS, "papers.not_sealed"),
    ),
    Route(
        "GET",
        OWN,
        said("本人的共同申请", "The joint application of the own case"),
        Right.OWN_CASE_NOTICES,
        Seated,
        applications.shown,
        response=ApplicationState,
        refusals=REFUSALS,
    ),
    Route(
        "POST",
        OWN,
        said("填写送达地址，阅读、确认、签署或者拒绝", "Fill in, read, confirm, sign or refuse the own part"),
        Right.ANSWER_CASE,
        Seated,
        applications.done,
        request=OwnStep,
        response=ApplicationState,
        refusals=(*REFUSALS, *CEREMONY),
    ),
    Route(
        "GET",
        OWN + PAGE,
        said("申请文书的一页（图片）", "One page of a paper of the application, as a picture"),
        Right.OWN_CASE_NOTICES,
        Seated,
        applications.page,
        response=PICTURE,
        refusals=(*REFUSALS, *UNREADABLE),
    ),
    Route(
        "GET",
        OWN + FILE,
        said("下载已封存的申请文书", "A sealed paper of the application, to be saved"),
        Right.OWN_CASE_NOTICES,
        Seated,
        applications.file,
        response=PAPER,
        refusals=(*REFUSALS, "papers.not_sealed"),
    ),
)
