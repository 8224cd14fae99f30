"""What tabs ask of the agreement: the room's table first, then the agreement's own step; answered at once.

Nothing here waits for rendering, signing or mail: what follows from a command comes by view.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from agreements import acts
from agreements.agreement import Agreement, Capacity
from agreements.canonical import canonical_bytes, digest_of
from agreements.ceremony import slot_of
from agreements.forms import value_of
from agreements.freezing import document_of
from agreements.history import readings
from agreements.ids import Digest, SignerId
from agreements.members import HEAD, member
from agreements.outcome import Step
from agreements.refusals import NotPermitted, Refusal, Unfit, Unmet
from agreements.stages import under_way
from agreements.wording import Desk
from law.beijing import day_of
from law.refusal import SpokenRefusal
from rooms.cases.refusals import Refusal as CaseRefusal
from rooms.ids import RoomId, SeatId
from rooms.permissions import require_tab
from rooms.rights import Right
from rooms.room import Room
from server.ids import CourtId
from server.papers import suggestions
from server.papers.basis import OwnBasis
from server.papers.codes import Codes, Issued
from server.papers.desk import AgreementDesk
from server.papers.draft_view import field_done
from server.papers.ink_links import InkLinks, Wanted
from server.papers.keeper import AgreementKeeper, NoAgreement, Permit, Proposal, Propose
from server.papers.opening import as_capacity, signed_by
from server.papers.proposals import Proposals
from server.papers.screening import apart_from
from server.papers.translate import PlainCommand, act_of, ink_of, sign_act
from server.storage.agreements import draft_of
from signaling.contract import drafting as wire
from signaling.contract import proposing, signing, suggesting
from signaling.contract.answers import Accepted, Answer, Message, Refused
from signaling.ports import Tab

RIGHTS: Final[Mapping[type[wire.AgreementCommand], Right]] = {
    wire.AgreementOpen: Right.DRAFT,
    wire.DraftAdd: Right.DRAFT,
    wire.DraftSet: Right.DRAFT,
    wire.DraftRemove: Right.DRAFT,
    wire.DraftMove: Right.DRAFT,
    wire.DraftSettle: Right.DRAFT,
    wire.AgreementFreeze: Right.DRAFT,
    wire.AgreementReopen: Right.DRAFT,
    wire.DraftComment: Right.REMARK,
    suggesting.DraftSuggest: Right.REMARK,
    suggesting.DraftWithdraw: Right.REMARK,
    suggesting.DraftAccept: Right.REMARK,
    suggesting.DraftUnaccept: Right.REMARK,
    suggesting.DraftAdopt: Right.DRAFT,
    suggesting.DraftDecline: Right.DRAFT,
    suggesting.DraftKeep: Right.DRAFT,
    suggesting.DraftCompare: Right.READ_PAPERS,
    suggesting.DraftWording: Right.READ_PAPERS,
    proposing.ProposalMake: Right.DRAFT,
    proposing.ProposalWithdraw: Right.DRAFT,
    proposing.ProposalAnswer: Right.REMARK,
    signing.AgreementSigner: Right.DRAFT,
    signing.AgreementCapacity: Right.DRAFT,
    signing.AgreementGroup: Right.SIGN,
    signing.AgreementObject: Right.SIGN,
    wire.AgreementRefuse: Right.SIGN,
    wire.AgreementRead: Right.SIGN,
    wire.AgreementConfirm: Right.SIGN,
    wire.AgreementCode: Right.SIGN,
    wire.AgreementSign: Right.SIGN,
}
"""What the room's table is asked for each command."""

NOT_BEGUN: Final = Refused(
    code="agreement.none",
    message=Message(zh="调解员还没有开始起草协议。", en="The mediator has not begun the agreement yet."),
)


class Gate(Protocol):
    """The case, as far as it stands in an agreement's way; `server.cases.gate.CaseGate` in life."""

    async def require_freezable(self, room: Room) -> None:
        """Raises SpokenRefusal where the case does not allow a text to be fixed now."""

    async def require_signable(self, room: Room) -> None:
        """The same for signing one that is fixed."""


