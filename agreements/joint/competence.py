"""Which courts are competent, by the addresses on file (LR-13; 民诉法 §205, 解释一 §52). Pure.

A court's name says where it lies: 某某市某某区人民法院 is of 某某市某某区. An address on file that names this place,
or a credit code registered in the court's district, shows the ground. What shows nothing is told, never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agreements.joint.form import Basis

COURT: Final = re.compile(r"^(?P<place>.+?)(?:第[一二三四五六七八九十]+)?(?:中级|高级)?人民法院$")
UNIT: Final = re.compile(r".+?(?:自治[州县旗]|地区|[省盟区县旗]|州市|市|州)")
TOPS: Final = "省市州盟"
"""Last characters of the larger units, which an address may leave away: 杭州西湖区."""
INVITED: Final = frozenset({"WEIPAI", "WEITUO"})


class Shown(StrEnum):
    """Whether a ground holds."""

    YES = "yes"
    ELSEWHERE = "elsewhere"
    """What is on file lies in another place."""
    UNKNOWN = "unknown"
    """Nothing on file says where."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where somebody is: the address on file, and the district of registration (six digits); empty: not known."""

    name: str
    address: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class CourtSite:
    """A court. `places`: whose names in an address show it; as a rule the one that its own name says."""

    id: str
    name: str
    places: tuple[str, ...]
    district: str = ""


@dataclass(frozen=True, slots=True)
class Sites:
    """All that a ground can rest on. `inviting`: id of the court that sent the case or invited the organisation."""

    lane: str
    applicants: tuple[Site, ...]
    respondents: tuple[Site, ...]
    organisation: Site
    inviting: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """One way in which a court may be competent; `by`: who or what shows it, empty where nothing does."""

    basis: Basis
    shown: Shown
    by: str


def place_of(court: str) -> str:
    """The place in a court's name; empty for a name that says none."""
    found = COURT.match(court)
    return found["place"] if found else ""


def court_site(court: str, name: str, district: str = "", places: Iterable[str] = ()) -> CourtSite:
    """The court of that name. `places`: others that its own rules name."""
    own = place_of(name)
    return CourtSite(court, name, tuple(dict.fromkeys((*((own,) if own else ()), *places))), district)


def grounds(court: CourtSite, sites: Sites, subject_place: str = "") -> tuple[Ground, ...]:
    """Every ground for an application to that court, in the order of 民诉法 §205."""
    invited = sites.lane in INVITED and sites.inviting == court.id
    subject = (Site(subject_place, subject_place),) if subject_place.strip() else ()
    return (
        Ground(Basis.INVITING_COURT, Shown.YES if invited else Shown.ELSEWHERE, court.name if invited else ""),
        _ground(Basis.DOMICILE_APPLICANT, court, sites.applicants),
        _ground(Basis.DOMICILE_RESPONDENT, court, sites.respondents),
        _ground(Basis.SUBJECT_MATTER, court, subject),
        _ground(Basis.ORG_LOCATION, court, (sites.organisation,)),
    )


def ground(court: CourtSite, sites: Sites, basis: Basis, subject_place: str = "") -> Ground:
    """That one; a suit that is filed needs none."""
    if basis is Basis.FILED:
        there = sites.inviting == court.id
        return Ground(basis, Shown.YES if there else Shown.ELSEWHERE, court.name if there else "")
    return next(one for one in grounds(court, sites, subject_place) if one.basis is basis)


def lies_in(address: str, place: str) -> bool:
    """Whether an address names the place: whole, or its last unit, alone or behind a larger one of the same place."""
    if not place or place in address:
        return bool(place and address)
    *larger, last = UNIT.findall(place) or [place]
    if not larger or last not in address:
        return False
    before = address[: address.index(last)].strip()
    return not before or any(unit.rstrip(TOPS) in before for unit in larger)


def _ground(basis: Basis, court: CourtSite, sites: Iterable[Site]) -> Ground:
    every = tuple(sites)
    by = next((_called(site) for site in every if _shows(court, site)), "")
    if by:
        return Ground(basis, Shown.YES, by)
    known = any(site.address.strip() or site.district for site in every)
    return Ground(basis, Shown.ELSEWHERE if known and (court.places or court.district) else Shown.UNKNOWN, "")


def _shows(court: CourtSite, site: Site) -> bool:
    if court.district and site.district == court.district:
        return True
    return any(lies_in(site.address, place) for place in court.places)


def _called(site: Site) -> str:
    return "，".join(_parts(site))


def _parts(site: Site) -> Iterator[str]:
    yield site.name
    if site.address.strip() and site.address != site.name:
        yield site.address.strip()
