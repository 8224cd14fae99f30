"""Bodies about withdrawing what was handed in to a court (民诉法解释 §357). Same rules as `bodies`."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from server.http.bodies import Body
from server.http.case_people_bodies import Note, Ref, Word


class WithdrawalWishRow(Body):
    """That a party asks to withdraw. `person`: who said so at the device; `reason` None too for who may not read it."""

    party: str
    person: str
    at: datetime
    reason: str | None


class OwnApplicant(Body):
    """Somebody the own seat signs for. `asked`: the own wish stands, and the court has not decided."""

    signer: str
    name: str
    person: str
    asked: bool


class OwnWithdrawal(Body):
    """`GET /api/v1/session/case/withdrawal`. `open`: an application that can be withdrawn lies with the court."""

    open: bool
    route: Word | None
    court: Word | None
    """None where the organisation entered what it handed in elsewhere."""
    by_paper: bool
    """The court reads nothing here: it has to be told on paper."""
    last: date | None
    """Until when one can apply anew; None: no time runs."""
    days_left: int
    own: tuple[OwnApplicant, ...]
    wishes: tuple[WithdrawalWishRow, ...]
    version: int


class WithdrawalStep(Body):
    """`POST /api/v1/session/case/withdrawal`. `wanted` false: no longer. `signer`: None, where there is only one."""

    wanted: bool
    signer: Ref | None = None
    note: Note | None = None
    version: Annotated[int, Field(ge=0)]


class DeskWithdrawal(Body):
    """On the page of a case: who asks to withdraw, while the court has not decided."""

    wishes: tuple[WithdrawalWishRow, ...]
    court: Word | None
    by_paper: bool
