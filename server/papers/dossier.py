"""What the house knows of an agreement besides its draft, for the linter and the routes; unknown stays unknown.

Places are told by credit codes alone, whose third to eighth characters name the district of registration: an address is
free text, and the first digits of an ID number say where somebody was first registered, not where they live.
"""

from dataclasses import replace
from datetime import date

from agreements.agreement import Agreement, Capacity, PaperKind
from agreements.dossier import Court, Dossier, Organisation
from agreements.forms import value_of
from agreements.linter.court import INVITING
from agreements.members import parties
from law.court_policies import Asked, policy_for
from law.identity_numbers import UsccError, check_uscc
from law.organisations import MediationOrg
from law.people import Entity
from rooms.ids import RoomId
from server.storage.agreements import draft_of
from server.storage.desk import DeskRow
from server.storage.profiles import COURT, ORGANISATION
from server.stores import Stores

CENTRAL = "100000"
"""Registered with the state itself: no district."""


class Dossiers:
    """Reads the stores; writes nothing."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def of(self, agreement: Agreement, today: date) -> Dossier | None:
        """As things stand now; None for minutes, and for a room that is gone."""
        row = await self._stores.desk.row(RoomId(agreement.matter.room))
        if row is None or agreement.matter.paper is not PaperKind.AGREEMENT:
            return None
        house = await self._stores.profiles.read(ORGANISATION, row.organisation)
        known = dossier_of(agreement, row, house, None)
        chosen = value_of(draft_of(agreement).parts[0], "court")
        return replace(known, court=await self.court(known, chosen, row.court, today)) if chosen else known

    async def court(
        self, known: Dossier, chosen: str, sent_by: str | None, today: date, basis: str = ""
    ) -> Court | None:
        """What is known of that court for this case; None where there is none. `sent_by`: the court the case is from.

        Without a `basis` the inviting court is competent as such, and for any other all grounds are looked at.
        """
        of_court = await self._stores.court_policies.of(chosen)
        if of_court is None:
            return None
        profile = await self._stores.profiles.read(COURT, chosen)
        asked = Asked(known.lane, known.organisation.kind, known.cause)
        policy = policy_for(of_court.policies, asked, today)
        return Court(
            id=chosen,
            name=of_court.name,
            district=(profile.district if profile else None) or "",
            basis=basis or (INVITING if chosen == sent_by else ""),
            accepts=policy.takes if policy else None,
            policy=policy,
        )


def dossier_of(agreement: Agreement, row: DeskRow, house: MediationOrg | None, court: Court | None) -> Dossier:
    """From what was read."""
    found = ((one, one.party) for one in parties(agreement))
    registered = {one.id: code for one, party in found if isinstance(party, Entity) and (code := district(party.uscc))}
    employers = {
        registered.get(one.id, "")
        for one in parties(agreement)
        if isinstance(one.party, Entity) and one.capacity in {Capacity.APPLICANT, Capacity.RESPONDENT}
    }
    return Dossier(
        lane=row.lane,
        cause=row.room.cause,
        place=next(iter(employers)) if len(employers) == 1 else "",
        organisation=Organisation(
            kind=house.kind if house else "",
            district=district(house.code or "") if house else "",
            has_seal=bool(house and house.seal_serial),
        ),
        workers={},
        districts=registered,
        court=court,
    )


def district(uscc: str) -> str:
    """Administrative code of where it is registered; empty for what is no credit code."""
    try:
        check_uscc(uscc)
    except UsccError:
        return ""
    return "" if uscc[2:8] == CENTRAL else uscc[2:8]
