"""Who signs for whom, and by what right (LR-10)."""

from collections.abc import Iterator

from agreements.agreement import Capacity, Member
from agreements.linter.finding import Finding
from agreements.linter.scene import Scene
from agreements.members import parties
from agreements.standing import BY_PAPER, Signs
from agreements.wording import name_of

SIDES = (Capacity.APPLICANT, Capacity.RESPONDENT)


def authority(scene: Scene) -> Iterator[Finding]:
    """Each party whose signer may not sign, and an agent of both sides."""
    everybody = parties(scene.agreement)
    for one in everybody:
        if not one.standing.may_sign:
            code = "authority.unseen" if not one.standing.papers_seen else "authority.missing"
            yield scene.rules.said(code, scene.place(one), name=one.name, party=name_of(one))
    for one in everybody:
        others = [other for other in everybody if _both(one, other)]
        if others:
            both = "、".join(name_of(each) for each in (one, *others))
            yield scene.rules.said("authority.both_sides", scene.place(one), name=one.name, party=both)


def _both(one: Member, other: Member) -> bool:
    """Whether one agent signs for both, who are on different sides."""
    agents = one.standing.by in BY_PAPER and other.standing.by is Signs.AGENT
    sides = {one.capacity, other.capacity} == set(SIDES)
    same = one.device == other.device if one.seat and other.seat else one.name == other.name
    return agents and sides and same
