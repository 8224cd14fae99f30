"""Texts are dated data: another version is a file, not a change of the program (AT-27)."""

from datetime import date
from typing import Any

import pytest

from agreements.document import Document
from agreements.freezing import document_of
from agreements.templates import Templates, template_on, templates
from agreements.wording import Basis
from law.refusal import SpokenRefusal
from tests.agreements.core.stories import NOON, TODAY, after, draft_of, written

NEXT: dict[str, Any] = {
    "id": "our_agreement",
    "version": "2026-12",
    "valid_from": "2026-12-01",
    "title": "劳动争议调解协议书",
    "effect": {"heading": "效力"},
}


def test_at27_a_version_of_the_house_holds_from_its_day_and_changes_nothing_before() -> None:
    own = Basis(templates([NEXT]))
    now = after(written())
    before = document_of(now, draft_of(now), today=TODAY, basis=own)
    later = document_of(now, draft_of(now), today=date(2026, 12, 1), basis=own)
    assert (before.title, before.template) == ("调解协议书", "mediation_agreement/2026-11-23")
    assert (later.title, later.template) == ("劳动争议调解协议书", "our_agreement/2026-12")
    effect = next(section for section in later.closing_sections if section.id == "effect")
    assert effect.heading == "效力"
    assert effect.paragraphs, "what a version leaves out stays as it was"
    assert later.terms == before.terms


def test_at27_the_words_of_a_version_stay_those_of_its_days() -> None:
    """Since 2026-11-23 the routes say themselves what the paragraph on effect had said before."""
    now = after(written())
    before, since = (document_of(now, draft_of(now), today=day) for day in (date(2026, 11, 22), TODAY))
    assert [paper.template for paper in (before, since)] == [
        "mediation_agreement/2026-01-01",
        "mediation_agreement/2026-11-23",
    ]
    assert [effect_of(paper)[1][:5] for paper in (before, since)] == ["各方可以自", "是否受理和"]
    assert before.terms == since.terms


def effect_of(paper: Document) -> tuple[str, ...]:
    return next(section.paragraphs for section in paper.closing_sections if section.id == "effect")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": "x", "version": "1"}, "template.lacks"),
        ({**NEXT, "titel": "x"}, "template.unknown"),
        ({**NEXT, "effect": {"nothing": "x"}}, "template.unknown"),
        ({**NEXT, "title": ["x"]}, "template.unknown"),
        ({**NEXT, "valid_from": "soon"}, "template.day"),
        ({**NEXT, "valid_to": "never"}, "template.day"),
    ],
)
def test_a_version_that_cannot_be_is_refused_with_what_is_wrong(row: dict[str, Any], code: str) -> None:
    with pytest.raises(SpokenRefusal) as refused:
        templates([row])
    assert refused.value.code == code


def test_of_several_in_force_the_last_holds() -> None:
    both = templates([NEXT, {"id": "newer", "version": "2", "valid_from": "2026-12-01", "valid_to": "2026-12-31"}])
    assert both.on(date(2026, 12, 15)).name == "newer/2"
    assert both.on(date(2027, 1, 1)).name == "our_agreement/2026-12"
    assert both.on(date(2026, 12, 15)).texts["title"] == NEXT["title"]
    assert templates() == Templates((template_on(date(2026, 11, 22)), template_on(TODAY)))
    assert template_on(NOON.date()) == template_on(TODAY)
