"""The joint application as a value, and everything that can befall it. Pure.

    open ──frozen──▶ signing ──all signed──▶ sealed
      ▲                 │ refused, taken back, not printable: void
      └─────────────────┘

Its papers are agreements that come frozen: the application, signed by all, and for each party a 送达地址确认书.
Whoever signs does so for both in one sitting, with one code and one signature; each paper has its own record of that.
A confirmed address stays when the application falls, as long as nobody changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from agreements import acts
from agreements.agreement import (
    Agreement,
    Closing,
    Code,
    Drafting,
    Freezing,
    Matter,
    Member,
    PaperKind,
    Sealed,
    Signing,
)
from agreements.ceremony import code_sha256, slot_of
from agreements.draft import Draft
from agreements.facts import Fact, FreezeBegun
from agreements.ids import AgreementId, Digest, SignerId
from agreements.joint.facts import AddressGiven, ApplicationChosen
from agreements.joint.form import KINDS, Choice, ServiceAddress, checked_address, checked_choice
from agreements.joint.refusals import Unmet
from agreements.members import signing_order
from agreements.refusals import Refusal
from agreements.step import step
from law.sentence import Sentence

NO_DRAFT: Final = Draft(())
UNPRINTABLE: Final = "文书无法印出"
SYSTEM: Final = SignerId("system")


@dataclass(frozen=True, slots=True)
class Application:
    """Of one case. `version` counts the changes that people make to the form; `former`: papers that gave way to others.

    `confirmed`: the address that each party's paper says, by signer.
    """

    choice: Choice | None = None
    addresses: Mapping[SignerId, ServiceAddress] = field(default_factory=dict)
    paper: Agreement | None = None
    confirmations: Mapping[SignerId, Agreement] = field(default_factory=dict)
    confirmed: Mapping[SignerId, ServiceAddress] = field(default_factory=dict)
    former: tuple[Agreement, ...] = ()
    round: int = 0
    version: int = 0
    fault: Sentence | None = None
    """Why the last freezing came to nothing."""

    @property
    def papers(self) -> tuple[Agreement, ...]:
        """The application, then the confirmations in order."""
        return (*((self.paper,) if self.paper else ()), *self.confirmations.values())

    def find(self, paper: AgreementId) -> Agreement | None:
        """That paper, a former one too."""
        return next((one for one in (*self.papers, *self.former) if one.id == paper), None)


@dataclass(frozen=True, slots=True)
class Change:
    """The next value with the facts for the chain; `refusal` is told although something changed (a wrong code)."""

    after: Application
    facts: tuple[Fact | ApplicationChosen | AddressGiven, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as it is to be signed: who signs, and the blob of its canonical JSON."""

    id: AgreementId
    matter: Matter
    members: tuple[Member, ...]
    document: Digest


def under_way(application: Application) -> bool:
    """Whether the application lies on the table to be signed."""
    return application.paper is not None and isinstance(application.paper.stage, Freezing | Signing | Closing)


def is_sealed(application: Application) -> bool:
    """Whether all have signed, and it is closed."""
    return application.paper is not None and isinstance(application.paper.stage, Sealed)


def chosen(application: Application, choice: Choice, by: SignerId, saw: int) -> Change:
    """Court, ground and the rest of the mediator's part; a sealed application gives way to a new one."""
    _editable(application, saw)
    checked_choice(choice)
    fresh = _retired(application) if is_sealed(application) else application
    after = replace(fresh, choice=choice, version=application.version + 1, fault=None)
    return Change(after, (ApplicationChosen(choice.way, choice.court, choice.basis, by),))


def addressed(application: Application, signer: SignerId, address: ServiceAddress, digest: Digest) -> Change:
    """A party's own part; the same again changes nothing. `digest`: of the address, for the record.

    Raises Unmet from the time the application is signed on: a change is told in writing (民诉法解释 §137).
    """
    if application.addresses.get(signer) == address:
        return Change(application)
    if under_way(application):
        raise Unmet("application.under_way")
    if is_sealed(application):
        # It would stay here, and whoever has the sealed paper would serve at the old one.
        raise Unmet("address.signed")
    checked_address(address)
    addresses = {**application.addresses, signer: address}
    after = replace(application, addresses=addresses, version=application.version + 1)
    return Change(after, (AddressGiven(signer, digest),))


def unconfirmed(application: Application, signers: Iterable[SignerId]) -> tuple[SignerId, ...]:
    """Whose 送达地址确认书 has to be made: there is none, or it says another address or is not signed."""
    return tuple(
        one
        for one in signers
        if application.confirmed.get(one) != application.addresses.get(one)
        or not _is_signed(application.confirmations.get(one))
    )


def frozen(
    application: Application,
    paper: Written,
    confirmations: Mapping[SignerId, Written],
    *,
    saw: int,
    by: SignerId,
    at: datetime,
) -> Change:
    """A new round: nothing of the form can change until all have signed, or it falls."""
    _editable(application, saw)
    if application.choice is None:
        raise Unmet("application.no_choice")
    if is_sealed(application):
        raise Unmet("application.sealed")
    kind, round_ = KINDS[application.choice.way], application.round + 1
    made = _begun(paper, kind, application.paper, by, at)
    own = {who: _begun(one, PaperKind.SERVICE_ADDRESS, None, by, at) for who, one in confirmations.items()}
    old = application.paper if application.paper is not None and application.paper.id != made.id else None
    replaced = tuple(one for who, one in application.confirmations.items() if who in own)
    after = replace(
        application,
        paper=made,
        confirmations={**application.confirmations, **own},
        confirmed={**application.confirmed, **{who: application.addresses[who] for who in own}},
        former=(*application.former, *((old,) if old else ()), *replaced),
        round=round_,
        version=application.version + 1,
        fault=None,
    )
    facts = tuple(FreezeBegun(one.id, one.round, _document(one), by) for one in (made, *own.values()))
    return Change(after, facts)


