"""What a court would take, and which one (LR-04, LR-13; what it never takes, LR-05, and LR-14 are patterns)."""

from collections.abc import Iterator
from typing import Final

from agreements.agreement import Agreement, Capacity
from agreements.dossier import Court, Dossier
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.linter.finding import Finding
from agreements.linter.rights import other_duties
from agreements.linter.scene import Scene
from agreements.members import HEAD
from law.court_policies import sentence_of
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
GROUNDS: Final = (SEAT, *DOMICILES)
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
        yield from _taken(scene, scene.dossier.court)
        yield from _competent(scene, scene.dossier.court)


def _taken(scene: Scene, chosen: Court) -> Iterator[Finding]:
    """Whether it takes such a case at all, and goes by this ground, as far as anybody has said so."""
    policy = chosen.policy
    if policy is None or scene.dossier.lane == "WEITUO":
        return
    by = sentence_of(policy)
    if chosen.accepts is False:
        yield scene.rules.said("court.refuses", HEAD, "court", zh=by.zh, en=by.en)
    elif chosen.basis and policy.bases and chosen.basis not in policy.bases:
        yield scene.rules.said("court.other_grounds", HEAD, "court", zh=by.zh, en=by.en)


def _competent(scene: Scene, chosen: Court) -> Iterator[Finding]:
    """LR-13: the ground chosen, and whether the court lies where it points; before that, whether any ground does."""
    if chosen.basis == INVITING:
        if scene.dossier.lane not in INVITED:
            yield scene.rules.said("court.not_invited", HEAD, "court")
        return
    asked = (chosen.basis,) if chosen.basis else GROUNDS
    known = {basis: places(scene.agreement, scene.dossier, basis) for basis in asked}
    pointed = tuple(dict.fromkeys(each for found in known.values() for each in found if each))
    if chosen.district and chosen.district in pointed:
        return
    if not chosen.district or not all(found and all(found) for found in known.values()):
        lack = NO_PLACE if chosen.basis or chosen.district else NO_GROUND
        yield scene.rules.said("court.unchecked", HEAD, "court", zh=lack.zh, en=lack.en)
        return
    data = {"court": chosen.district, "place": "、".join(pointed)}
    yield scene.rules.said("court.elsewhere", HEAD, "court", **data)


def bases(agreement: Agreement, dossier: Dossier, district: str, *, invited: bool) -> tuple[str, ...]:
    """The grounds by which a court of that district is competent, by what is on file (民诉法 §205; LR-13).

    `invited`: it sent this case. A ground whose place nobody knows is not among them.
    """
    found = (each for each in GROUNDS if district and district in places(agreement, dossier, each))
    return (*((INVITING,) if invited and dossier.lane in INVITED else ()), *found)


def places(agreement: Agreement, dossier: Dossier, basis: str) -> tuple[str, ...]:
    """Administrative codes of what the ground rests on; "" for one that nobody knows."""
    if basis == SEAT:
        return (dossier.organisation.district,)
    capacity = DOMICILES[basis]
    return tuple(dossier.districts.get(one.id, "") for one in agreement.members if one.capacity is capacity)
