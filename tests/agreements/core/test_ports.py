"""What crosses from one process to another arrives whole."""

import pickle

from agreements.ports import Away, Unprintable
from law.sentence import Sentence


def test_what_cannot_be_printed_keeps_its_characters_over_a_process_boundary() -> None:
    arrived = pickle.loads(pickle.dumps(Unprintable(("𪚥 U+2A6A5", "龖 U+9F96"))))  # noqa: S301 - our own
    assert arrived.characters == ("𪚥 U+2A6A5", "龖 U+9F96")


def test_who_is_away_is_still_known_over_a_process_boundary() -> None:
    arrived = pickle.loads(pickle.dumps(Away("tsa.away", Sentence("离开", "away"))))  # noqa: S301 - our own
    assert (arrived.code, arrived.sentence) == ("tsa.away", Sentence("离开", "away"))
