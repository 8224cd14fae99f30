"""What a court would take, and which one (LR-04, LR-13; what it never takes, LR-05, and LR-14 are patterns)."""

from collections.abc import Iterator
from typing import Final

from agreements.agreement import Capacity
from agreements.dossier import Court
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.linter.finding import Finding
from agreements.linter.rights import other_duties
from agreements.linter.scene import Scene
from agreements.members import HEAD
from law.sentence import Sentence

NOT_PAYMENT: Final = (
    Kind.LABOUR_RELATION,
    Kind.ACT,
    Kind.SOCIAL_INSURANCE,
    Kind.CONFIDENTIALITY,
    Kind.NON_COMPETE,
)
INVITED: Final = frozenset({"WEIPAI", "WEITUO"})
INVITING: Final = "inviting_court"
SEAT: Final = "org_location"
DOMICILES: Final = {"domicile_applicant": Capacity.APPLICANT, "domicile_respondent": Capacity.RESPONDENT}
NO_GROUND: Final = Sentence("管辖依据", "the ground of competence")
NO_PLACE: Final = Sentence("依据所在地的行政区划", "the place that the ground rests on")


def not_payments(scene: Scene) -> tuple[PartId, ...]:
    """Clauses that are no duty to pay, by their kind or in their words."""
    typed = (part.id for part in scene.clauses(*NOT_PAYMENT))
    return tuple(dict.fromkeys((*typed, *other_duties(scene))))


def court(scene: Scene) -> Iterator[Finding]:
    """Nothing where no court shall be asked."""
    if not scene.names_court:
        return
    if scene.dossier.lane != "WEITUO":
        for part in scene.clauses(*NOT_PAYMENT):
            yield scene.rules.said("court.not_payment", part.id)
    if scene.dossier.court is not None:
        yield from _competent(scene, scene.dossier.court)


def _competent(scene: Scene, chosen: Court) -> Iterator[Finding]:
    """LR-13: the ground chosen, and whether the court lies where it points."""
    if chosen.basis == INVITING:
        if scene.dossier.lane not in INVITED:
            yield scene.rules.said("court.not_invited", HEAD, "court")
        return
    if not chosen.basis:
        yield scene.rules.said("court.unchecked", HEAD, "court", zh=NO_GROUND.zh, en=NO_GROUND.en)
        return
    places = tuple(filter(None, _places(scene, chosen.basis)))
    if not places or not chosen.district:
        yield scene.rules.said("court.unchecked", HEAD, "court", zh=NO_PLACE.zh, en=NO_PLACE.en)
    elif chosen.district not in places:
        data = {"court": chosen.district, "place": "、".join(places)}
        yield scene.rules.said("court.elsewhere", HEAD, "court", **data)


def _places(scene: Scene, basis: str) -> Iterator[str]:
    """Administrative codes of what the ground rests on; empty where nobody knows."""
    if basis == SEAT:
        yield scene.dossier.organisation.district
    elif basis in DOMICILES:
        for one in scene.agreement.members:
            if one.capacity is DOMICILES[basis]:
                yield scene.dossier.districts.get(one.id, "")
