"""The joint application as whoever asks may see it. Pure: the same values give the same view."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from agreements.agreement import Agreement, Closing, Drafting, Freezing, PaperKind, Sealed, Signing, Slot
from agreements.application import Application, is_sealed, open_to, under_way
from agreements.canonical import short_code
from agreements.ceremony import slot_of, slots_of, terms_of
from agreements.ids import SignerId
from agreements.joint.competence import grounds
from agreements.joint.form import Basis, Choice, ServiceAddress, Status, Way
from agreements.joint.people import status_of
from agreements.joint.writing import days_left, is_late
from agreements.members import member
from law.procedures import profile
from law.sentence import Sentence as Said
from rooms.cases.guards.court import RESULTS
from server.applications.docket import ROUTES, Docket
from server.http import application_bodies as body
from server.http.bodies import Sentence

FROZEN: Final = (Signing, Closing, Sealed)
KINDS: Final[Mapping[PaperKind, body.PaperName]] = {
    PaperKind.CONFIRMATION_APPLICATION: "confirmation_application",
    PaperKind.MEDIATION_PAPER_APPLICATION: "mediation_paper_application",
    PaperKind.WITHDRAWAL_APPLICATION: "withdrawal_application",
    PaperKind.SERVICE_ADDRESS: "service_address",
}
STAGES: Final[Mapping[type, body.PaperStage]] = {
    Drafting: "drafting",
    Freezing: "freezing",
    Signing: "signing",
    Closing: "closing",
    Sealed: "sealed",
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose view: `desk` of the mediator, `signers` those the seat signs for."""

    desk: bool
    signers: tuple[SignerId, ...] = ()


def application_state(
    docket: Docket, application: Application, asker: Asker, at: datetime, today: date
) -> body.ApplicationState:
    """Everything but what is another's: an address is seen by the mediator and by the party itself."""
    choice = application.choice
    return body.ApplicationState(
        version=application.version,
        stage=_stage(docket, application),
        online=docket.agreement is not None,
        route=docket.way.value if docket.way else None,
        routes=tuple(_routes(docket, today)),
        form=_form(choice) if choice else None,
        court_name=docket.courts[choice.court].name if choice and choice.court in docket.courts else "",
        days=_days(docket, today),
        courts=tuple(_courts(docket, choice)) if asker.desk else (),
        parties=tuple(_parties(docket, application, asker)),
        papers=tuple(_paper(application, one) for one in application.papers),
        fault=_sentence(application.fault),
        fallen=_fallen(docket, application),
        own=_own(docket, application, asker, at),
        may_change=docket.is_open and not under_way(application) and not is_sealed(application),
    )


def _stage(docket: Docket, application: Application) -> body.Stage:
    paper = application.paper
    if paper is None or isinstance(paper.stage, Drafting):
        return "form" if docket.is_open else "none"
    match paper.stage:
        case Freezing():
            return "preparing"
        case Signing():
            printing = any(isinstance(one.stage, Freezing) for one in application.papers)
            return "preparing" if printing else "signing"
        case Closing():
            return "closing"
        case Sealed():
            return "sealed"


def _routes(docket: Docket, today: date) -> Iterator[body.RouteName]:
    allowed = set(profile(docket.case.profile, max(today, docket.case.received_on)).allowed_results)
    for way, route in ROUTES.items():
        if RESULTS[route] & allowed:
            yield way.value


def _form(choice: Choice) -> body.ApplicationForm:
    return body.ApplicationForm(
        route=choice.way.value,
        court=choice.court,
        basis=choice.basis.value,
        subject_place=choice.subject_place,
        late_reason=choice.late_reason,
        terms=choice.terms,
        costs=choice.costs,
        waives_periods=choice.waives_periods,
        on_record=choice.on_record,
        statuses=tuple(body.StatusOf(signer=who, status=one.value) for who, one in choice.statuses.items()),
    )


def choice_of(form: body.ApplicationForm) -> Choice:
    """The form as the core has it."""
    return Choice(
        way=Way(form.route),
        court=form.court,
        basis=Basis(form.basis),
        subject_place=form.subject_place,
        late_reason=form.late_reason,
        terms=form.terms,
        costs=form.costs,
        waives_periods=form.waives_periods,
        on_record=form.on_record,
        statuses={SignerId(one.signer): Status(one.status) for one in form.statuses},
    )


def address_of(form: body.AddressForm) -> ServiceAddress:
    """The address as the core has it, blanks trimmed."""
    texts = {name: value.strip() for name, value in form.model_dump().items() if isinstance(value, str)}
    return ServiceAddress(
        electronic=form.electronic, rulings=form.rulings, video=form.video, order=tuple(form.order), **texts
    )


