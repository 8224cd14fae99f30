"""The organisation's seal (规则 §19): its keeper looks at the text that all have signed, and puts it on from the desk.

The keeper is no person of the room. What is pressed here is kept first and put into the file by the paper worker, like
every signature; while the signing process is away it waits, and no effect is claimed.
"""

from dataclasses import dataclass
from datetime import datetime

from agreements.acts import SealAsked
from agreements.agreement import Activation, Agreement, Frozen, Ink, Member, Sealed
from agreements.canonical import short_code
from agreements.ceremony import has_turn, slot_of, slots_of
from agreements.evidence import effect_sentences
from agreements.ids import Digest
from agreements.members import member, on_behalf_of, organisation
from agreements.wording import desk, heading
from law.beijing import day_of
from rooms.ids import RoomId
from rooms.rights import Right
from server.app_keys import AGREEMENTS, CLOCK, STORES
from server.http.access import Call, Staff
from server.http.case_door import B, own_case
from server.http.files import File
from server.http.paper_files import frozen_of, pages_of, picture
from server.http.passwords import require_own_password
from server.http.problems import refused
from server.http.seal_bodies import SealPress, SealSigner, SealState
from server.http.source import source
from server.papers.keeper import Proposal, anybody
from server.papers.translate import printable

AGENT_CHARACTERS = 200
NO_INK = Ink((), 1)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text of the case whose organisation seals here, and the room it was made in."""

    room: RoomId
    agreement: Agreement
    house: Member
    frozen: Frozen


async def state(call: Call[Staff, None]) -> SealState:
    """The text, who has signed it, and whether the seal may be put on now."""
    return await _state(call, await _waiting(call))


async def page(call: Call[Staff, None]) -> File:
    """One page of it, as signed so far."""
    found = await _waiting(call)
    pages = await pages_of(call.request.app, found.agreement)
    return await picture(call.request.app[STORES].blobs, pages, call.request.match_info["page"])


async def pressed(call: Call[Staff, SealPress]) -> SealState:
    """Kept on return; the seal is in the file when `sealed_at` says so. Raises the agreement's Refusal."""
    app, found, now = call.request.app, await _waiting(call), call.request.app[CLOCK]()
    await require_own_password(call, call.body.password)
    activation = _activation(call, now)
    act = SealAsked(now, found.house.id, Digest(call.body.digest), activation)

    async def propose(_: Agreement) -> Proposal:
        return Proposal(act)

    await app[AGREEMENTS].change(found.room, anybody, propose)
    return await _state(call, await _waiting(call))


def _activation(call: Call[Staff, SealPress], now: datetime) -> Activation:
    account, headers = call.caller.account, call.request.headers
    agent = headers.get("User-Agent", "")[:AGENT_CHARACTERS]
    return Activation(
        request=call.body.request,
        at=now,
        ink=NO_INK,
        channel="",
        target_masked="",
        device=account.id,
        source=source(call.request),
        agent=printable(agent),
        account=account.name,
        identity="password",
    )


async def _waiting(call: Call[Staff, B]) -> _Waiting:
    """The case's newest text with a place for the seal; raises Refused."""
    opened = await own_case(call, Right.SEAL_CASE)
    for meeting in reversed(tuple(await call.request.app[STORES].case_rooms.of_case(opened.case.id))):
        agreement = meeting.agreement
        house, frozen = (organisation(agreement), frozen_of(agreement)) if agreement else (None, None)
        if agreement and house and frozen:
            return _Waiting(meeting.room.id, agreement, house, frozen)
    raise refused("seal.none")


async def _state(call: Call[Staff, B], found: _Waiting) -> SealState:
    stores, agreement, today = call.request.app[STORES], found.agreement, day_of(call.request.app[CLOCK]())
    stage, slot, at = agreement.stage, slot_of(agreement, found.house.id), desk(agreement, day_of(found.frozen.at))
    return SealState(
        room=found.room,
        number=agreement.matter.number,
        organisation=found.house.name,
        serial=found.house.seal_serial,
        digest=found.frozen.digest,
        code=short_code(found.frozen.digest),
        pages=len(found.frozen.pages),
        signers=tuple(
            SealSigner(
                name=who.name,
                on_behalf_of=on_behalf_of(who),
                capacity=heading(at, who),
                signed_at=slot.applied.at if slot.applied else None,
            )
            for slot in slots_of(agreement)
            if (who := member(agreement, slot.signer)).id != found.house.id
        ),
        waits=has_turn(agreement, found.house.id) and (slot is None or slot.activation is None),
        pressed_at=slot.activation.at if slot and slot.activation else None,
        sealed_at=stage.at if isinstance(stage, Sealed) else None,
        effects=effect_sentences(agreement, today=today, calendar=await stores.calendars.calendar()),
    )