def open_to(application: Application, signer: SignerId) -> tuple[Agreement, ...]:
    """The papers of the sitting that this signer has still to sign, in order; none while one is still being printed."""
    own = [one for one in application.papers if under_way(application) and _waits_for(one, signer)]
    return () if any(isinstance(one.stage, Freezing) for one in own) else tuple(own)


def acted(application: Application, paper: AgreementId, act: acts.Act) -> Change:
    """One act on one paper. Where the application falls, the confirmations that are not sealed fall with it."""
    one = application.find(paper)
    if one is None or one not in application.papers:
        raise Unmet("application.no_paper")
    outcome = step(one, act)
    after = _with(application, outcome.agreement)
    fell = isinstance(outcome.agreement.stage, Drafting) and not isinstance(one.stage, Drafting)
    if not fell:
        return Change(after, outcome.facts, outcome.refusal)
    taken = _taken_back(after, act, outcome.agreement)
    return Change(taken.after, (*outcome.facts, *taken.facts), outcome.refusal)


def signed(application: Application, asked: Mapping[AgreementId, acts.SignAsked]) -> Change:
    """Each paper of the sitting with the one signature, all or none: a wrong code signs nothing."""
    change = Change(application)
    for paper, act in asked.items():
        done = acted(change.after, paper, act)
        change = Change(done.after, (*change.facts, *done.facts), change.refusal or done.refusal)
    return change


def coded(application: Application, signer: SignerId, code: str, kept: Code, at: datetime) -> Change:
    """The one code of the sitting, bound to each paper that is open to this signer; raises what is not ready."""
    change = Change(application)
    for one in open_to(application, signer):
        digest = digest_of_text(one)
        own = replace(kept, sha256=code_sha256(digest, signer, code))
        done = acted(change.after, one.id, acts.CodeSent(at, signer, digest, own))
        change = Change(done.after, (*change.facts, *done.facts))
    return change


def digest_of_text(paper: Agreement) -> Digest:
    """Of the text that lies on the table; raises Unmet where none does."""
    if not isinstance(paper.stage, Signing | Closing | Sealed):
        raise Unmet("application.not_under_way")
    return paper.stage.frozen.digest


def _editable(application: Application, saw: int) -> None:
    if saw != application.version:
        raise Unmet("application.changed")
    if under_way(application):
        raise Unmet("application.under_way")


def _retired(application: Application) -> Application:
    gone = (application.paper,) if application.paper else ()
    return replace(application, paper=None, former=(*application.former, *gone))


def _begun(written: Written, kind: PaperKind, before: Agreement | None, by: SignerId, at: datetime) -> Agreement:
    """The paper in its next round; `before`: the same one, fallen."""
    matter = replace(written.matter, paper=kind)
    kept = before if before is not None and before.matter.paper is kind else None
    return Agreement(
        id=written.id,
        matter=matter,
        members=signing_order(written.members),
        stage=Freezing(NO_DRAFT, written.document, at, by),
        round=(kept.round if kept else 0) + 1,
        voids=kept.voids if kept else (),
        version=(kept.version if kept else 0) + 1,
    )


def _document(paper: Agreement) -> Digest:
    assert isinstance(paper.stage, Freezing)  # noqa: S101 - just begun
    return paper.stage.document


def _with(application: Application, paper: Agreement) -> Application:
    if application.paper is not None and application.paper.id == paper.id:
        return replace(application, paper=paper)
    own = {who: paper if one.id == paper.id else one for who, one in application.confirmations.items()}
    return replace(application, confirmations=own)


def _waits_for(paper: Agreement, signer: SignerId) -> bool:
    if isinstance(paper.stage, Freezing):
        return any(one.id == signer for one in paper.members)
    slot = slot_of(paper, signer)
    return isinstance(paper.stage, Signing) and slot is not None and slot.activation is None


def _is_signed(paper: Agreement | None) -> bool:
    if paper is None or isinstance(paper.stage, Drafting | Freezing):
        return False
    return all(slot.activation is not None for slot in paper.stage.slots)


def _taken_back(application: Application, act: acts.Act, fallen: Agreement) -> Change:
    """The application goes back with what fell, and every confirmation that its signer has not signed."""
    change = Change(replace(application, version=application.version + 1, fault=_fault(fallen)))
    reason = act.reason if isinstance(act, acts.Refused | acts.Reopened) else UNPRINTABLE
    by = act.by if isinstance(act, acts.Refused | acts.Reopened) else SYSTEM
    for one in application.papers:
        stays = one is not application.paper and _is_signed(one)
        if isinstance(one.stage, Freezing | Signing) and not stays:
            outcome = step(one, acts.Reopened(act.at, by, reason))
            change = Change(_with(change.after, outcome.agreement), (*change.facts, *outcome.facts))
    return change


def _fault(fallen: Agreement) -> Sentence | None:
    return fallen.stage.fault if isinstance(fallen.stage, Drafting) else None
