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
PRINCIPAL: Final = (Capacity.APPLICANT, Capacity.RESPONDENT, Capacity.THIRD)
"""当事人: whose signatures make the agreement (规则 §19)."""
BOUND: Final = (*PRINCIPAL, Capacity.GUARANTOR)
"""Who takes on duties, stands in the table of parties and signs for it."""
FIELDS: Final = (
    ("party", PRINCIPAL),
    ("guarantor", (Capacity.GUARANTOR,)),
    ("mediator", (Capacity.MEDIATOR,)),
    ("organisation", (Capacity.ORGANISATION,)),
)
"""Names of signature fields, in the order in which they stand; where there is but one, it has no number."""
ALONE: Final = frozenset({"mediator", "organisation"})


def opened(agreement: AgreementId, matter: Matter, members: Iterable[Member], at: datetime) -> Agreement:
    """A new agreement: parties, guarantors, the mediator, the organisation's seal, each with a field; head and parts.

    `Member.field` is set here, whatever came in. Raises ValueError for fewer than two parties or not one mediator.
    """
    everybody = seated(members)
    leader = next(one for one in everybody if one.capacity is Capacity.MEDIATOR)
    parties_parts = (own_part(one, leader.id, at) for one in everybody if one.capacity in BOUND)
    return Agreement(agreement, matter, everybody, Drafting(Draft((Part(HEAD, Kind.HEAD, {}), *parties_parts))))


def seated(members: Iterable[Member]) -> tuple[Member, ...]:
    """As they stand on the paper. Raises ValueError for fewer than two parties, not one mediator, an unknown party."""
    everybody = signing_order(members)
    leaders = [one for one in everybody if one.capacity is Capacity.MEDIATOR]
    if sum(one.capacity in PRINCIPAL for one in everybody) < 2 or len(leaders) != 1:
        raise ValueError("an agreement takes two parties or more and one mediator")
    if any(one.party is None for one in everybody if one.capacity in BOUND):
        raise ValueError("it has to be known of every party who it is")
    return everybody


def signing_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """As they stand on the paper, each with the name of the field: `party_1` …, `guarantor_1` …, `mediator`."""
    everybody = tuple(members)
    return tuple(
        replace(one, field=FieldName(name if name in ALONE else f"{name}_{number}"))
        for name, capacities in FIELDS
        for number, one in enumerate(_of(everybody, capacities), start=1)
    )


def member(agreement: Agreement, signer: SignerId) -> Member:
    """Who that is. Raises NotPermitted where nobody of that id takes part."""
    for one in agreement.members:
        if one.id == signer:
            return one
    raise NotPermitted("member.unknown")


def parties(agreement: Agreement) -> tuple[Member, ...]:
    """Who is bound, guarantors too, in the order of the paper."""
    return tuple(one for one in agreement.members if one.capacity in BOUND)


def principals(agreement: Agreement) -> tuple[Member, ...]:
    """The parties themselves, whose signatures count for the effect."""
    return tuple(one for one in agreement.members if one.capacity in PRINCIPAL)


def organisation(agreement: Agreement) -> Member | None:
    """The one that puts its seal on; None where it has none to put on here."""
    return next((one for one in agreement.members if one.capacity is Capacity.ORGANISATION), None)


def mediator(agreement: Agreement) -> Member:
    """The one who leads, and signs when all parties have."""
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


def on_behalf_of(one: Member) -> str:
    """Whom the person who signs binds, where that is not the person; else empty."""
    return one.party.name if one.party and one.party.name != one.name else ""


def on_file(party: Party) -> Mapping[str, str]:
    """What a party's part begins with, by field; empty: not known."""
    own = {"domicile": party.domicile or "", "phone": person_of(party).phone or ""}
    return own if isinstance(party, Entity) else {**own, "ethnicity": party.ethnicity or ""}


def own_part(one: Member, mediator_id: SignerId, at: datetime) -> Part:
    """A party's part of a new draft, with what is on file of it."""
    known = on_file(one.party) if one.party else {}
    entries = {name: Entry(value, 1, mediator_id, at) for name, value in known.items() if value}
    return Part(party_part(one.id), Kind.PARTY, entries)


def _of(members: tuple[Member, ...], capacities: Iterable[Capacity]) -> tuple[Member, ...]:
    return tuple(one for capacity in capacities for one in members if one.capacity is capacity)
