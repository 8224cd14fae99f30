"""The paper branch from the desk: who signed the print by hand, and on which day; the scan is on file already."""

from dataclasses import dataclass

from agreements.acts import PaperFiled
from agreements.agreement import Agreement, Capacity, Frozen, Signing
from agreements.ids import Digest, SignerId
from agreements.members import mediator, member, on_behalf_of
from law.beijing import day_of
from rooms.cases.ids import MaterialId
from rooms.cases.words import MaterialKind
from rooms.ids import RoomId
from rooms.rights import Right
from server.app_keys import AGREEMENTS, CLOCK, STORES
from server.http.access import Call, Staff
from server.http.case_door import B, Opened, own_case
from server.http.paper_copies import require_scan
from server.http.problems import refused
from server.http.seal_bodies import PaperFiling, PaperSigner, PaperWaiting
from server.papers.keeper import Proposal, anybody


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text of the case that is being signed, and the room it was made in."""

    room: RoomId
    agreement: Agreement
    frozen: Frozen


async def waiting(call: Call[Staff, None]) -> PaperWaiting:
    """The text that is being signed, and who has not signed it."""
    _, found = await _waiting(call)
    stage = found.agreement.stage
    slots = stage.slots if isinstance(stage, Signing) else ()
    people = (member(found.agreement, slot.signer) for slot in slots if slot.activation is None)
    return PaperWaiting(
        digest=found.frozen.digest,
        number=found.agreement.matter.number,
        first=day_of(found.frozen.at),
        unsigned=tuple(
            PaperSigner(signer=one.id, name=one.name, on_behalf_of=on_behalf_of(one))
            for one in people
            if one.capacity is not Capacity.ORGANISATION
        ),
    )


async def filed(call: Call[Staff, PaperFiling]) -> None:
    """Kept on return, and closed under the platform's seal by the paper worker; raises what is refused."""
    app, said = call.request.app, call.body
    opened, found = await _waiting(call)
    kept = await app[STORES].case_materials.one(opened.case.id, MaterialId(said.paper))
    if kept is None or kept.what is not MaterialKind.SEALED_SCAN:
        raise refused("material.unknown")
    # It may have come before this text was fixed: it is compared with what stands now.
    await require_scan(app, opened.case, await app[STORES].blobs.get(kept.sha256), kept.media_type)
    signed = {SignerId(one.signer): one.on for one in said.signed}
    by, scan = mediator(found.agreement).id, Digest(kept.sha256)

    async def propose(_: Agreement) -> Proposal:
        return Proposal(PaperFiled(app[CLOCK](), by, Digest(said.digest), scan, signed))

    await app[AGREEMENTS].change(found.room, anybody, propose)


async def _waiting(call: Call[Staff, B]) -> tuple[Opened, _Waiting]:
    """Raises Refused where no text of the case is being signed."""
    opened = await own_case(call, Right.WORK_CASE)
    for meeting in reversed(tuple(await call.request.app[STORES].case_rooms.of_case(opened.case.id))):
        agreement = meeting.agreement
        if agreement is not None and isinstance(agreement.stage, Signing):
            return opened, _Waiting(meeting.room.id, agreement, agreement.stage.frozen)
    raise refused("papers.none")