def _days(docket: Docket, today: date) -> body.ApplicationDays | None:
    if not docket.is_open or (docket.way not in (None, Way.CONFIRMATION)):
        return None
    reached = docket.reached((), None)
    late = is_late(reached, today)
    return body.ApplicationDays(
        counts_from=reached.counts_from, last=reached.apply_by, left=days_left(reached, today), late=late
    )


def _courts(docket: Docket, choice: Choice | None) -> Iterator[body.CourtOption]:
    place = choice.subject_place if choice else ""
    for court in docket.courts.values():
        found = grounds(court, docket.sites, place)
        shown = tuple(body.GroundState(basis=one.basis.value, shown=one.shown.value, by=one.by) for one in found)
        yield body.CourtOption(id=court.id, name=court.name, grounds=shown)


def _parties(docket: Docket, application: Application, asker: Asker) -> Iterator[body.PartyState]:
    statuses = application.choice.statuses if application.choice else {}
    for one in docket.members():
        given = application.addresses.get(one.id)
        seen = given if given and (asker.desk or one.id in asker.signers) else None
        yield body.PartyState(
            signer=one.id,
            name=docket.bound(one.id),
            signs=one.name,
            address=_address(seen) if seen else None,
            given=given is not None,
            status=status_of(statuses, one).value,
        )


def _address(given: ServiceAddress) -> body.AddressForm:
    return body.AddressForm(**{name: getattr(given, name) for name in body.AddressForm.model_fields})


def _paper(application: Application, paper: Agreement) -> body.PaperState:
    stage = paper.stage
    frozen = stage.frozen if isinstance(stage, FROZEN) else None
    terms = terms_of(paper, frozen) if frozen else None
    delay = getattr(stage, "delay", None)
    of = next((who for who, one in application.confirmations.items() if one.id == paper.id), None)
    return body.PaperState(
        id=paper.id,
        kind=KINDS[paper.matter.paper],
        of=of,
        number=paper.matter.number,
        stage=STAGES[type(stage)],
        digest=frozen.digest if frozen else None,
        code=short_code(frozen.digest) if frozen else "",
        pages=len(frozen.pages) if frozen else 0,
        evidence_pages=len(stage.evidence_pages) if isinstance(stage, Sealed) else 0,
        sentence=terms.sentence if terms else "",
        esign_version=terms.version if terms else "",
        esign_heading=terms.heading if terms else "",
        esign_paragraphs=terms.paragraphs if terms else (),
        signers=tuple(_signer(paper, slot) for slot in slots_of(paper)),
        delay=_sentence(delay.sentence) if delay else None,
    )


def _signer(paper: Agreement, slot: Slot) -> body.SignerStep:
    return body.SignerStep(
        signer=slot.signer,
        name=member(paper, slot.signer).name,
        pages_read=len(slot.pages_read),
        read=slot.read_at is not None,
        confirmed=slot.confirmed_at is not None,
        authorised_at=slot.activation.at if slot.activation else None,
        applied_at=slot.applied.at if slot.applied else None,
    )


def _own(docket: Docket, application: Application, asker: Asker, at: datetime) -> body.OwnSigning | None:
    """The first of the seat's who has something to sign; else the first."""
    if not asker.signers:
        return None
    signer = next((one for one in asker.signers if open_to(application, one)), asker.signers[0])
    papers = open_to(application, signer)
    name = next((one.name for one in docket.members() if one.id == signer), "")
    slot = slot_of(papers[0], signer) if papers else None
    return body.OwnSigning(
        signer=signer, name=name, papers=tuple(one.id for one in papers), code=_code(slot, at) if slot else None
    )


def _code(slot: Slot, at: datetime) -> body.CodeState | None:
    code = slot.code
    if code is None or code.expires <= at or code.tries_left == 0:
        return None
    return body.CodeState(
        channel=code.channel, target_masked=code.target_masked, expires=code.expires, tries_left=code.tries_left
    )


def _fallen(docket: Docket, application: Application) -> body.FallenState | None:
    paper = application.paper
    if paper is None or not paper.voids or not isinstance(paper.stage, Drafting):
        return None
    void = paper.voids[-1]
    act: Literal["refused", "reopened"] = "refused" if void.act == "refused" else "reopened"
    return body.FallenState(
        act=act, by=docket.bound(SignerId(void.by)) if void.by else "", reason=void.reason, at=void.at
    )


def _sentence(said: Said | None) -> Sentence | None:
    return Sentence(zh=said.zh, en=said.en) if said else None
