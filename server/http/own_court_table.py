"""The routes by which a party gives papers of its own to the court."""

from typing import Final

from rooms.rights import Right
from server.http import own_court_papers
from server.http.access import AnyRoute, Route, Seated
from server.http.bodies import said
from server.http.case_table import MACHINE, OWN, UNKNOWN
from server.http.document_table import MISTAKES, NAMED, OF_ZONES
from server.http.files import Upload
from server.http.own_case_bodies import CourtPaperChoice, OwnCourtPapers

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
)
