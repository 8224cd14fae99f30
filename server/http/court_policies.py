"""What each court takes for confirmation: read by all who enter cases, entered by the court or from experience."""

from datetime import date
from typing import Final, TypeVar

from law.causes import causes
from law.court_policies import Asked, CourtPolicy, Said, policy_for, sentence_of
from law.dated import in_force
from law.organisations import organisation_kinds
from law.procedures import Lane
from rooms.rights import Right
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff, Whose, reaches
from server.http.bodies import Body
from server.http.case_courts import BASES, basis_word, require_court
from server.http.case_notes import plain
from server.http.case_words import cause_word, named, sentence, word, word_of
from server.http.court_bodies import (
    CourtPolicies,
    CourtPolicyDraft,
    CourtPolicyList,
    CourtPolicyOutlook,
    CourtPolicyRow,
)
from server.http.problems import refused
from server.storage.court_policies import PoliciesOfCourt
from server.storage.profiles import ORGANISATION
from server.storage.sessions import COURT_ROLES, Account

B = TypeVar("B", bound=Body | None)

CONFIRMED: Final = (Lane.SELF, Lane.WEIPAI, Lane.OFFLINE)
"""Lanes whose agreements go to a court for confirmation."""


async def listed(call: Call[Staff, None]) -> CourtPolicyList:
    """Every court, or the own one: all rows, and what they mean for the own organisation."""
    return await _list(call)


async def kept(call: Call[Staff, CourtPolicyDraft]) -> CourtPolicyList:
    """One more row: the court's people of their own court, an organisation of any, as what it has seen."""
    app, account, said = call.request.app, call.caller.account, call.body
    court = await require_court(app[STORES], said.court)
    own = account.role in COURT_ROLES
    if own and court != account.court:
        raise refused("court_policy.own_court", field="court")
    _require_known(said, _today(call))
    policy = CourtPolicy(
        court=court,
        takes=said.takes,
        said=Said.COURT if own else Said.EXPERIENCE,
        source=plain("source", said.source),
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        lane=said.lane,
        organisation_kind=said.organisation_kind,
        cause=said.cause,
        bases=tuple(dict.fromkeys(said.bases)),
        e_filing=said.e_filing,
    )
    await app[STORES].court_policies.keep(policy, account.id, app[CLOCK]())
    return await _list(call)


def _require_known(said: CourtPolicyDraft, today: date) -> None:
    if said.valid_to is not None and said.valid_to < said.valid_from:
        raise refused("court_policy.term", field="valid_to")
    lists: dict[str, tuple[str | None, set[str]]] = {
        "lane": (said.lane, {*map(str, Lane)}),
        "organisation_kind": (said.organisation_kind, {kind.id for kind in organisation_kinds(today)}),
        "cause": (said.cause, {each.id for each in causes(today)}),
    }
    for field, (value, known) in lists.items():
        if value is not None and value not in known:
            raise refused("court_policy.word", field=field)


async def _list(call: Call[Staff, B]) -> CourtPolicyList:
    stores, account, today = call.request.app[STORES], call.caller.account, _today(call)
    own = account.court if account.role in COURT_ROLES else None
    kind = "" if own else await _own_kind(call)
    courts = [one for one in await stores.court_policies.every() if own in {None, one.court}]
    return CourtPolicyList(
        courts=tuple(_court(one, "" if own else kind, today, outlook=own is None) for one in courts),
        keeps=_keeps(call, account),
        lanes=tuple(word("lane", lane, today) for lane in CONFIRMED),
        organisation_kinds=tuple(map(word_of, organisation_kinds(today))),
        causes=tuple(map(word_of, causes(today))),
        bases=tuple(map(basis_word, BASES)),
    )


async def _own_kind(call: Call[Staff, B]) -> str:
    house = await call.request.app[STORES].profiles.read(ORGANISATION, call.caller.account.organisation)
    return house.kind if house else ""


def _keeps(call: Call[Staff, B], account: Account) -> bool:
    whose = Whose(organisation=account.organisation, court=account.court)
    return reaches(call.caller, Right.KEEP_COURT_POLICY, whose)


def _court(one: PoliciesOfCourt, kind: str, today: date, *, outlook: bool) -> CourtPolicies:
    ahead = tuple(_outlook(one.policies, lane, kind, today) for lane in CONFIRMED) if outlook else ()
    rows = tuple(_row(policy, today) for policy in reversed(one.policies))
    return CourtPolicies(court=named(one.court, one.name), rows=rows, outlook=ahead)


def _outlook(policies: tuple[CourtPolicy, ...], lane: Lane, kind: str, today: date) -> CourtPolicyOutlook:
    found = policy_for(policies, Asked(lane, kind, ""), today)
    because = None if found is None else sentence(sentence_of(found))
    return CourtPolicyOutlook(lane=word("lane", lane, today), takes=found.takes if found else None, because=because)


def _row(policy: CourtPolicy, today: date) -> CourtPolicyRow:
    kinds = {kind.id: word_of(kind) for kind in organisation_kinds(policy.valid_from)}
    kind = policy.organisation_kind
    return CourtPolicyRow(
        takes=policy.takes,
        said=policy.said.value,
        source=policy.source,
        valid_from=policy.valid_from,
        valid_to=policy.valid_to,
        in_force=bool(in_force((policy,), today)),
        lane=word("lane", policy.lane, today) if policy.lane else None,
        organisation_kind=kinds.get(kind, named(kind, kind)) if kind else None,
        cause=cause_word(policy.cause, today) if policy.cause else None,
        bases=tuple(map(basis_word, policy.bases)),
        e_filing=policy.e_filing,
    )


def _today(call: Call[Staff, B]) -> date:
    return call.request.app[CONFIG].local_day(call.request.app[CLOCK]())
