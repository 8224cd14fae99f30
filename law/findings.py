"""What is wrong or doubtful about one typed field: names, numbers, phones, addresses (domain.md §3.0, AT-51).

What was typed stays as it is; nothing is mended silently.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from law.identity_numbers import IdentityNumberError
from law.names import lookalikes, plain_form
from law.plain_text import in_name
from law.sentence import Sentence

NAME_CHARACTERS: Final = 100
TITLE_CHARACTERS: Final = 50
ADDRESS_CHARACTERS: Final = 200
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
    "text.empty": Sentence("这一项是空的。不知道就不要填。", "This is empty; leave it out where it is not known."),
    "text.too_long": Sentence("这一项过长，最多{limit}个字。", "This is too long: at most {limit} characters."),
    "text.control_characters": Sentence(
        "这一项里有看不见的控制字符（{characters}），请删除后重新填写。",
        "This has invisible control characters ({characters}); please remove them.",
    ),
    "email.shape": Sentence("电子邮箱的格式不对，请核对。", "This is no e-mail address; please check it."),
    "phone.shape": Sentence(
        "联系电话应是5到20位的数字，可以用空格、横线和开头的加号。",
        "A phone number has 5 to 20 digits, spaces or hyphens, and may begin with a plus.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one field. `blocks`: it cannot stay so, else the person decides. `offer`: to be taken instead."""

    path: str
    code: str
    zh: str
    en: str
    blocks: bool
    offer: str | None = None


def found(
    path: str, code: str, words: Sentence, *, blocks: bool = True, offer: str | None = None, **data: str | int
) -> Finding:
    """A finding whose sentence may name the `offer` and the `data`."""
    data = {"offer": offer or "", **data}
    return Finding(path, code, words.zh.format(**data), words.en.format(**data), blocks, offer)


def is_email(text: str) -> bool:
    """Whether it has the form of one e-mail address."""
    return len(text) <= EMAIL_CHARACTERS and re.fullmatch(EMAIL_PATTERN, text) is not None


def in_name_field(path: str, text: str, limit: int = NAME_CHARACTERS) -> Iterator[Finding]:
    """A name or title: refusals end the look at it, doubts add up."""
    refusal = _unreadable(path, text, limit, kind="name")
    yield from (refusal,) if refusal else _doubts(path, text)


def in_text_field(path: str, text: str | None, limit: int = NAME_CHARACTERS) -> Iterator[Finding]:
    """A line that may be left out: an address, an occupation. None: not known."""
    refusal = None if text is None else _unreadable(path, text, limit, kind="text")
    if refusal:
        yield refusal


def in_number_field(path: str, number: str, check: Callable[[str], None]) -> Iterator[Finding]:
    """What `check` raises."""
    try:
        check(number)
    except IdentityNumberError as error:
        yield Finding(path, error.code, error.sentence.zh, error.sentence.en, blocks=True, offer=error.offer)


def in_email_field(path: str, email: str | None) -> Iterator[Finding]:
    """None: not known."""
    if email is not None and not is_email(email):
        yield found(path, "email.shape", SENTENCES["email.shape"])


def in_phone_field(path: str, phone: str | None) -> Iterator[Finding]:
    """None: not known."""
    if phone is not None and not _is_phone(phone):
        yield found(path, "phone.shape", SENTENCES["phone.shape"])


def _unreadable(path: str, text: str, limit: int, *, kind: str) -> Finding | None:
    code = ""
    if hidden := in_name(text):
        code = f"{kind}.control_characters"
    elif not plain_form(text):
        code = f"{kind}.empty"
    elif len(text) > limit:
        code = f"{kind}.too_long"
    return found(path, code, SENTENCES[code], characters=" ".join(hidden), limit=limit) if code else None


def _doubts(path: str, text: str) -> Iterator[Finding]:
    plain = plain_form(text)
    if text != text.strip():
        yield found(path, "name.spaces", SENTENCES["name.spaces"], blocks=False, offer=plain)
    if look := lookalikes(text):
        code = "name.radical" if plain == text.strip() else "name.lookalike"
        yield found(path, code, SENTENCES[code], blocks=False, offer=plain, characters=" ".join(look))


def _is_phone(phone: str) -> bool:
    return len(phone) in PHONE_CHARACTERS and re.fullmatch(r"\+?[0-9][0-9 -]*", phone) is not None
