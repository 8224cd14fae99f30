"""Words and sentences of the law and of cases, as the API gives them."""

from datetime import date
from typing import Protocol

from law.causes import cause
from law.sentence import Sentence as Said
from rooms.cases.labels import WordList, label, labels
from server.http.bodies import Sentence
from server.http.case_people_bodies import Word


def word(kind: WordList, stored: str, today: date) -> Word:
    """A stored word and how it is called today."""
    return word_of(label(kind, stored, today))


def word_or_none(kind: WordList, stored: str | None, today: date) -> Word | None:
    """The same for what may not be there."""
    return None if stored is None else word(kind, stored, today)


def words(kind: WordList, today: date) -> tuple[Word, ...]:
    """The whole list to choose from."""
    return tuple(word_of(one) for one in labels(kind, today))


class Named(Protocol):
    """Anything that has an id and a name in both languages."""

    @property
    def id(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def word_of(one: Named) -> Word:
    """What it is called."""
    return Word(id=one.id, zh=one.zh, en=one.en)


def named(of: str, name: str) -> Word:
    """Somebody or something with a proper name: the same in every language."""
    return Word(id=of, zh=name, en=name)


def cause_word(cause_id: str, today: date) -> Word:
    """A cause, as it is called today; one that is no longer listed keeps its id for a name."""
    known = cause(cause_id, today)
    return Word(id=cause_id, zh=known.zh, en=known.en) if known else named(cause_id, cause_id)


def sentence(said: Said) -> Sentence:
    """A sentence of the law, for the wire."""
    return Sentence(zh=said.zh, en=said.en)


def sentence_or_none(said: Said | None) -> Sentence | None:
    """The same for what may not be there."""
    return None if said is None else sentence(said)
