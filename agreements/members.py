"""Who takes part in an agreement, in the order in which they stand and sign, and how one begins."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from agreements.agreement import Agreement, Capacity, Drafting, Matter, Member
from agreements.draft import Draft, Entry, Part
from agreements.ids import AgreementId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.refusals import NotPermitted
from law.people import Entity, NaturalPerson, Party, Representative

HEAD: Final = PartId("head")
PLATFORM: Final = FieldName("platform")
"""The platform's certification, the first of the fields and nobody's."""


def opened(agreement: AgreementId, matter: Matter, members: Iterable[Member], at: datetime) -> Agreement:
    """A new agreement: applicants, respondents, then the mediator, each with a field to sign in; head and party parts.

    `Member.field` is set here, whatever came in. Raises ValueError for fewer than two parties or not one mediator.
    """
    seated = tuple(members)
    parties = tuple(
        replace(member, field=FieldName(f"party_{number}"))
        for number, member in enumerate((*_of(seated, Capacity.APPLICANT), *_of(seated, Capacity.RESPONDENT)), start=1)
    )
    mediators = tuple(replace(member, field=FieldName("mediator")) for member in _of(seated, Capacity.MEDIATOR))
    if len(parties) < 2 or len(mediators) != 1 or any(member.party is None for member in parties):
        raise ValueError("an agreement takes two parties or more and one mediator")
    parts = (Part(HEAD, Kind.HEAD, {}), *(_party_part(member, mediators[0].id, at) for member in parties))
    return Agreement(agreement, matter, (*parties, *mediators), Drafting(Draft(parts)))


def member(agreement: Agreement, signer: SignerId) -> Member:
    """Who that is. Raises NotPermitted where nobody of that id takes part."""
    for one in agreement.members:
        if one.id == signer:
            return one
    raise NotPermitted("member.unknown")


def parties(agreement: Agreement) -> tuple[Member, ...]:
    """In the order of the paper."""
    return tuple(one for one in agreement.members if one.capacity is not Capacity.MEDIATOR)


def mediator(agreement: Agreement) -> Member:
    """The one who leads, and signs last."""
    return next(one for one in agreement.members if one.capacity is Capacity.MEDIATOR)


def mediator_only(agreement: Agreement, signer: SignerId) -> None:
    """Raises NotPermitted for anybody else."""
    if member(agreement, signer).capacity is not Capacity.MEDIATOR:
        raise NotPermitted("member.mediator_only")


def party_part(signer: SignerId) -> PartId:
    """The id of that party's part."""
    return PartId(f"party:{signer}")


def person_of(party: Party) -> NaturalPerson | Representative:
    """Who comes and signs."""
    return party.representative if isinstance(party, Entity) else party


def on_file(party: Party) -> Mapping[str, str]:
    """What a party's part begins with, by field; empty: not known."""
    own = {"domicile": party.domicile or "", "phone": person_of(party).phone or ""}
    return own if isinstance(party, Entity) else {**own, "ethnicity": party.ethnicity or ""}


def _of(members: tuple[Member, ...], capacity: Capacity) -> tuple[Member, ...]:
    return tuple(one for one in members if one.capacity is capacity)


def _party_part(one: Member, mediator_id: SignerId, at: datetime) -> Part:
    known = on_file(one.party) if one.party else {}
    entries = {name: Entry(value, 1, mediator_id, at) for name, value in known.items() if value}
    return Part(party_part(one.id), Kind.PARTY, entries)
