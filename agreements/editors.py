"""Who writes in a draft: the mediator who leads, and the co-mediators whom the room lets (the room asks that first).

Fixing the text and taking it back is for who leads (domain.md §4.6): the mediator of the case, or the co-mediator who
took the session over.
"""

from agreements.agreement import Agreement, Capacity, Editor
from agreements.ids import SignerId
from agreements.refusals import NotPermitted, Unfit


def editor_only(agreement: Agreement, who: SignerId) -> None:
    """Raises NotPermitted for anybody but a mediator of the room."""
    if not is_editor(agreement, who):
        raise NotPermitted("member.mediator_only")


def leader_only(agreement: Agreement, who: SignerId) -> None:
    """Raises NotPermitted for who may not fix the text or take it back: the case's mediator may, and who took over."""
    editor_only(agreement, who)
    if any(one.id == who and not one.leads for one in agreement.editors):
        raise NotPermitted("member.leader_only")


def is_editor(agreement: Agreement, who: SignerId) -> bool:
    """Whether that is a mediator of the room."""
    leads = any(one.id == who and one.capacity is Capacity.MEDIATOR for one in agreement.members)
    return leads or any(one.id == who for one in agreement.editors)


def speaker(agreement: Agreement, seat: SignerId) -> SignerId:
    """For whom a seat speaks: itself, or the party whose agent sits there."""
    if is_editor(agreement, seat) or any(one.id == seat for one in agreement.members):
        return seat
    return next((one.id for one in agreement.members if one.device == seat), seat)


def spoken_for(agreement: Agreement, seat: SignerId) -> tuple[SignerId, ...]:
    """All for whom a seat speaks: several persons at one device, or the parties of one agent; else the seat alone."""
    return tuple(one.id for one in agreement.members if seat in {one.id, one.device}) or (seat,)


def voice(agreement: Agreement, seat: SignerId, named: SignerId | None) -> SignerId:
    """Whose yes or no that is: nobody's counts for another who sits at the same device.

    Raises NotPermitted for who is not of that seat, Unfit where several are and nobody is named.
    """
    own = spoken_for(agreement, seat)
    if named is None and len(own) > 1:
        raise Unfit("signer.which")
    if named is not None and named not in own:
        raise NotPermitted("member.unknown")
    return named or own[0]


def name_in(agreement: Agreement, who: SignerId) -> str:
    """What somebody is called who takes part or writes. Raises NotPermitted where nobody of that id does."""
    everybody: tuple[Editor, ...] = (*(Editor(one.id, one.name) for one in agreement.members), *agreement.editors)
    for one in everybody:
        if one.id == who:
            return one.name
    raise NotPermitted("member.unknown")
