"""The 特邀调解名册 over HTTP: an organisation submits, the court confirms for a time or removes (规则 §27, AT-20)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from law.register import EntryState, ExpertEntry, RegisterEntry, SubjectKind
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.case_courts import court_names, require_court
from server.http.case_words import named, word
from server.http.office_bodies import RegisterAnswer, RegisterDraft, RegisterList, RegisterRow
from server.http.problems import refused
from server.ids import new_id
from server.storage.register import Listed
from server.storage.sessions import AccountRole

B = TypeVar("B", bound=Body | None)

SUBMITTED: Final = "由调解组织报送"
"""How the program knows of an entry that no court has confirmed yet."""


async def listed(call: Call[Staff, None]) -> RegisterList:
    """For a court its own register; for an organisation itself and its mediators on all of them."""
    return await _list(call)


async def submitted(call: Call[Staff, RegisterDraft]) -> RegisterList:
    """A new entry that waits for the court."""
    app, account, draft = call.request.app, call.caller.account, call.body
    now = app[CLOCK]()
    court = await require_court(app[STORES], draft.court)
    subjects = await _own_subjects(call)
    if SubjectKind(draft.subject_kind) is not subjects.get(draft.subject, (None, ""))[0]:
        raise refused("register.subject", field="subject")
    today = app[CONFIG].local_day(now)
    entry = RegisterEntry(
        id=new_id(),
        court=court,
        subject_kind=SubjectKind(draft.subject_kind),
        subject=draft.subject,
        register_no=draft.register_no,
        valid_from=today,
        valid_to=None,
        state=EntryState.SUBMITTED,
        confirmed_at=None,
        source=SUBMITTED,
        fields=draft.fields,
    )
    expert = None
    if draft.expert_pool is not None:
        expert = ExpertEntry(draft.subject, draft.expert_pool, None, None, today, None, draft.fields)
    await app[STORES].register.add(Listed(entry, expert), account.id, now)
    return await _list(call)


async def answered(call: Call[Staff, RegisterAnswer]) -> RegisterList:
    """The own court's yes for a time, or the end of an entry; another court's is unknown."""
    app, account = call.request.app, call.caller.account
    kept = await app[STORES].register.one(call.request.match_info["entry"])
    if kept is None or account.court is None or kept.entry.court != account.court:
        raise refused("register.unknown")
    if kept.entry.state is EntryState.REMOVED:
        raise refused("register.ended")
    changed = _confirmed(call, kept) if call.body.answer == "confirm" else _removed(call, kept)
    await app[STORES].register.change(changed, account.id, app[CLOCK]())
    return await _list(call)


def _confirmed(call: Call[Staff, RegisterAnswer], kept: Listed) -> Listed:
    said, now = call.body, call.request.app[CLOCK]()
    if said.valid_from is None or (said.valid_to is not None and said.valid_to < said.valid_from):
        raise refused("register.term", field="valid_from" if said.valid_from is None else "valid_to")
    entry = replace(
        kept.entry,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        state=EntryState.COURT_CONFIRMED,
        confirmed_at=kept.entry.confirmed_at or now,
        source=said.note or call.caller.account.court_name or kept.entry.source,
    )
    expert = kept.expert and replace(
        kept.expert,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        court_confirmed_at=kept.expert.court_confirmed_at or now,
        authority_confirmed_at=kept.expert.authority_confirmed_at or (now if said.authority_confirmed else None),
    )
    return Listed(entry, expert)


def _removed(call: Call[Staff, RegisterAnswer], kept: Listed) -> Listed:
    now = call.request.app[CLOCK]()
    note = call.body.note or kept.entry.source
    return replace(kept, entry=replace(kept.entry, state=EntryState.REMOVED, removed_at=now, source=note))


async def _own_subjects(call: Call[Staff, B]) -> Mapping[str, tuple[SubjectKind, str]]:
    """Kind and name by id of what an organisation may submit: itself and its mediators."""
    accounts, account = call.request.app[STORES].accounts, call.caller.account
    mediators = await accounts.of_organisation(account.organisation, AccountRole.MEDIATOR)
    own: dict[str, tuple[SubjectKind, str]] = {
        account.organisation: (SubjectKind.ORGANISATION, account.organisation_name)
    }
    return own | {one.id: (SubjectKind.MEDIATOR, one.name) for one in mediators}


async def _list(call: Call[Staff, B]) -> RegisterList:
    app, account = call.request.app, call.caller.account
    stores, today = app[STORES], app[CONFIG].local_day(app[CLOCK]())
    names: dict[str, str] = {one.id: one.name for one in await stores.cases.organisations()}
    names |= {one.id: one.name for one in await stores.accounts.accounts()}
    if account.court is not None:
        entries = await stores.register.of_court(account.court)
    else:
        own = await _own_subjects(call)
        entries = tuple(one for one in await stores.register.all() if one.entry.subject in own)
    courts = await court_names(stores)
    newest_first = sorted(entries, key=lambda one: one.entry.valid_from, reverse=True)
    return RegisterList(entries=tuple(_row(one, courts, names, today) for one in newest_first))


def _row(kept: Listed, courts: Mapping[str, str], names: Mapping[str, str], today: date) -> RegisterRow:
    entry = kept.entry
    over = entry.valid_to is not None and entry.valid_to < today and entry.state is EntryState.COURT_CONFIRMED
    return RegisterRow(
        id=entry.id,
        court=named(entry.court, courts.get(entry.court, entry.court)),
        subject_kind=entry.subject_kind.value,
        subject=named(entry.subject, names.get(entry.subject, entry.subject)),
        register_no=entry.register_no or "",
        fields=entry.fields,
        expert_pool=kept.expert.province if kept.expert else None,
        valid_from=None if entry.state is EntryState.SUBMITTED else entry.valid_from,
        valid_to=entry.valid_to,
        state=word("entry_state", EntryState.EXPIRED if over else entry.state, today),
        confirmed_at=entry.confirmed_at,
    )
