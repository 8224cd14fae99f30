"""Parties put right in their case, or seated otherwise: the draft follows, a text that is fixed stays as it is.

Reopened, the draft is brought up to the case before anybody writes in it again. While people sign, only the address
for their codes follows, and whether their authority papers were looked at: neither stands in a text.
"""

from dataclasses import replace
from datetime import datetime

from agreements.acts import MembersChanged, PartiesCorrected
from agreements.agreement import Agreement, Closing, Drafting, Freezing, Member, Sealed, Signing
from agreements.draft import Draft, Entry, Part
from agreements.facts import MembersSeated, PartyPutRight
from agreements.forms import value_of
from agreements.kinds import Kind
from agreements.members import (
    BOUND,
    mediator,
    on_file,
    own_part,
    party_part,
    person_of,
    seated,
)
from agreements.outcome import Step
from law.people import Entity, Party


def put_right(agreement: Agreement, act: PartiesCorrected) -> Step:
    """The agreement with its parties as they are known now, as far as its stage lets it follow."""
    match agreement.stage:
        case Drafting(draft=draft):
            return _followed(agreement, draft, act)
        case Freezing() | Signing():
            members = tuple(_readdressed(one, act.parties.get(one.id)) for one in agreement.members)
            return Step(replace(agreement, members=members))
        case Closing() | Sealed():
            return Step(agreement)


def reseat(agreement: Agreement, act: MembersChanged) -> Step:
    """Who takes part, as the room has it now. Raises ValueError where no agreement can be made with them."""
    match agreement.stage:
        case Drafting():
            return _reseated(agreement, agreement.stage, act)
        case Freezing() | Signing():
            now = {one.id: one.standing for one in act.members}
            members = tuple(replace(one, standing=now.get(one.id, one.standing)) for one in agreement.members)
            return Step(replace(agreement, members=members))
        case Closing() | Sealed():
            return Step(agreement)


def _reseated(agreement: Agreement, stage: Drafting, act: MembersChanged) -> Step:
    draft = stage.draft
    members = seated(act.members)
    if members == agreement.members:
        return Step(agreement)
    bound = {party_part(one.id): one for one in members if one.capacity in BOUND}
    kept = {part.id: part for part in draft.parts if part.kind is Kind.PARTY}
    by = mediator(replace(agreement, members=members)).id
    head, *_ = draft.parts
    parties = tuple(kept.get(part) or own_part(one, by, act.at) for part, one in bound.items())
    parts = (head, *parties, *draft.clauses)
    after = draft if parts == draft.parts else replace(draft, parts=parts, version=draft.version + 1)
    fact = MembersSeated(agreement.id, tuple(one.id for one in members), after.version)
    return Step(replace(agreement, members=members, stage=replace(stage, draft=after)), (fact,))


def _followed(agreement: Agreement, draft: Draft, act: PartiesCorrected) -> Step:
    changed = {
        one.id: (one.party, known)
        for one in agreement.members
        if one.party is not None and (known := act.parties.get(one.id)) is not None and known != one.party
    }
    if not changed:
        return Step(agreement)
    by_part = {party_part(signer): both for signer, both in changed.items()}
    by = mediator(agreement)
    parts = tuple(
        _refilled(part, *by_part[part.id], by, act.at) if part.id in by_part else part for part in draft.parts
    )
    after = replace(draft, parts=parts, version=draft.version + 1)
    members = tuple(_renamed(one, *changed[one.id]) if one.id in changed else one for one in agreement.members)
    facts = tuple(PartyPutRight(agreement.id, signer, after.version) for signer in changed)
    return Step(replace(agreement, members=members, stage=Drafting(after)), facts)


def _refilled(part: Part, before: Party, now: Party, by: Member, at: datetime) -> Part:
    """Fields that still have what was on file get what is there now; what the mediator wrote instead stays."""
    was, entries = on_file(before), dict(part.entries)
    for name, value in on_file(now).items():
        if value != was.get(name, "") and value_of(part, name) == was.get(name, ""):
            entries[name] = Entry(value, entries[name].version + 1 if name in entries else 1, by.id, at)
    return replace(part, entries=entries)


def _renamed(one: Member, before: Party, now: Party) -> Member:
    """An agent who signs keeps the own name."""
    in_person = one.name == person_of(before).name
    return replace(one, name=person_of(now).name if in_person else one.name, party=now)


def _readdressed(one: Member, known: Party | None) -> Member:
    if one.party is None or known is None:
        return one
    email = person_of(known).email
    if isinstance(one.party, Entity):
        return replace(one, party=replace(one.party, representative=replace(one.party.representative, email=email)))
    return replace(one, party=replace(one.party, email=email))
