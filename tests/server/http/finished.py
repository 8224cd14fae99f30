"""Agreements put straight into storage at a stage of the test's choice; their files are small stand-ins."""

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pikepdf

from agreements.agreement import (
    Agreement,
    Applied,
    Capacity,
    Closing,
    Drafting,
    Frozen,
    Matter,
    Member,
    Sealed,
    Signing,
    Slot,
    Stage,
)
from agreements.canonical import digest_of
from agreements.draft import Draft, Entry, Part
from agreements.facts import AgreementSealed, DraftRemarked, TextFrozen
from agreements.ids import AgreementId, CommentId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from law.people import NaturalPerson
from rooms.room import Role, Room
from server.audit.facts import AnyFact
from server.ids import new_id
from server.staff import court_of
from server.storage.agreements import Kept
from tests.node import Node, Scene
from tests.server.http.callers import stores_of

COURT = "某某区人民法院"
PAGES = 2
At = Literal["drafting", "signing", "closing", "sealed"]


@dataclass(frozen=True)
class Finished:
    """What was stored, and what its files hold."""

    agreement: Agreement
    room: Room
    pages: tuple[bytes, ...]
    evidence_pages: tuple[bytes, ...]
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        assert isinstance(self.agreement.stage, Signing | Closing | Sealed)
        return self.agreement.stage.frozen.digest


async def finished(node: Node, scene: Scene, stage: At = "sealed", court: str = COURT) -> Finished:
    """The agreement of that scene's room, gone as far as `stage`, for that court."""
    return await finished_in(node, scene.room, datetime.now(UTC), stage, court)


async def finished_in(
    node: Node, room_id: str, at: datetime, stage: At = "sealed", court: str = COURT, clauses: tuple[Part, ...] = ()
) -> Finished:
    """The same in any room, of that time, with those clauses."""
    stores, room = stores_of(node), await node.room(room_id)
    mark = new_id()
    files = {
        "agreement.pdf": _blank_pages(mark),
        "evidence.pdf": f"%PDF-1.7 evidence {mark}".encode(),
        "agreement.json": f'{{"mark":"{mark}"}}'.encode(),
    }
    pages = tuple(f"\x89PNG page {number} {mark}".encode("latin-1") for number in range(1, PAGES + 1))
    evidence = (f"\x89PNG evidence {mark}".encode("latin-1"),)
    for content in (*files.values(), *pages, *evidence):
        await stores.blobs.put(content)
    drafted = _drafted(room, await court_of(stores, court), at, clauses)
    after = replace(drafted, stage=_stage(drafted, stage, at, files, pages, evidence), version=1)
    await stores.agreements.commit(None, Kept(room.id, room.case, drafted), (), at)
    await stores.agreements.commit(drafted, Kept(room.id, room.case, after), _facts(after), at)
    return Finished(after, room, pages, evidence, files)


def _blank_pages(mark: str) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(PAGES):
            pdf.add_blank_page()
        pdf.docinfo["/Title"] = mark
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _drafted(room: Room, court: str, at: datetime, clauses: tuple[Part, ...]) -> Agreement:
    by = SignerId(room.seats[0].id)
    draft = Draft((Part(PartId("head"), Kind.HEAD, {"court": Entry(court, 1, by, at)}), *clauses), version=1)
    number = f"（2026）某劳调协字第{new_id()[:5]}号"
    matter = Matter("（2026）某劳调字第00001号", number, "某某中心", "劳动报酬", "SELF", "2026-03-02", room.id)
    capacities = {"applicant": Capacity.APPLICANT, "respondent": Capacity.RESPONDENT, "neutral": Capacity.MEDIATOR}
    members = tuple(
        Member(
            SignerId(seat.id),
            capacities[seat.side],
            seat.name,
            FieldName("mediator" if seat.role is Role.MEDIATOR else f"party_{number}"),
            NaturalPerson(seat.name) if seat.role is Role.PARTY else None,
        )
        for number, seat in enumerate(room.seats)
    )
    return Agreement(AgreementId(new_id()), matter, members, Drafting(draft))


def _stage(
    drafted: Agreement,
    stage: At,
    at: datetime,
    files: dict[str, bytes],
    pages: tuple[bytes, ...],
    evidence: tuple[bytes, ...],
) -> Stage:
    if not isinstance(drafted.stage, Drafting) or stage == "drafting":
        return drafted.stage
    pdf, json = digest_of(files["agreement.pdf"]), digest_of(files["agreement.json"])
    frozen = Frozen(drafted.stage.draft, json, pdf, tuple(map(digest_of, pages)), at)
    slots = tuple(
        Slot(one.id, one.field, confirmed_at=at, applied=Applied(at, "01", pdf, pdf)) for one in drafted.members
    )
    match stage:
        case "signing":
            return Signing(frozen, slots, pdf)
        case "closing":
            return Closing(frozen, slots, pdf)
        case "sealed":
            later = at + timedelta(seconds=1)
            return Sealed(frozen, slots, pdf, digest_of(files["evidence.pdf"]), tuple(map(digest_of, evidence)), later)


def _facts(agreement: Agreement) -> tuple[AnyFact, ...]:
    """One that may leave the house and one that may not, and the sealing."""
    if isinstance(agreement.stage, Drafting):
        return ()
    stage, by = agreement.stage, agreement.members[0].id
    assert isinstance(stage, Signing | Closing | Sealed)
    remark = DraftRemarked(agreement.id, "made", CommentId("c1"), PartId("head"), by)
    frozen = TextFrozen(agreement.id, 1, stage.frozen.digest, stage.frozen.pdf, PAGES)
    if not isinstance(stage, Sealed):
        return remark, frozen
    return remark, frozen, AgreementSealed(agreement.id, stage.frozen.digest, stage.pdf, stage.evidence, stage.at)
