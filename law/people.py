"""Those who come to the table: natural persons, companies and who speaks for them (domain.md §3.0).

The values hold what was typed, unchanged. `findings` says what is wrong or doubtful; nothing is mended silently.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from law.identity_numbers import IdentityNumberError, check_id_no, check_uscc
from law.names import lookalikes, plain_form
from law.plain_text import in_name
from law.sentence import Sentence

NAME_CHARACTERS: Final = 100
TITLE_CHARACTERS: Final = 50
PHONE_CHARACTERS: Final = range(5, 21)
EMAIL_CHARACTERS: Final = 120
EMAIL_PATTERN: Final = r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$"
"""One plain address; whether it exists only a letter to it can show."""

SENTENCES: Final[Mapping[str, Sentence]] = {
    "name.empty": Sentence("请填写名称。", "Please fill in the name."),
    "name.too_long": Sentence("名称过长，最多{limit}个字。", "The name is too long: at most {limit} characters."),
    "name.control_characters": Sentence(
        "名称里有看不见的控制字符（{characters}），请删除后重新填写。",
        "The name has invisible control characters ({characters}); please remove them.",
    ),
    "name.spaces": Sentence(
        "名称前后有空格，是否改为“{offer}”？", "There are spaces around the name; change it to “{offer}”?"
    ),
    "name.lookalike": Sentence(
        "名称里有与常用字外形相同的特殊字符（{characters}），常用写法是“{offer}”，请与证件核对。",
        "The name has look-alikes of common characters ({characters}); the common form is “{offer}”. Please compare it "
        "with the document.",
    ),
    "name.radical": Sentence(
        "名称里有不能单独成字的部首字符（{characters}），请与证件核对。",
        "The name has radicals that are no whole characters ({characters}); please compare it with the document.",
    ),
    "email.shape": Sentence("电子邮箱的格式不对，请核对。", "This is no e-mail address; please check it."),
    "phone.shape": Sentence(
        "联系电话应是5到20位的数字，可以用空格、横线和开头的加号。",
        "A phone number has 5 to 20 digits, spaces or hyphens, and may begin with a plus.",
    ),
}


@dataclass(frozen=True, slots=True)
class NaturalPerson:
    """自然人. None: not known yet."""

    name: str
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    """法定代表人或负责人, or who comes in that place; `title` is 职务."""

    name: str
    title: str
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """法人或非法人组织."""

    name: str
    uscc: str
    representative: Representative


Party = NaturalPerson | Entity


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one field. `blocks`: it cannot stay so, else the person decides. `offer`: to be taken instead."""

    path: str
    code: str
    zh: str
    en: str
    blocks: bool
    offer: str | None = None


def findings(party: Party, *, today: date) -> tuple[Finding, ...]:
    """What is wrong or doubtful, in the order of the form; paths like `representative.id_no`. Empty: all is well."""
    match party:
        case NaturalPerson():
            return tuple(_person(party, today))
        case Entity():
            inside = (
                *_line("title", party.representative.title, TITLE_CHARACTERS),
                *_person(party.representative, today),
            )
            return (
                *_line("name", party.name, NAME_CHARACTERS),
                *_number("uscc", party.uscc, check_uscc),
                *(replace(finding, path=f"representative.{finding.path}") for finding in inside),
            )


def is_email(text: str) -> bool:
    """Whether it has the form of one e-mail address."""
    return len(text) <= EMAIL_CHARACTERS and re.fullmatch(EMAIL_PATTERN, text) is not None


def _person(person: NaturalPerson | Representative, today: date) -> Iterator[Finding]:
    yield from _line("name", person.name, NAME_CHARACTERS)
    if person.id_no is not None:
        yield from _number("id_no", person.id_no, lambda id_no: check_id_no(id_no, today=today))
    if person.email is not None and not is_email(person.email):
        yield _finding("email", "email.shape")
    if person.phone is not None and not _is_phone(person.phone):
        yield _finding("phone", "phone.shape")


def _line(path: str, text: str, limit: int) -> Iterator[Finding]:
    """A name or title: refusals end the look at it, doubts add up."""
    hidden = in_name(text)
    if hidden:
        yield _finding(path, "name.control_characters", characters=" ".join(hidden))
    elif not plain_form(text):
        yield _finding(path, "name.empty")
    elif len(text) > limit:
        yield _finding(path, "name.too_long", limit=limit)
    else:
        yield from _doubts(path, text)


def _doubts(path: str, text: str) -> Iterator[Finding]:
    plain = plain_form(text)
    if text != text.strip():
        yield _finding(path, "name.spaces", blocks=False, offer=plain)
    if look := lookalikes(text):
        code = "name.radical" if plain == text.strip() else "name.lookalike"
        yield _finding(path, code, blocks=False, offer=plain, characters=" ".join(look))


def _number(path: str, number: str, check: Callable[[str], None]) -> Iterator[Finding]:
    try:
        check(number)
    except IdentityNumberError as error:
        yield Finding(path, error.code, error.sentence.zh, error.sentence.en, blocks=True, offer=error.offer)


def _is_phone(phone: str) -> bool:
    return len(phone) in PHONE_CHARACTERS and re.fullmatch(r"\+?[0-9][0-9 -]*", phone) is not None


def _finding(path: str, code: str, *, blocks: bool = True, offer: str | None = None, **data: str | int) -> Finding:
    words = SENTENCES[code]
    data = {"offer": offer or "", **data}
    return Finding(path, code, words.zh.format(**data), words.en.format(**data), blocks, offer)
