"""Who signs for whom, and by what right (LR-10)."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.agreement import Capacity, Member
from agreements.linter.finding import Finding
from agreements.linter.rules import Rules
from agreements.linter.scene import Scene
from agreements.members import parties
from agreements.standing import BY_PAPER, Signs
from agreements.wording import name_of
from law.people import Entity

SIDES: Final = (Capacity.APPLICANT, Capacity.RESPONDENT)
BETWEEN: Final = re.compile("[、,，/和兼]+")


def authority(scene: Scene) -> Iterator[Finding]:
    """Each party whose signer may not sign, and an agent of both sides."""
    everybody = parties(scene.agreement)
    for one in everybody:
        if not one.standing.may_sign:
            code = "authority.unseen" if not one.standing.papers_seen else "authority.missing"
            yield scene.rules.said(code, scene.place(one), name=one.name, party=name_of(one))
    for one in everybody:
        if isinstance(one.party, Entity) and _by_office(one, one.party) and not holds_office(one.party, scene.rules):
            data = {"name": one.name, "title": one.party.representative.title, "party": name_of(one)}
            yield scene.rules.said("authority.office", scene.place(one), **data)
        others = [other for other in everybody if _both(one, other)]
        if others:
            both = "、".join(name_of(each) for each in (one, *others))
            yield scene.rules.said("authority.both_sides", scene.place(one), name=one.name, party=both)


def _by_office(one: Member, company: Entity) -> bool:
    """Whether the one on file as its representative signs, by no paper."""
    return one.standing.by not in BY_PAPER and one.name == company.representative.name


def holds_office(company: Entity, rules: Rules) -> bool:
    """Whether one of the titles, as in 执行董事兼总经理, gives the right to sign; else it takes an authority."""
    office = rules.words["office"]
    return any(office.fullmatch(title.strip()) for title in BETWEEN.split(company.representative.title))


def _both(one: Member, other: Member) -> bool:
    """Whether one agent signs for both, who are on different sides."""
    agents = one.standing.by in BY_PAPER and other.standing.by is Signs.AGENT
    sides = {one.capacity, other.capacity} == set(SIDES)
    same = one.device == other.device if one.seat and other.seat else one.name == other.name
    return agents and sides and same
