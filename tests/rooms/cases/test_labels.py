"""Every word a case is stored in has a name in both languages."""

from datetime import date
from enum import StrEnum
from typing import get_args

import pytest

from law.clock_rules import OwedBy
from law.disclosure import Relation
from law.procedures import Lane
from law.register import EntryState
from rooms.cases import words
from rooms.cases.clocks import ClockState
from rooms.cases.deeds.deed import Event
from rooms.cases.labels import WordList, label, labels
from rooms.person import Consent

TODAY = date(2026, 3, 2)
ENUMS: dict[WordList, type[StrEnum]] = {
    "channel": words.Channel,
    "chosen_by": words.ChosenBy,
    "clock_state": ClockState,
    "consent_how": words.ConsentHow,
    "consent_step": Consent,
    "contact_channel": words.ContactChannel,
    "contact_result": words.ContactResult,
    "copy_form": words.CopyForm,
    "decision": words.Decision,
    "entry_state": EntryState,
    "fell_because": words.FellBecause,
    "form": words.Form,
    "ground": words.Ground,
    "lane": Lane,
    "material_kind": words.MaterialKind,
    "mode": words.Mode,
    "notice_kind": words.NoticeKind,
    "office": words.Office,
    "owed_by": OwedBy,
    "procedure": words.Procedure,
    "relation": Relation,
    "result": words.Result,
    "return_reason": words.ReturnReason,
    "route": words.Route,
    "seal_form": words.SealForm,
    "standing": words.Standing,
    "state": words.State,
    "suspend_reason": words.SuspendReason,
}


@pytest.mark.parametrize("kind", ENUMS)
def test_a_list_names_each_word_of_its_kind_in_order_and_no_other(kind: WordList) -> None:
    assert [one.id for one in labels(kind, TODAY)] == [str(word) for word in ENUMS[kind]]


def test_every_event_has_a_name() -> None:
    assert {one.id for one in labels("event", TODAY)} == {event.kind for event in get_args(Event)}


def test_every_list_has_words_and_none_is_called_like_another() -> None:
    for kind in get_args(WordList):
        found = labels(kind, TODAY)
        assert found
        assert len({one.zh for one in found}) == len({one.en for one in found}) == len(found)


def test_a_word_that_is_not_on_the_list_keeps_its_id_for_a_name() -> None:
    assert label("state", "active", TODAY).zh == "调解中"
    assert label("state", "gone", TODAY).en == "gone"


def test_the_channels_are_those_of_the_two_notices() -> None:
    assert list(words.Channel) == ["acftu", "hrss"]
