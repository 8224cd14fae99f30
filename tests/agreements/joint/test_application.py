"""The joint application from form to seal, and everything that makes it fall."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements import acts
from agreements.agreement import (
    Activation,
    Applied,
    Capacity,
    Closing,
    Code,
    Drafting,
    Frozen,
    Ink,
    Member,
    Sealed,
    Signing,
)
from agreements.application import (
    NO_DRAFT,
    Application,
    Written,
    acted,
    addressed,
    chosen,
    coded,
    digest_of_text,
    frozen,
    is_sealed,
    open_to,
    signed,
    unconfirmed,
    under_way,
)
from agreements.ceremony import code_sha256, slots_of, terms_of
from agreements.ids import AgreementId, Digest, FieldName, SignerId
from agreements.joint.refusals import Unmet
from agreements.refusals import Refusal
from agreements.work import CloseWork, FreezeWork, SignWork, due
from law.people import NaturalPerson
from tests.agreements.joint.stories import AT, COMPANY, CONFIRM, MATTER, MEDIATOR, PAPER, WORKER, address, members

SIGNERS = (WORKER, COMPANY)
PDF = Digest("cd" * 32)


def filled() -> Application:
    one = chosen(Application(), CONFIRM, MEDIATOR, 0).after
    for who in SIGNERS:
        one = addressed(one, who, address(), PDF).after
    return one


def begun(one: Application, at: datetime = AT) -> Application:
    """Frozen, and every paper printed."""
    both = dict(zip(SIGNERS, members(), strict=True))
    fresh = {
        who: Written(AgreementId(f"address-{who}-{one.round}"), MATTER, (both[who],), Digest(f"{number:02d}" * 32))
        for number, who in enumerate(unconfirmed(one, SIGNERS), start=1)
    }
    own = one.paper.id if one.paper else AgreementId("application" if one.round == 0 else f"application-{one.round}")
    paper = Written(own, MATTER, members(), Digest("ee" * 32))
    return worked(frozen(one, paper, fresh, saw=one.version, by=MEDIATOR, at=at).after, at)


def worked(one: Application, at: datetime) -> Application:
    """All that is due outside is done."""
    for paper in one.papers:
        while (work := due(next(each for each in one.papers if each.id == paper.id))) is not None:
            match work:
                case FreezeWork(document=document):
                    done: acts.Act = acts.FreezeDone(at, Frozen(NO_DRAFT, document, PDF, (PDF,), at))
                case SignWork(field=field, onto=onto):
                    done = acts.SignatureApplied(at, field, onto, Applied(at, "01", PDF, Digest(onto[1:] + "a")))
                case CloseWork(onto=onto):
                    done = acts.CloseDone(at, onto, PDF, PDF, (PDF,), at)
                case _:
                    raise AssertionError(work)
            one = acted(one, paper.id, done).after
    return one


def ready(one: Application, who: SignerId, at: datetime = AT + timedelta(minutes=5)) -> Application:
    """Read and confirmed, and a code sent."""
    for paper in open_to(one, who):
        assert isinstance(paper.stage, Signing)
        digest, terms = paper.stage.frozen.digest, terms_of(paper, paper.stage.frozen)
        one = acted(one, paper.id, acts.PageRead(at, who, digest, 1, 60)).after
        one = acted(one, paper.id, acts.Confirmed(at, who, digest, terms.sentence, terms.version)).after
    sent = Code(PDF, at, at + timedelta(minutes=5), "outbox", "", 5)
    return coded(one, who, "123456", sent, at).after


def press(one: Application, who: SignerId, code: str = "123456") -> Mapping[AgreementId, acts.SignAsked]:
    at = AT + timedelta(minutes=6)
    name = next((each.name for each in members() if each.id == who), "吴保")
    activation = Activation("r1", at, Ink((), 400, name), "outbox", "", "d", "127.0.0.1", "a")
    return {
        paper.id: acts.SignAsked(
            at, who, digest_of_text(paper), code_sha256(digest_of_text(paper), who, code), activation
        )
        for paper in open_to(one, who)
    }


def signing(one: Application, who: SignerId) -> Application:
    one = ready(one, who)
    return worked(signed(one, press(one, who)).after, AT + timedelta(minutes=7))


def test_at15_one_alone_seals_nothing_but_its_own_address() -> None:
    one = signing(begun(filled()), WORKER)
    assert isinstance(one.confirmations[WORKER].stage, Sealed)
    assert not is_sealed(one)
    assert under_way(one)
    one = signing(one, COMPANY)
    assert is_sealed(one)
    assert all(isinstance(paper.stage, Sealed) for paper in one.papers)


def test_at15_with_one_of_three_not_signed_nothing_is_sealed_and_the_third_may_still_refuse() -> None:
    third = Member(SignerId("wu"), Capacity.GUARANTOR, "吴保", FieldName("guarantor_1"), NaturalPerson("吴保"), "code")
    one = addressed(filled(), third.id, address(), PDF).after
    everybody = (*members(), third)
    fresh = {
        who.id: Written(AgreementId(f"address-{who.id}"), MATTER, (who,), Digest(f"{number:02d}" * 32))
        for number, who in enumerate(everybody, start=1)
    }
    paper = Written(AgreementId("application"), MATTER, everybody, Digest("ee" * 32))
    one = worked(frozen(one, paper, fresh, saw=one.version, by=MEDIATOR, at=AT).after, AT)
    one = signing(signing(one, WORKER), COMPANY)
    assert (is_sealed(one), under_way(one)) == (False, True)
    fallen = acted(one, AgreementId("application"), acts.Refused(AT + timedelta(minutes=8), third.id, "不再担保")).after
    assert isinstance(fallen.paper and fallen.paper.stage, Drafting)
    assert is_sealed(signing(one, third.id))


def test_one_code_signs_both_papers_and_a_wrong_one_neither() -> None:
    one = ready(begun(filled()), WORKER)
    wrong = signed(one, press(one, WORKER, "000000"))
    assert wrong.refusal is not None
    assert all(slot.activation is None for paper in wrong.after.papers for slot in slots_of(paper))
    right = signed(wrong.after, press(wrong.after, WORKER))
    mine = [slot for paper in right.after.papers for slot in slots_of(paper) if slot.signer == WORKER]
    assert [slot.activation is not None for slot in mine] == [True, True]
    assert right.refusal is None


def test_a_refusal_makes_all_void_but_an_address_that_is_signed() -> None:
    one = signing(begun(filled()), WORKER)
    fallen = acted(one, AgreementId("application"), acts.Refused(AT + timedelta(minutes=8), COMPANY, "金额不对")).after
    assert isinstance(fallen.paper and fallen.paper.stage, Drafting)
    assert fallen.paper
    assert fallen.paper.voids[-1].signed == (WORKER,)
    assert isinstance(fallen.confirmations[WORKER].stage, Sealed)
    assert isinstance(fallen.confirmations[COMPANY].stage, Drafting)
    assert unconfirmed(fallen, SIGNERS) == (COMPANY,)
    again = signing(signing(begun(fallen), WORKER), COMPANY)
    assert is_sealed(again)
    assert again.paper
    assert again.paper.round == 2


def test_an_address_changed_after_a_fall_is_confirmed_anew() -> None:
    one = signing(begun(filled()), WORKER)
    one = acted(one, AgreementId("application"), acts.Reopened(AT + timedelta(minutes=8), MEDIATOR, "改法院")).after
    one = addressed(one, WORKER, replace(address(), postcode="310001"), PDF).after
    assert unconfirmed(one, SIGNERS) == (WORKER, COMPANY)
    again = begun(one)
    assert len(again.former) == 2
    assert {paper.id for paper in open_to(again, WORKER)} == {"application", f"address-{WORKER}-1"}


def test_the_form_rests_while_people_sign_and_another_way_makes_another_paper() -> None:
    one = begun(filled())
    with pytest.raises(Unmet, match=r"application\.under_way"):
        chosen(one, PAPER, MEDIATOR, one.version)
    with pytest.raises(Unmet, match=r"application\.under_way"):
        addressed(one, WORKER, replace(address(), postcode="1"), PDF)
    sealed = signing(signing(one, WORKER), COMPANY)
    with pytest.raises(Unmet, match=r"address\.signed"):
        addressed(sealed, WORKER, replace(address(), postcode="1"), PDF)
    other = chosen(sealed, PAPER, MEDIATOR, sealed.version).after
    assert other.paper is None
    assert [paper.id for paper in other.former] == ["application"]
    assert unconfirmed(other, SIGNERS) == ()


def test_what_was_seen_before_is_told_not_done() -> None:
    with pytest.raises(Unmet) as refused:
        chosen(filled(), PAPER, MEDIATOR, 0)
    assert refused.value.code == "application.changed"


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["worker", "company", "refuse", "reopen", "freeze", "choose"]), max_size=12))
def test_at15_whatever_befalls_it_none_is_sealed_without_everybodys_signature(course: list[str]) -> None:
    one = filled()
    for what in course:
        try:
            one = _befell(one, what)
        except (Refusal, Unmet):
            continue
        if one.paper is not None and isinstance(one.paper.stage, Closing | Sealed):
            assert all(slot.applied for slot in one.paper.stage.slots)
            assert {slot.signer for slot in one.paper.stage.slots} == set(SIGNERS)
        assert len({paper.id for paper in (*one.papers, *one.former)}) == len((*one.papers, *one.former))


def _befell(one: Application, what: str) -> Application:
    at = AT + timedelta(minutes=9)
    match what:
        case "worker":
            return signing(one, WORKER)
        case "company":
            return signing(one, COMPANY)
        case "refuse":
            return acted(one, AgreementId("application"), acts.Refused(at, COMPANY, "不同意")).after
        case "reopen":
            return acted(one, AgreementId("application"), acts.Reopened(at, MEDIATOR, "修改")).after
        case "choose":
            return chosen(one, CONFIRM, MEDIATOR, one.version).after
        case _:
            return begun(one) if one.paper is None or not is_sealed(one) else one


def test_nothing_is_done_on_a_paper_that_is_not_there() -> None:
    with pytest.raises(Unmet):
        acted(Application(), AgreementId("nothing"), acts.Reopened(AT, MEDIATOR, "x"))
