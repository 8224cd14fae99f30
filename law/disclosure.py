"""信息披露: what a mediator tells before taking a case and whenever it changes, and what follows (规则 §13, 特邀 §15).

AT-34: a close relative of a party's agent counts like one of the party. A relation does not end a mediation by
itself: every party may say 知悉并同意继续.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows, sentence
from law.findings import Finding, found
from law.plain_text import in_line
from law.sentence import Sentence

TEXT_CHARACTERS: Final = 500

SENTENCES: Final[Mapping[str, Sentence]] = {
    "disclosure.unanswered": Sentence(
        "披露表的每一个问题都要回答。", "Every question of the disclosure form must be answered."
    ),
    "disclosure.text_missing": Sentence(
        "回答“是”的，请写明是什么关系，当事人才能决定。",
        "Where the answer is yes, please say what the relation is, so that the parties can decide.",
    ),
    "disclosure.text_too_long": Sentence(
        "说明过长，最多{limit}个字。", "The text is too long: at most {limit} characters."
    ),
    "disclosure.control_characters": Sentence(
        "说明里有看不见的控制字符（{characters}），请删除。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
}


class Relation(StrEnum):
    """What can stand between a mediator and a fair mediation."""

    PARTY = "party"
    RELATIVE_OF_PARTY = "relative_of_party"
    RELATIVE_OF_AGENT = "relative_of_agent"
    INTEREST = "interest"
    OTHER = "other"


class Consequence(StrEnum):
    """What a disclosure leads to."""

    FREE = "free"
    """Nothing stands in the way."""
    EVERY_PARTY_CONSENTS = "every_party_consents"
    """This mediator goes on only when each party has said 知悉并同意继续; who does not may ask for recusal."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, answered yes or no; yes is a relation."""

    relation: Relation
    words: Sentence
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecusalGround:
    """One reason for which a party may ask a mediator to step down (特邀 §15)."""

    id: str
    words: Sentence
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisclosureText:
    """Words shown beside the form or after it."""

    words: Sentence
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisclosureForm:
    """The form of a day. `version` is kept with every disclosure.

    `texts`: near_relatives, must_consent, consent (the party's 知悉并同意继续), recusal (the right to ask), change
    (what a change request can lead to), refused (what it led to), later_roles.
    """

    version: str
    valid_from: date
    valid_to: date | None
    questions: tuple[Question, ...]
    recusal_grounds: tuple[RecusalGround, ...]
    texts: Mapping[str, DisclosureText]
    source: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The form as answered, each question with yes (True) or no. `text` says what the relations are."""

    form: str
    answers: Mapping[Relation, bool]
    text: str = ""


class NoDisclosureFormError(LookupError):
    """No form is in force on that day: ours to mend in `law/data/disclosure.json`."""


def disclosure_form(on: date) -> DisclosureForm:
    """The form in force on that day. Raises NoDisclosureFormError before 2022, where the rules begin."""
    forms = in_force(_FORMS, on)
    if not forms:
        raise NoDisclosureFormError(on.isoformat())
    return forms[-1]


def relations(disclosure: Disclosure) -> frozenset[Relation]:
    """What was answered with yes. Empty: no relation."""
    return frozenset(relation for relation, yes in disclosure.answers.items() if yes)


def follows(disclosed: Collection[Relation]) -> Consequence:
    """What these relations lead to."""
    return Consequence.EVERY_PARTY_CONSENTS if disclosed else Consequence.FREE


def findings(disclosure: Disclosure, *, on: date) -> tuple[Finding, ...]:
    """What is missing in the answers. Empty: it can be filed."""
    return tuple(_findings(disclosure, disclosure_form(on)))


def _findings(disclosure: Disclosure, form: DisclosureForm) -> Iterator[Finding]:
    for question in form.questions:
        if question.relation not in disclosure.answers:
            path = f"answers.{question.relation}"
            yield found(path, "disclosure.unanswered", SENTENCES["disclosure.unanswered"])
    if relations(disclosure) and not disclosure.text.strip():
        yield found("text", "disclosure.text_missing", SENTENCES["disclosure.text_missing"])
    if hidden := in_line(disclosure.text):
        words = SENTENCES["disclosure.control_characters"]
        yield found("text", "disclosure.control_characters", words, characters=" ".join(hidden))
    if len(disclosure.text) > TEXT_CHARACTERS:
        words = SENTENCES["disclosure.text_too_long"]
        yield found("text", "disclosure.text_too_long", words, limit=TEXT_CHARACTERS)


def _form(row: Row) -> DisclosureForm:
    return DisclosureForm(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        questions=tuple(
            Question(Relation(each["relation"]), sentence(each), tuple(each["basis"])) for each in row["questions"]
        ),
        recusal_grounds=tuple(
            RecusalGround(each["id"], sentence(each), tuple(each["basis"])) for each in row["recusal_grounds"]
        ),
        texts={name: DisclosureText(sentence(text), tuple(text["basis"])) for name, text in row["texts"].items()},
        source=row["source"],
    )


_FORMS: Final = tuple(map(_form, rows("disclosure.json")))