class RoomsKept(Protocol):
    """Where rooms are."""

    async def room(self, room: RoomId) -> Room | None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What a signer proves by, and draws with."""

    codes: Codes
    ink_links: InkLinks


class AgreementCommands:
    """The `Agreements` of the dispatch point."""

    def __init__(
        self,
        keeper: AgreementKeeper,
        desk: AgreementDesk,
        tools: Tools,
        rooms: RoomsKept,
        gate: Gate,
        basis: OwnBasis,
        proposals: Proposals,
        clock: Callable[[], datetime],
    ) -> None:
        self._keeper = keeper
        self._desk = desk
        self._codes = tools.codes
        self._ink_links = tools.ink_links
        self._rooms = rooms
        self._gate = gate
        self._basis = basis
        self._proposals = proposals
        self._clock = clock

    async def submit(self, sender: Tab, command: wire.AgreementCommand) -> Answer:
        """Durable on return where accepted. Raises the room's Refusal for what its table forbids."""
        try:
            return await self._done(sender, command) or Accepted()
        except (Refusal, CaseRefusal) as refusal:
            return _told(refusal)
        except NoAgreement:
            return NOT_BEGUN

    async def keep_open(self, room: RoomId) -> Refused | None:
        """A text that is being signed: closed now, it could neither be signed to the end nor voided by anybody."""
        agreement = await self._keeper.agreement(room)
        return _told(Unmet("agreement.under_way")) if agreement and under_way(agreement) else None

    async def _done(self, tab: Tab, command: wire.AgreementCommand) -> Answer | None:
        """What was asked for; None: nothing to be told but that it is done."""
        match command:
            case suggesting.DraftCompare() | suggesting.DraftWording():
                return await self._asked(tab, command)
            case wire.DraftSet() | suggesting.DraftAdopt():
                return await self._moved(tab, command)
            case proposing.ProposalMake() | proposing.ProposalAnswer() | proposing.ProposalWithdraw():
                await self._proposals.submit(tab, _permit(tab, command), command)
            case wire.AgreementOpen():
                await self._keeper.begin(
                    tab.room, _permit(tab, command), partial(self._desk.opened, tab.room, self._clock())
                )
            case wire.AgreementFreeze():
                await self._freeze(tab, command)
            case wire.AgreementCode():
                await self._send_code(tab, command)
            case wire.AgreementSign():
                await self._sign(tab, command)
            case signing.AgreementSigner() | signing.AgreementCapacity():
                await self._seat(tab, command)
            case _:
                await self._plain(tab, command)
        return None

    async def _asked(self, tab: Tab, command: suggestions.Asking) -> Answer:
        room, agreement = await self._rooms.room(tab.room), await self._keeper.agreement(tab.room)
        if room is None:
            raise NoAgreement(tab.room)
        # First of all: who may not ask is not even told whether there is one.
        _permit(tab, command)(room)
        if agreement is None:
            raise NoAgreement(tab.room)
        hidden = apart_from(room, SeatId(tab.seat), agreement)
        return await suggestions.answer(command, await self._desk_of(agreement), hidden)

    async def _moved(self, tab: Tab, command: wire.DraftSet | suggesting.DraftAdopt) -> Answer:
        """Done, and what else moved with it."""
        before: list[Agreement] = []
        after = await self._plain(tab, command, before.append)
        at = await self._desk_of(after.agreement)
        return field_done(at, draft_of(before[0]), draft_of(after.agreement))

    async def _desk_of(self, agreement: Agreement) -> Desk:
        return suggestions.masked_desk(agreement, await self._basis.now(), self._clock())

    async def _plain(
        self, tab: Tab, command: PlainCommand | suggestions.Lasting, saw: Callable[[Agreement], None] | None = None
    ) -> Step:
        """The step; `saw` is told the agreement before it."""

        async def propose(before: Agreement) -> Proposal:
            if saw is not None:
                saw(before)
            if isinstance(command, suggestions.Lasting):
                at = await self._desk_of(before)
                return Proposal(suggestions.act_of(command, at, SignerId(tab.seat), self._clock()))
            act = act_of(command, signer_of(before, tab, command), self._clock())
            if isinstance(act, acts.FieldSet) and (act.part, act.field) == (HEAD, "court") and act.value:
                # The form knows how a court's id is spelled; which courts there are, only the desk knows.
                await self._court_name(act.value)
            return Proposal(act)

        return await self._change(tab, command, propose)

    async def _freeze(self, tab: Tab, command: wire.AgreementFreeze) -> None:
        async def propose(agreement: Agreement) -> Proposal:
            if (room := await self._rooms.room(tab.room)) is not None:
                await self._gate.require_freezable(room)
            draft, now = draft_of(agreement), self._clock()
            court = value_of(draft.parts[0], "court")
            name = await self._court_name(court) if court else ""
            basis = await self._basis.now()
            means = self._basis.means(basis)
            document = document_of(
                agreement,
                draft,
                today=day_of(now),
                court_name=name,
                basis=basis,
                dossier=await self._desk.dossier(agreement, day_of(now)),
                means=means,
            )
            content = canonical_bytes(document)
            read = readings(suggestions.masked_desk(agreement, basis, now), draft)
            act = acts.FreezeAsked(now, SignerId(tab.seat), command.saw, digest_of(content), read, means)
            return Proposal(act, content)

        await self._change(tab, command, propose)

    async def _send_code(self, tab: Tab, command: wire.AgreementCode) -> None:
        issued: list[Issued] = []

        async def propose(agreement: Agreement) -> Proposal:
            now, by, digest = self._clock(), signer_of(agreement, tab, command), Digest(command.digest)
            issued.append(await self._codes.issue(tab.room, agreement, by, digest, now))
            return Proposal(acts.CodeSent(now, by, digest, issued[-1].kept))

        await self._change(tab, command, propose)
        await self._codes.post(issued[-1])

    async def _sign(self, tab: Tab, command: wire.AgreementSign) -> None:
        async def propose(agreement: Agreement) -> Proposal:
            if (room := await self._rooms.room(tab.room)) is not None:
                await self._gate.require_signable(room)
            by = signer_of(agreement, tab, command)
            slot = slot_of(agreement, by)
            pressed = replace(tab, seat=SeatId(by))
            wanted = Wanted("agreement", tab.room, by)
            phone = self._ink_links.source_of(tab.session, wanted, ink_of(command.ink))
            return Proposal(sign_act(command, pressed, self._clock(), slot.code if slot else None, phone))

        await self._change(tab, command, propose)

    async def _seat(self, tab: Tab, command: signing.AgreementSigner | signing.AgreementCapacity) -> None:
        async def propose(agreement: Agreement) -> Proposal:
            room, signer = await self._rooms.room(tab.room), SignerId(command.signer)
            if room is None:
                raise NoAgreement(tab.room)
            if isinstance(command, signing.AgreementCapacity):
                members = as_capacity(agreement, signer, Capacity(command.capacity))
            else:
                members = signed_by(agreement, room, signer, SeatId(command.agent) if command.agent else None)
            return Proposal(acts.MembersChanged(self._clock(), members))

        await self._change(tab, command, propose)

    async def _change(self, tab: Tab, command: wire.AgreementCommand, propose: Propose) -> Step:
        outcome = await self._keeper.change(tab.room, _permit(tab, command), propose)
        if outcome.refusal is not None:
            raise outcome.refusal
        return outcome

    async def _court_name(self, court: str) -> str:
        name = await self._desk.court_name(CourtId(court))
        if name is None:
            raise Unfit("court.unknown")
        return name


def signer_of(agreement: Agreement, tab: Tab, command: object) -> SignerId:
    """Who acts: the person named, who must be one of the sender's seat; where none is named, the seat itself.

    Raises NotPermitted for anybody else.
    """
    named = getattr(command, "signer", None)
    if named is None:
        return SignerId(tab.seat)
    if member(agreement, SignerId(named)).device != SignerId(tab.seat):
        raise NotPermitted("member.unknown")
    return SignerId(named)


def _told(refusal: SpokenRefusal) -> Refused:
    return Refused(code=refusal.code, message=Message(zh=refusal.zh, en=refusal.en), data=dict(refusal.data))


def _permit(tab: Tab, command: wire.AgreementCommand) -> Permit:
    """The room's table, for the tab that speaks for its seat."""
    action = RIGHTS[type(command)]
    return lambda room: require_tab(room, tab.seat, tab.session, action)
