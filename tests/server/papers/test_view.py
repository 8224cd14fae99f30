"""What everybody at the table is shown of the agreement."""

from datetime import date

from agreements.templates import templates
from agreements.wording import Basis
from server.papers.view import shared_view
from signaling.contract.agreement_view import AgreementView
from tests.agreements.core.stories import PAYMENT, TODAY, after, frozen, written

NEXT = {
    "id": "our_agreement",
    "version": "2026-12",
    "valid_from": "2026-12-01",
    "payment": "{payer}付给{payee}{amount}。",
}


def test_at27_a_fixed_text_is_shown_in_the_words_it_was_fixed_in() -> None:
    """A new version of the texts comes into force between freezing and signing: what is read is what is signed."""
    basis, later = Basis(templates([NEXT])), date(2026, 12, 1)

    def payment(view: AgreementView) -> str:
        return next(part.text for part in view.parts if part.id == PAYMENT)

    drafted, fixed = after(written()), frozen()
    assert payment(shared_view(drafted, today=later, basis=basis)).startswith("南京某某电子有限公司付给张伟")
    assert payment(shared_view(fixed, today=later, basis=basis)) == payment(
        shared_view(fixed, today=TODAY, basis=basis)
    )
