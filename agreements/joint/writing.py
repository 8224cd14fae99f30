"""From the form to the papers: every sentence that will be printed, from the texts of the day (domain.md §3.4–3.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.agreement import Matter
from agreements.ids import AgreementId
from agreements.joint.competence import Ground
from agreements.joint.documents import (
    APPLICATION,
    SERVICE_ADDRESS,
    AddressDocument,
    Applicant,
    ApplicationDocument,
    Printed,
)
from agreements.joint.form import WIRES, Choice, ServiceAddress, Status, Way
from agreements.joint.people import Petitioner, fields_of, headings, paragraphs, status_of
from agreements.joint.texts import texts_on
from agreements.letter import Line, Passage
from agreements.members import on_behalf_of, person_of
from agreements.templates import filled
from law.beijing import printed_day
from law.citations import printed as cited
from law.dated import Row


@dataclass(frozen=True, slots=True)
class Reached:
    """The agreement that is applied for. `digest`: of its signed data, or of the scan; `terms`: as agreed, in full."""

    number: str
    digest: str
    online: bool
    terms: tuple[str, ...]
    signed_on: date
    counts_from: date
    apply_by: date | None
    """Last day; None where no time runs."""


@dataclass(frozen=True, slots=True)
class Petition:
    """All that an application is written from."""

    paper: AgreementId
    round: int
    matter: Matter
    court_case_no: str
    choice: Choice
    court_name: str
    ground: Ground
    reached: Reached
    petitioners: tuple[Petitioner, ...]


def days_left(reached: Reached, today: date) -> int:
    """Whole days until the last one, which itself is in time: 0 on it, below zero when late; 0 where no time runs."""
    return (reached.apply_by - today).days if reached.apply_by else 0


def is_late(reached: Reached, today: date) -> bool:
    """Whether the last day is over (LR-20)."""
    return reached.apply_by is not None and today > reached.apply_by


def application_of(petition: Petition, today: date) -> ApplicationDocument:
    """The application of that day, complete."""
    texts, choice, reached = texts_on(today), petition.choice, petition.reached
    heads = headings(texts, choice, petition.petitioners)
    return ApplicationDocument(
        schema=APPLICATION,
        paper=petition.paper,
        round=petition.round,
        route=choice.way,
        court_id=choice.court,
        court_name=petition.court_name,
        basis=choice.basis,
        basis_shown_by=petition.ground.by,
        agreement_number=reached.number,
        agreement_sha256=reached.digest,
        origin="online" if reached.online else "offline",
        signed_on=reached.signed_on.isoformat(),
        counts_from=reached.counts_from.isoformat(),
        apply_by=reached.apply_by.isoformat() if reached.apply_by else "",
        days_left=days_left(reached, today),
        court_case_no=petition.court_case_no,
        applicants=tuple(map(_applicant, petition.petitioners)),
        printed=_application(texts, petition, heads, today),
        fields=fields_of(texts, heads, petition.petitioners),
        frozen_on=today.isoformat(),
    )


def address_of(
    paper: AgreementId, round_: int, matter: Matter, court_case_no: str, one: Petitioner, today: date
) -> AddressDocument:
    """The 送达地址确认书 of one party."""
    texts, said = texts_on(today), one.address
    own: Row = texts["address"]
    return AddressDocument(
        schema=SERVICE_ADDRESS,
        paper=paper,
        round=round_,
        signer=one.member.id,
        name=one.name,
        electronic=said.electronic,
        rulings=said.rulings,
        sms_phone=said.sms_phone,
        email=said.email,
        im_account=said.im_account,
        platform_account=said.platform_account,
        order=said.ways,
        postal_address=said.postal_address,
        postcode=said.postcode,
        recipient=said.recipient,
        recipient_phone=said.recipient_phone,
        agent=said.agent,
        printed=Printed(
            title=own["title"],
            number=matter.number,
            case_no=court_case_no or matter.case_no,
            organisation=matter.organisation,
            passages=(
                Passage("", (f"案由：{matter.cause}",)),
                Passage(texts["headings"]["told"], tuple(own["told"])),
                Passage(texts["headings"]["ways"], (), tuple(_ways(texts, one))),
                Passage("", (_order(own, said),)),
            ),
            to="",
            declaration=own["declaration"],
            dated=printed_day(today),
            exact=_names((one,)),
        ),
        fields=fields_of(texts, (own["rows"]["who"],), (one,)),
        frozen_on=today.isoformat(),
    )


def _applicant(one: Petitioner) -> Applicant:
    said = one.address
    return Applicant(one.member.id, one.member.capacity, one.name, said.electronic, said.rulings, said.video)


def _application(texts: Row, petition: Petition, heads: tuple[str, ...], today: date) -> Printed:
    matter, choice = petition.matter, petition.choice
    return Printed(
        title=texts["titles"][choice.way],
        number=matter.number,
        case_no=petition.court_case_no or matter.case_no,
        organisation=matter.organisation,
        passages=tuple(_passages(texts, petition, heads, today)),
        to=petition.court_name,
        declaration="",
        dated=printed_day(today),
        exact=(matter.organisation, *_names(petition.petitioners)),
    )


def _passages(texts: Row, petition: Petition, heads: tuple[str, ...], today: date) -> Iterator[Passage]:
    names, values = texts["headings"], _values(petition, today)
    people = zip(heads, petition.petitioners, strict=True)
    yield Passage("", tuple(line for head, one in people for line in paragraphs(texts, head, one, today)))
    yield Passage(names["requests"], tuple(_requests(texts, petition.choice, values)))
    yield Passage(names["reasons"], (filled(texts["reasons"][petition.choice.way], values),))
    lead = texts["terms_lead"]["online" if petition.reached.online else "offline"]
    yield Passage(names["terms"], (filled(lead, values), *petition.reached.terms))
    yield Passage(names["competence"], tuple(_competence(texts, petition, today)))
    yield Passage(names["service"], tuple(_service(texts, one) for one in petition.petitioners))
    if costs := tuple(_costs(texts, petition.choice)):
        yield Passage(names["costs"], costs)
    yield Passage(names["promise"], (texts["promise"],))
    annexes = texts["annexes"]["online" if petition.reached.online else "offline"]
    yield Passage(names["annexes"], tuple(f"{at}．{filled(text, values)}" for at, text in enumerate(annexes, start=1)))


def _values(petition: Petition, today: date) -> dict[str, str]:
    matter, reached = petition.matter, petition.reached
    return {
        "names": _joined(one.name for one in petition.petitioners),
        "plaintiffs": _joined(_of(petition, Status.PLAINTIFF)),
        "defendants": _joined(_of(petition, Status.DEFENDANT)),
        "signed_on": printed_day(reached.signed_on),
        "organisation": matter.organisation,
        "number": reached.number,
        "digest": reached.digest,
        "cause": matter.cause,
        "court_case_no": petition.court_case_no,
        "accepted_on": printed_day(date.fromisoformat(matter.accepted_on)),
        "citations": cited(tuple(texts_on(today)["citations"]), today).zh,
    }


def _of(petition: Petition, status: Status) -> Iterator[str]:
    return (one.name for one in petition.petitioners if status_of(petition.choice.statuses, one.member) is status)


def _requests(texts: Row, choice: Choice, values: dict[str, str]) -> Iterator[str]:
    yield texts["on_record"] if choice.on_record else filled(texts["requests"][choice.way], values)


def _competence(texts: Row, petition: Petition, today: date) -> Iterator[str]:
    ground, reached = petition.ground, petition.reached
    yield filled(texts["basis"], {"basis": texts["bases"][ground.basis], "by": ground.by})
    if reached.apply_by is None:
        yield texts["no_days"]
        return
    values = {
        "counts_from": printed_day(reached.counts_from),
        "last": printed_day(reached.apply_by),
        "today": printed_day(today),
        "left": str(abs(days_left(reached, today))),
        "reason": petition.choice.late_reason.strip(),
    }
    yield filled(texts["late" if is_late(reached, today) else "days"], values)


def _service(texts: Row, one: Petitioner) -> str:
    said = one.address
    answers = {"electronic": said.electronic, "rulings": said.rulings, "video": said.video}
    return filled(
        texts["service"],
        {"name": one.name, **{what: texts["yes" if given else "no"] for what, given in answers.items()}},
    )


def _costs(texts: Row, choice: Choice) -> Iterator[str]:
    if choice.way is Way.CONFIRMATION:
        return
    if choice.costs.strip():
        yield filled(texts["costs"], {"costs": choice.costs.strip()})
    if choice.waives_periods:
        yield texts["waives"]


def _ways(texts: Row, one: Petitioner) -> Iterator[Line]:
    own: Row = texts["address"]
    rows, empty, said = own["rows"], own["empty"], one.address
    signs = f"（由{one.member.name}签署）" if on_behalf_of(one.member) else ""
    yield Line(rows["who"], (f"{one.name}{signs}",))
    if identity := _number(one):
        yield Line(rows["identity"], (identity,))
    yield Line(rows["electronic"], (texts["yes" if said.electronic else "no"],))
    yield Line(rows["rulings"], (texts["yes" if said.rulings else "no"],))
    for name in WIRES:
        yield Line(rows[name], (getattr(said, name).strip() or empty,))
    yield from _post(rows, empty, said)


def _order(own: Row, said: ServiceAddress) -> str:
    ways = "、".join(own["ways"][name] for name in said.ways)
    return filled(own["order"], {"ways": ways}) if ways else str(own["by_post"])


def _post(rows: Row, empty: str, said: ServiceAddress) -> Iterator[Line]:
    yield Line(rows["postal_address"], (said.postal_address.strip(),))
    yield Line(rows["postcode"], (said.postcode.strip() or empty,))
    yield Line(rows["recipient"], (f"{said.recipient.strip()}，{said.recipient_phone.strip()}",))
    yield Line(rows["agent"], (said.agent.strip() or empty,))


def _number(one: Petitioner) -> str:
    party = one.member.party
    if party is None:
        return ""
    return getattr(party, "uscc", None) or person_of(party).id_no or ""


def _names(people: tuple[Petitioner, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in people for name in (one.name, one.member.name)))


def _joined(names: Iterator[str]) -> str:
    every = tuple(names)
    return every[0] if len(every) == 1 else "、".join(every[:-1]) + "与" + every[-1] if every else ""
