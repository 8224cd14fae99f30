"""What the house knows about an agreement besides its draft: what the law needs of the people, the court.

One value, complete at birth, made by `server.papers.dossier` and read by the linter and by the routes. By which right
somebody signs is not here but with the member (`agreements.standing`). Whatever is not
known stands as None or empty, and whoever reads it says 未核对 instead of guessing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.ids import SignerId
from law.court_policies import CourtPolicy


@dataclass(frozen=True, slots=True)
class Worker:
    """What the calculators need of one worker (domain.md §6.2 C1, C9). None: nobody has said so yet."""

    hired: date | None = None
    left: date | None = None
    """Last day of work."""
    average_wage: Decimal | None = None
    """Yuan a month, all that was due, mean of the last twelve months."""
    injury_grade: int | None = None
    """1 to 10."""
    contribution_wage: Decimal | None = None
    """本人工资 of the injury rules: mean contribution wage of the twelve months before the injury."""
    insured: bool | None = None
    """Whether work injury insurance was paid; where not, the employer pays what the fund would."""
    full_capacity: bool | None = None
    """民法典 §18 to §20."""
    foreign: bool = False
    work_permit: bool | None = None


@dataclass(frozen=True, slots=True)
class Court:
    """The court the parties mean to ask. `bases`: how it can be competent, and the place that shows it."""

    id: str
    name: str
    district: str
    """Administrative code of the place (GB/T 2260), six digits."""
    basis: str = ""
    """`inviting_court`, `domicile_applicant`, `domicile_respondent`, `subject_matter_location`, `org_location`."""
    accepts: bool | None = None
    """Whether it takes such a case from such an organisation, by `law.court_policies`; None: nobody knows."""
    policy: CourtPolicy | None = None
    """What `accepts` rests on."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The mediation organisation, as far as the routes depend on it."""

    kind: str
    """Id of `law.organisations` kinds (`peoples_committee`, `union`, `hrss`, …)."""
    district: str
    has_seal: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything, at one moment. `districts`: administrative code of each member's address on file, where known."""

    lane: str
    cause: str
    """Id of `law.causes`."""
    place: str
    """Administrative code of the place of work: whose wage parameters count; empty: unknown."""
    organisation: Organisation
    workers: Mapping[SignerId, Worker]
    districts: Mapping[SignerId, str]
    court: Court | None = None
