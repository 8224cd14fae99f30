"""A mediator's proposal at rest: not for all, it is sealed under the zone's key and goes with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from agreements.ids import SignerId
from agreements.proposals import Proposal, ProposalId, Said, Word
from server.storage.proposals import CHANNEL, ProposalStore
from server.storage.zone_deletions import ZoneDeletionStore
from server.zones.refusals import ZoneDestroyed, ZoneUnreadable
from server.zones.zone import PrivateZone
from tests.server.storage.office import NOW, Office

SECRET = "单独告诉公司的底价"
WHO = SignerId("company")
PRIVATE = Proposal(ProposalId("proposal-1"), SignerId("chen"), "陈调解", NOW, SECRET, (WHO,), for_all=False)
OPEN = replace(PRIVATE, id=ProposalId("proposal-2"), text="给各方的方案", for_all=True)


async def test_a_private_proposal_is_on_no_disk_and_goes_with_its_zone(office: Office, tmp_path: Path) -> None:
    room = (await office.open_room()).id
    store = ProposalStore(office.engine, office.keys, office.zone_keys)
    answered = replace(PRIVATE, said=(Said(WHO, "李静", Word.ACCEPT, NOW),))
    for number, one in ((0, PRIVATE), (1, OPEN), (0, answered)):
        await store.put(room, number, one)
    assert await store.of_room(room) == (answered, OPEN)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for private in (SECRET, "李静", "给各方的方案"):
        assert private.encode() not in kept

    zone = PrivateZone(room, CHANNEL)
    await office.zone_keys.destroy(zone)
    with pytest.raises(ZoneDestroyed):
        await store.of_room(room)
    await ZoneDeletionStore(office.engine, office.keys.node).deleted(zone, NOW, scheduled=True)
    assert await store.of_room(room) == (OPEN,), "what all were told is no secret of the zone's"
    with pytest.raises(ZoneDestroyed):
        await store.put(room, 2, PRIVATE)


async def test_one_that_was_moved_does_not_open(office: Office) -> None:
    first, second = (await office.open_room()).id, (await office.open_room()).id
    store = ProposalStore(office.engine, office.keys, office.zone_keys)
    await store.put(first, 0, PRIVATE)
    async with office.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE proposals SET room = ?", (second,))
    with pytest.raises(ZoneUnreadable):
        await store.of_room(second)
