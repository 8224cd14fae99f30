"""What organisations, mediators and courts publish of themselves, over HTTP: each is its own to keep (规则 §5)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from law.findings import Finding
from law.organisations import (
    Court,
    MediationOrg,
    court_findings,
    mediator_findings,
    organisation_findings,
    organisation_kinds,
)
from law.organisations import MediatorProfile as Mediator
from rooms.rights import Right
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff, Whose, reaches
from server.http.bodies import Body
from server.http.case_people import require_none
from server.http.case_words import word_of
from server.http.office_bodies import (
    CourtDraft,
    CourtProfile,
    Doubt,
    MediatorDraft,
    MediatorProfile,
    OrganisationDraft,
    OrganisationProfile,
)
from server.http.problems import refused
from server.ids import AccountId, CourtId
from server.storage.profiles import COURT, MEDIATOR, ORGANISATION
from server.storage.sessions import Account, AccountRole

B = TypeVar("B", bound=Body | None)


async def organisation_shown(call: Call[Staff, None]) -> OrganisationProfile:
    """The own organisation's."""
    account = _office(call)
    kept = await call.request.app[STORES].profiles.read(ORGANISATION, account.organisation)
    named = None if kept is None else replace(kept, name=account.organisation_name)
    return _organisation(account.organisation_name, named, _today(call))


async def organisation_kept(call: Call[Staff, OrganisationDraft]) -> OrganisationProfile:
    """The own organisation's, anew; its name is the operator's to change."""
    account, app = _office(call), call.request.app
    said = MediationOrg(name=account.organisation_name, **call.body.model_dump())
    require_none(organisation_findings(said, today=_today(call)))
    await app[STORES].profiles.keep(ORGANISATION, account.organisation, said, account.id, app[CLOCK]())
    return _organisation(account.organisation_name, said, _today(call))


async def mediator_shown(call: Call[Staff, None]) -> MediatorProfile:
    """An own mediator's."""
    mediator = await _own_mediator(call)
    kept = await call.request.app[STORES].profiles.read(MEDIATOR, mediator.id)
    named = kept and replace(kept, name=mediator.name, organisation=mediator.organisation_name)
    return _mediator(mediator.name, named)


async def mediator_kept(call: Call[Staff, MediatorDraft]) -> MediatorProfile:
    """An own mediator's, anew."""
    mediator, app = await _own_mediator(call), call.request.app
    said = Mediator(name=mediator.name, organisation=mediator.organisation_name, **call.body.model_dump())
    require_none(mediator_findings(said))
    await app[STORES].profiles.keep(MEDIATOR, mediator.id, said, call.caller.account.id, app[CLOCK]())
    return _mediator(mediator.name, said)


async def court_shown(call: Call[Staff, None]) -> CourtProfile:
    """The own court's."""
    court, name = _own_court(call)
    kept = await call.request.app[STORES].profiles.read(COURT, court)
    return _court(name, None if kept is None else replace(kept, name=name))


async def court_kept(call: Call[Staff, CourtDraft]) -> CourtProfile:
    """The own court's, anew."""
    (court, name), app = _own_court(call), call.request.app
    said = Court(name, call.body.code, call.body.level, call.body.district)
    require_none(court_findings(said))
    await app[STORES].profiles.keep(COURT, court, said, call.caller.account.id, app[CLOCK]())
    return _court(name, said)


def _office(call: Call[Staff, B]) -> Account:
    """Who keeps the own organisation's profiles; a court's people have none of those."""
    account = call.caller.account
    if not reaches(call.caller, Right.KEEP_PROFILE, Whose(organisation=account.organisation)):
        raise refused("profile.unknown")
    return account


async def _own_mediator(call: Call[Staff, B]) -> Account:
    keeper = _office(call)
    found = await call.request.app[STORES].accounts.by_id(AccountId(call.request.match_info["account"]))
    if found is None or found.role is not AccountRole.MEDIATOR or found.organisation != keeper.organisation:
        raise refused("profile.unknown")
    return found


def _own_court(call: Call[Staff, B]) -> tuple[CourtId, str]:
    account = call.caller.account
    if account.court is None or not reaches(call.caller, Right.KEEP_PROFILE, Whose(court=account.court)):
        raise refused("profile.unknown")
    return account.court, account.court_name or ""


def _organisation(name: str, kept: MediationOrg | None, today: date) -> OrganisationProfile:
    return OrganisationProfile(
        name=name,
        kinds=tuple(map(word_of, organisation_kinds(today))),
        profile=None if kept is None else OrganisationDraft.model_validate(kept),
        doubts=_doubts(() if kept is None else organisation_findings(kept, today=today)),
    )


def _mediator(name: str, kept: Mediator | None) -> MediatorProfile:
    return MediatorProfile(
        name=name,
        profile=None if kept is None else MediatorDraft.model_validate(kept),
        doubts=_doubts(() if kept is None else mediator_findings(kept)),
    )


def _court(name: str, kept: Court | None) -> CourtProfile:
    return CourtProfile(
        name=name,
        profile=None if kept is None else CourtDraft.model_validate(kept),
        doubts=_doubts(() if kept is None else court_findings(kept)),
    )


def _doubts(found: Iterable[Finding]) -> tuple[Doubt, ...]:
    """All of them: what holds today may have been different when it was written."""
    return tuple(Doubt(field=one.path, code=one.code, zh=one.zh, en=one.en) for one in found)


def _today(call: Call[Staff, B]) -> date:
    return call.request.app[CONFIG].local_day(call.request.app[CLOCK]())
