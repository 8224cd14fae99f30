"""The parties: who is bound unsigned, who cannot bind themselves, who is written wrongly (LR-11, LR-12, LR-18)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from agreements.agreement import Member
from agreements.forms import value_of
from agreements.linter.finding import Finding
from agreements.linter.scene import GUARANTOR, NUMBER, Passage, Scene, sentences
from agreements.members import parties as bound
from agreements.standing import Signs
from agreements.wording import name_of
from law.id_types import id_type, tells_birth
from law.identity_numbers import IdentityNumberError, birth_date, check_id_no
from law.people import Entity, NaturalPerson
from law.people import findings as wrong_with

NUMBER_18: Final = re.compile("(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
USCC_18: Final = re.compile("(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])")
SLIPS: Final = 2
"""Characters by which a number may differ and still be taken for a slip of the same."""
LIKE: Final = 3
"""Letters of a name from which one wrong one is a slip and not another name, even without a role before it."""
ROLE: Final = f"(?:被?申请人|第三人|保证人|劳动者){NUMBER}"
FORMS: Final = re.compile("(?:股份有限公司|有限责任公司|有限公司|集团|厂|店)$")


def parties(scene: Scene) -> Iterator[Finding]:
    """The table of parties first, then what the terms say of people."""
    for one in bound(scene.agreement):
        yield from _on_file(scene, one)
        yield from _capacity(scene, one)
        yield from _permit(scene, one)
    for passage in scene.passages:
        yield from _numbers(scene, passage)
        yield from _names(scene, passage)
        yield from _burdened(scene, passage)


def _on_file(scene: Scene, one: Member) -> Iterator[Finding]:
    if one.party is None:
        return
    name = name_of(one)
    for wrong in wrong_with(one.party, today=scene.today):
        if wrong.blocks:
            yield scene.rules.said("party.data", scene.place(one), name=name, zh=wrong.zh, en=wrong.en)
    if isinstance(one.party, NaturalPerson) and one.party.id_no is None:
        yield scene.rules.said("party.no_id", scene.place(one), name=name)
    if one.identity == "unconfirmed":
        yield scene.rules.said("party.unconfirmed", scene.place(one), name=one.name)


def _capacity(scene: Scene, one: Member) -> Iterator[Finding]:
    """LR-12. Grown-ups are taken for capable unless something says otherwise."""
    if not isinstance(one.party, NaturalPerson) or one.standing.by is Signs.GUARDIAN:
        return
    known = scene.worker(one.id)
    full = known.full_capacity if known else None
    age = _age(one.party, scene.today)
    if (
        age is not None
        and age < scene.rules.numbers["adult"]
        and not (full and age >= scene.rules.numbers["earning_age"])
    ):
        yield scene.rules.said("capacity.minor", scene.place(one), name=one.party.name, age=age)
    elif full is False:
        yield scene.rules.said("capacity.limited", scene.place(one), name=one.party.name)
    elif full is None and known is not None:
        facts = value_of(scene.head, "facts") + value_of(scene.head, "undisputed")
        if found := scene.rules.words["capacity"].search(facts):
            yield scene.rules.said("capacity.doubt", scene.place(one), name=one.party.name, words=found[0])


def _age(person: NaturalPerson, today: date) -> int | None:
    born, paper = person.birth_date, id_type(person.id_type, today)
    if born is None and person.id_no is not None and paper is not None and tells_birth(paper, person.id_no):
        try:
            born = birth_date(person.id_no)
        except IdentityNumberError:
            return None
    return None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _permit(scene: Scene, one: Member) -> Iterator[Finding]:
    known = scene.worker(one.id)
    if known is not None and known.foreign and not known.work_permit:
        yield scene.rules.said("permit.missing", scene.place(one), name=name_of(one))


def _numbers(scene: Scene, passage: Passage) -> Iterator[Finding]:
    """LR-18: a number that is called an ID number, or is one slip away from a party's."""
    known = tuple(_known_numbers(scene))
    for found in (*NUMBER_18.finditer(passage.text), *USCC_18.finditer(passage.text)):
        number = found[0].upper()
        if number in known:
            continue
        labelled = scene.rules.words["id_label"].search(passage.text[: found.start()])
        slip = any(_slips(number, each) <= SLIPS for each in known)
        if slip or (labelled and not _is_id_no(number, scene.today)):
            yield scene.rules.said("text.id_no", passage.id, passage.field, number=found[0])
            return


def _known_numbers(scene: Scene) -> Iterator[str]:
    for one in bound(scene.agreement):
        if isinstance(one.party, Entity):
            yield one.party.uscc
            if one.party.representative.id_no:
                yield one.party.representative.id_no.upper()
        elif one.party and one.party.id_no:
            yield one.party.id_no.upper()


def _slips(one: str, other: str) -> int:
    """By how many characters they differ; all of them where they are not of one length."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else max(len(one), len(other))


def _is_id_no(number: str, today: date) -> bool:
    try:
        check_id_no(number, today=today)
    except IdentityNumberError:
        return False
    return True


def _names(scene: Scene, passage: Passage) -> Iterator[Finding]:
    """LR-18: a name that is a party's but for a character, where the text calls it the party; or a like company."""
    rest = scene.plain(passage.text)
    for one in bound(scene.agreement):
        name = name_of(one)
        company = isinstance(one.party, Entity)
        written = _slip_of_company(scene, name, rest) if company else _slip_of_person(name, passage.text)
        if written:
            yield scene.rules.said("text.name", passage.id, passage.field, written=written, name=name)
            return


def _slip_of_person(name: str, text: str) -> str | None:
    """The name with one character wrong, behind the word for a party."""
    for found in re.finditer(ROLE, text):
        here = text[found.end() : found.end() + len(name)]
        if here != name and len(name) > 1 and _slips(here, name) == 1 and (len(name) >= LIKE or here[0] == name[0]):
            return here
    return None


def _slip_of_company(scene: Scene, name: str, rest: str) -> str | None:
    """The same name but for its form of company, or but for one character."""
    for found in scene.rules.burden.company.finditer(rest):
        for start in range(len(found[0])):
            here = found[0][start:]
            same = FORMS.sub("", here) == FORMS.sub("", name)
            if here != name and (same or _slips(here, name) == 1):
                return here
    return None


def _burdened(scene: Scene, passage: Passage) -> Iterator[Finding]:
    """LR-11: a duty of somebody who has no signature here."""
    rules = scene.rules.burden
    for text in sentences(scene.plain(passage.text)):
        if any(each.search(text) for each in rules.unless) or GUARANTOR in text:
            continue
        office = rules.office.search(text)
        if office and rules.verbs.search(text[office.start() :]):
            yield scene.rules.said("outsider.office", passage.id, passage.field, name=office[0])
            return
        outsider = rules.company.search(text) or rules.outsiders.search(text)
        if outsider and rules.verbs.search(text[outsider.end() :]):
            yield scene.rules.said("outsider.burdened", passage.id, passage.field, name=outsider[0])
            return
