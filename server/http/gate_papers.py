"""Papers for the mediators' eyes over HTTP: identity documents, an agent's authority; from the lobby or the check."""

from rooms.credentials import identity_of
from rooms.document import Credential
from rooms.ids import DocumentId, PersonId, SeatId
from rooms.inputs import CredentialAdded, FromTab
from rooms.permissions import require_tab
from rooms.proving import looked_at, may_add
from rooms.rights import Right
from server.app_keys import CLOCK, KEEPER
from server.http import gate_bodies
from server.http.access import Call, Seated
from server.http.documents import drawn, file_name, picture_of, room_now
from server.http.files import File
from server.ids import new_id


async def added(call: Call[Seated, bytes]) -> gate_bodies.CredentialAdded:
    """Kept byte for byte, sealed; its pages drawn before the mediators are told of it."""
    app, by, query = call.request.app, call.caller.session, call.request.query
    room = await room_now(call)
    require_tab(room, by.seat, by.id, Right.SHOW_CREDENTIAL)
    seat = SeatId(query.get("seat", by.seat))
    credential = Credential(PersonId(query.get("person", seat)), query.get("paper", ""))
    name = may_add(room, by.seat, seat, credential, file_name(call))
    kept = await drawn(app, room, identity_of(seat), call.body)
    event = CredentialAdded(
        at=app[CLOCK](),
        by=by.seat,
        device=by.device,
        session=by.id,
        seat=seat,
        person=credential.person,
        paper=credential.paper,
        id=DocumentId(new_id()),
        name=name,
        media_type=kept.media_type,
        bytes=len(call.body),
        sha256=kept.sha256,
        pictures=kept.pictures,
    )
    await app[KEEPER].submit(room.id, FromTab(by.seat, by.id, event))
    same = (
        one
        for one in (await room_now(call)).documents
        if (one.channel, one.sha256, one.credential) == (identity_of(seat), kept.sha256, credential)
    )
    return gate_bodies.CredentialAdded(id=next(same).id)


async def page(call: Call[Seated, None]) -> File:
    """One page as a picture, for the mediators and the seat it is of."""
    room, match = await room_now(call), call.request.match_info
    document = looked_at(room, call.caller.seat.id, DocumentId(match["document"]))
    return await picture_of(call.request.app, room, document, int(match["page"]))
