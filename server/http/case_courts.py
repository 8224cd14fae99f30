"""Courts, as cases name them."""

from collections.abc import Mapping
from typing import Final

from law.sentence import Sentence
from server.http.case_people_bodies import Word
from server.http.problems import refused
from server.ids import CourtId
from server.stores import Stores

BASES: Final = {
    "inviting_court": Sentence("作出邀请的法院", "The court that sent the case"),
    "org_location": Sentence("调解组织所在地", "Seat of the mediation organisation"),
    "domicile_applicant": Sentence("申请人住所地", "Domicile of the applicant"),
    "domicile_respondent": Sentence("被申请人住所地", "Domicile of the respondent"),
    "subject_matter_location": Sentence("标的物所在地", "Place of the subject matter"),
}
"""民诉法 §205: the parties choose among competent courts, they make none competent."""
OF_SUIT: Final = Sentence("受诉人民法院", "The court that has the suit")


async def court_names(stores: Stores) -> Mapping[str, str]:
    """All courts on file by id, in the order of their names."""
    return {court.id: court.name for court in await stores.cases.courts()}


async def require_court(stores: Stores, court: str, field: str = "court") -> CourtId:
    """That court; raises Refused (422) where there is none."""
    if court not in await court_names(stores):
        raise refused("court.unknown", field=field)
    return CourtId(court)


def basis_word(basis: str) -> Word:
    """A ground of competence, as it is called."""
    said = BASES.get(basis, OF_SUIT)
    return Word(id=basis, zh=said.zh, en=said.en)
