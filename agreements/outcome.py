"""What one step gives."""

from dataclasses import dataclass

from agreements.agreement import Agreement
from agreements.facts import Fact
from agreements.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """The next agreement and the facts for the audit log, in order; what is to be done follows from the agreement.

    `refusal` is set where the agreement did change and the person must still be told no (a wrong code costs a try);
    an act that changes nothing raises instead.
    """

    agreement: Agreement
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None
