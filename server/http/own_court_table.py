"""The routes by which a party gives papers of its own to the court, and asks for its application back."""

from typing import Final

from rooms.rights import Right
from server.http import own_court_papers, own_papers, own_withdrawal
from server.http.access import AnyRoute, Route, Seated, Staff
from server.http.bodies import said
from server.http.case_table import MACHINE, OWN, UNKNOWN
from server.http.document_table import MISTAKES, NAMED, OF_ZONES
from server.http.files import Download, Upload
from server.http.own_case_bodies import CourtPaperChoice, OwnCourtPapers
from server.http.paper_files import PDF
from server.http.problems import TEXTS
from server.http.withdrawal_bodies import OwnWithdrawal, WithdrawalStep
from server.media_types import ENDINGS

WITHDRAWAL: Final = OWN + "/withdrawal"
LETTER: Final = Download((PDF,))
NO_LETTER: Final = ("application.none", "withdrawal.none", "handback.unprintable", "papers.press_away")


OWN_COURT_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        OWN + "/court-papers",
        said("自己的材料，哪些提交法院", "The own papers, and which are for the court"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_court_papers.shown,
        response=OwnCourtPapers,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        OWN + "/court-papers",
        said("上传一份材料并提交法院", "Upload a paper and give it to the court"),
        Right.ANSWER_CASE,
        Seated,
        own_court_papers.brought,
        request=Upload(headers=NAMED),
        response=OwnCourtPapers,
        refusals=(*UNKNOWN, *MISTAKES, *MACHINE, "court_paper.kind"),
    ),
    Route(
        "POST",
        OWN + "/court-papers/{material}",
        said("把自己的一份材料提交法院，或者撤回", "Give an own paper to the court, or take it back"),
        Right.ANSWER_CASE,
        Seated,
        own_court_papers.chosen,
        request=CourtPaperChoice,
        response=OwnCourtPapers,
        refusals=(*UNKNOWN, "material.unknown", "court_paper.kind", *OF_ZONES, *MACHINE),
    ),
    Route(
        "GET",
        OWN + "/decisions/{material}",
        said("法院的裁定书、调解书，原件", "The court's ruling or mediation paper, as the court gave it"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_papers.decision,
        response=Download(tuple(ENDINGS)),
        refusals=(*UNKNOWN, "material.unknown"),
    ),
    Route(
        "GET",
        WITHDRAWAL,
        said("能不能请求撤回申请，谁请求了", "Whether the application can be asked back, and who has"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_withdrawal.shown,
        response=OwnWithdrawal,
        refusals=("application.none",),
    ),
    Route(
        "POST",
        WITHDRAWAL,
        said("请求法院准许撤回申请，或者不再请求", "Ask the court to let it be withdrawn, or no longer"),
        Right.ANSWER_CASE,
        Seated,
        own_withdrawal.said,
        request=WithdrawalStep,
        response=OwnWithdrawal,
        refusals=(*UNKNOWN, "application.none", "application.not_signer", *TEXTS, *MACHINE),
    ),
    Route(
        "GET",
        WITHDRAWAL + "/letter",
        said("撤回申请书，供打印签名", "The same as a letter, to print and sign"),
        Right.OWN_CASE_NOTICES,
        Seated,
        own_withdrawal.own_letter,
        response=LETTER,
        refusals=NO_LETTER,
    ),
    Route(
        "GET",
        "/api/v1/cases/{case}/withdrawal-letter",
        said("撤回申请书，交给不在本平台办理的法院", "The letter for a court that has no desk here"),
        Right.KEEP_FILE,
        Staff,
        own_withdrawal.desk_letter,
        response=LETTER,
        refusals=(*UNKNOWN, *NO_LETTER),
    ),
)
