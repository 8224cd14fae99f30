"""Which court takes which lane: looked at by all who enter cases, switched by the court itself (domain.md §4.1)."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from law.procedures import Lane, ProcedureProfile, profiles
from rooms.cases.words import Channel
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.case_courts import court_names
from server.http.case_people_bodies import Word
from server.http.case_words import named, sentence, word
from server.http.office_bodies import LaneList, LaneRow, LaneSwitch
from server.http.problems import refused
from server.ids import CourtId
from server.storage.lanes import LaneSwitch as Switch
from server.storage.lanes import lane_state

B = TypeVar("B", bound=Body | None)


async def listed(call: Call[Staff, None]) -> LaneList:
    """Every court, or the own one, with every profile: open or not, and what that rests on."""
    return await _list(call)


async def switched(call: Call[Staff, LaneSwitch]) -> LaneList:
    """Opened or closed from a day on; what was set before stays on record."""
    app, account, said = call.request.app, call.caller.account, call.body
    if account.court is None or said.court != account.court:
        raise refused("lane.own_court", field="court")
    if said.lane not in set(Lane):
        raise refused("case.lane", field="lane")
    if said.valid_to is not None and said.valid_to < said.valid_from:
        raise refused("lane.term", field="valid_to")
    switch = Switch(
        court=account.court,
        channel=said.channel,
        lane=Lane(said.lane),
        is_open=said.open,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        source=said.source,
        by=account.id,
        at=app[CLOCK](),
    )
    await app[STORES].lanes.set(switch)
    return await _list(call)


async def _list(call: Call[Staff, B]) -> LaneList:
    app, own = call.request.app, call.caller.account.court
    today = app[CONFIG].local_day(app[CLOCK]())
    switches = await app[STORES].lanes.switches()
    courts = await court_names(app[STORES])
    rows = (
        row
        for court, name in courts.items()
        if own in {None, court}
        for of in profiles(today)
        for row in _rows(named(court, name), of, switches, today)
    )
    return LaneList(lanes=tuple(rows))


def _rows(court: Word, of: ProcedureProfile, switches: tuple[Switch, ...], today: date) -> Iterator[LaneRow]:
    """As it stands whatever the channel, for each channel where that differs, and what is set for later."""
    at = CourtId(court.id)
    usual = lane_state(switches, at, None, of, today)
    yield _row(court, None, of, switches, today)
    for channel in Channel:
        if lane_state(switches, at, channel, of, today) != usual:
            yield _row(court, channel, of, switches, today)
    for switch in switches:
        if switch.valid_from > today and switch.holds(at, switch.channel, of, switch.valid_from):
            yield _row(court, switch.channel, of, switches, switch.valid_from)


def _row(court: Word, channel: Channel | None, of: ProcedureProfile, switches: tuple[Switch, ...], on: date) -> LaneRow:
    state = lane_state(switches, court.id, channel, of, on)
    held = [switch for switch in switches if switch.holds(court.id, channel, of, on)]
    return LaneRow(
        court=court,
        channel=channel,
        lane=word("lane", of.lane, on),
        profile=sentence(of.label),
        open=state.is_open,
        by_default=state.by_default,
        valid_from=held[-1].valid_from if held else of.valid_from,
        valid_to=held[-1].valid_to if held else of.valid_to,
        source=state.source,
    )
