"""Parties and agents as they are typed: values of the law, or the first thing that is wrong with them."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from law import agents as agent_law
from law.agent_rules import AgentType
from law.agents import Agent, Authority
from law.findings import Finding
from law.id_types import RESIDENT_ID
from law.identity_numbers import Gender
from law.people import Entity, NaturalPerson, Party, Representative, findings
from server.http.bodies import Problem
from server.http.case_people_bodies import (
    AgentDraft,
    CompanyChange,
    CompanyData,
    PersonChange,
    PersonData,
    RepresentativeChange,
    RepresentativeData,
)
from server.http.problems import Refused, invalid, refused

REQUIRED: Final = frozenset({"name", "uscc", "title"})
"""What a participant is never without."""


def party_of(data: PersonData | CompanyData) -> Party:
    """Whom the data describe."""
    match data:
        case PersonData():
            return _person(data)
        case CompanyData():
            return Entity(
                data.name,
                data.uscc,
                _representative(data.representative),
                domicile=data.domicile,
                entity_type=data.entity_type,
                contact=None if data.contact is None else NaturalPerson(data.contact),
            )


def require_sound(party: Party, at: str, today: date) -> None:
    """Raises Refused (422) for the first mistake, named by its field below `at`."""
    require_none(findings(party, today=today), f"{at}.")


def require_none(found: Iterable[Finding], at: str = "") -> None:
    """Raises Refused (422) for the first finding that cannot stay so; doubts pass."""
    for finding in found:
        if finding.blocks:
            raise Refused(
                Problem(
                    status=HTTPStatus.UNPROCESSABLE_ENTITY,
                    code=finding.code,
                    title=finding.en,
                    detail=finding.zh,
                    field=f"{at}{finding.path}",
                )
            )


def put_right(known: Party, data: PersonChange | CompanyChange) -> Party:
    """`known` with what was sent; what was left out stays, null takes it away. A person stays one.

    Numbers leave masked, so that nobody could send the old ones again. Raises Refused (422) for the other kind, for
    null where something must stand, and for another paper that has no number of its own.
    """
    match known, data:
        case NaturalPerson(), PersonChange():
            right = replace(known, **_told(data, "who"))
            if right.id_type != known.id_type and right.id_no is not None and "id_no" not in data.model_fields_set:
                raise refused("participant.number_of_other_paper", field="who.id_no")
            return right
        case Entity(), CompanyChange():
            human = replace(known.representative, **_told(data.representative, "who.representative"))
            return replace(known, **_told(data, "who"), representative=human)
        case _:
            zh, en = "不能在自然人和单位之间更换。", "a person cannot become a company, nor the reverse."
            raise invalid("who.kind", zh, en)


def changed_fields(before: Party, after: Party) -> tuple[str, ...]:
    """Names of what is different now, for the audit log; never the values."""
    changed = _differing(before, after)
    if not (isinstance(before, Entity) and isinstance(after, Entity)):
        return changed
    inside = _differing(before.representative, after.representative)
    own = (name for name in changed if name != "representative")
    return (*own, *(f"representative.{name}" for name in inside))


def agent_of(draft: AgentDraft) -> Agent:
    """Whom the draft describes; raises Refused (422) for a type there is none of."""
    try:
        kind = AgentType(draft.type)
    except ValueError:
        raise invalid("type", "没有这种代理人类型。", "there is no such kind of agent.") from None
    return Agent(
        name=draft.name,
        type=kind,
        authority=Authority(draft.authority),
        items=frozenset(draft.items),
        authority_text=draft.authority_text,
        id_no=draft.id_no,
        phone=draft.phone,
        firm=draft.firm,
        licence_no=draft.licence_no,
        relation=draft.relation,
    )


def require_agent(draft: AgentDraft, agent: Agent, *, others_on_side: int, on: date) -> None:
    """Raises Refused (422) for the first thing that keeps this agent out."""
    papers = [paper.code for paper in draft.papers]
    require_none(agent_law.findings(agent, papers, others_on_side=others_on_side, on=on))


def _person(data: PersonData) -> NaturalPerson:
    return NaturalPerson(
        data.name,
        data.id_no,
        data.phone,
        data.email,
        gender=None if data.gender is None else Gender(data.gender),
        birth_date=data.birth_date,
        ethnicity=data.ethnicity,
        id_type=data.id_type or RESIDENT_ID,
        employer=data.employer,
        occupation=data.occupation,
        domicile=data.domicile,
        habitual_residence=data.habitual_residence,
    )


def _representative(data: RepresentativeData) -> Representative:
    return Representative(data.name, data.title, data.id_no, data.phone, data.email)


def _differing(before: Party | Representative, after: Party | Representative) -> tuple[str, ...]:
    names = (one.name for one in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name, None))


def _told(data: PersonChange | CompanyChange | RepresentativeChange, at: str) -> dict[str, Any]:
    """What was sent, as the law's values."""
    told = {field: getattr(data, field) for field in sorted(data.model_fields_set - {"kind", "representative"})}
    for field in REQUIRED & told.keys():
        if told[field] is None:
            raise invalid(f"{at}.{field}", "不能为空。", "cannot be empty.")
    return {field: _value(field, value) for field, value in told.items()}


def _value(field: str, told: object) -> object:
    match field, told:
        case "gender", str():
            return Gender(told)
        case "id_type", None:
            return RESIDENT_ID
        case "contact", str():
            return NaturalPerson(told)
        case _:
            return told
