"""All that a rule looks at, and the draft's own words, sentence by sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.agreement import Agreement, Capacity, Member
from agreements.dossier import Dossier, Organisation, Worker
from agreements.draft import Draft, Part
from agreements.effect import Signed
from agreements.forms import Forms, fields_of, forms_on, value_of
from agreements.ids import PartId, SignerId
from agreements.kinds import FieldType, Kind
from agreements.linter.rules import Rules, rules_on
from agreements.means import PLAIN, Means
from agreements.members import parties, party_part
from law.people import Entity, NaturalPerson

WORKER: Final = "Ⓦ"
EMPLOYER: Final = "Ⓔ"
THIRD: Final = "Ⓣ"
GUARANTOR: Final = "Ⓖ"
NUMBER: Final = "[一二三四五六七八九十]{0,2}"
TITLE: Final = re.compile("《[^》]*》")
SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+")
WRITTEN: Final = frozenset({FieldType.LINE, FieldType.TEXT})
STORY: Final = frozenset({"facts", "undisputed", "source", "open_issues"})
"""Fields of the head that tell what was, and bind nobody."""
ACCOUNT: Final = frozenset({"account_holder", "account_bank", "account_number"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One field that people wrote themselves."""

    part: Part
    field: str
    text: str

    @property
    def id(self) -> PartId:
        """Of the part."""
        return self.part.id


@dataclass(frozen=True, slots=True)
class Scene:
    """One look at a draft. `signed`: where it is signed already, for the deadlines."""

    agreement: Agreement
    draft: Draft
    dossier: Dossier
    today: date
    means: Means
    rules: Rules
    forms: Forms
    roles: tuple[tuple[re.Pattern[str], str], ...]
    passages: tuple[Passage, ...]
    """Of all clauses, and what the head says of default."""
    signed: Signed | None = None

    @property
    def head(self) -> Part:
        """The part that is there once."""
        return self.draft.parts[0]

    @property
    def names_court(self) -> bool:
        """Whether a court shall be asked to confirm it."""
        return bool(value_of(self.head, "court"))

    def clauses(self, *kinds: Kind) -> tuple[Part, ...]:
        """The clauses of those kinds, in order."""
        return tuple(part for part in self.draft.clauses if part.kind in kinds)

    def place(self, member: Member) -> PartId:
        """The part that shows that party."""
        return party_part(member.id)

    def party(self, signer: str) -> Member | None:
        """Who is bound, by id."""
        return next((one for one in parties(self.agreement) if one.id == signer), None)

    def worker(self, signer: str) -> Worker | None:
        """What is known of that worker; None for who is none."""
        if not is_worker(self.party(signer)):
            return None
        return self.dossier.workers.get(SignerId(signer), Worker())

    def plain(self, text: str) -> str:
        """The text with signs for names and roles, and titles empty."""
        for pattern, sign in self.roles:
            text = pattern.sub(sign, text)
        return TITLE.sub("《》", text)


def scene_of(
    agreement: Agreement,
    draft: Draft,
    dossier: Dossier | None,
    today: date,
    means: Means = PLAIN,
    signed: Signed | None = None,
) -> Scene:
    """Ready to be looked at. Without a dossier only what the agreement itself says is known."""
    forms = forms_on(today)
    return Scene(
        agreement=agreement,
        draft=draft,
        dossier=dossier or unknown(agreement),
        today=today,
        means=means,
        rules=rules_on(today),
        forms=forms,
        roles=tuple(_roles(parties(agreement))),
        passages=tuple(_passages(forms, draft)),
        signed=signed,
    )


def unknown(agreement: Agreement) -> Dossier:
    """A dossier that knows nothing but the lane."""
    return Dossier(
        lane=agreement.matter.lane, cause="", place="", organisation=Organisation("", ""), workers={}, districts={}
    )


def is_worker(member: Member | None) -> bool:
    """Persons work and companies employ; whoever guarantees does neither here."""
    sides = {Capacity.APPLICANT, Capacity.RESPONDENT}
    return member is not None and isinstance(member.party, NaturalPerson) and member.capacity in sides


def is_employer(member: Member | None) -> bool:
    """A company on one of the two sides."""
    sides = {Capacity.APPLICANT, Capacity.RESPONDENT, Capacity.THIRD}
    return member is not None and isinstance(member.party, Entity) and member.capacity in sides


def sentences(text: str) -> Iterator[str]:
    """Sentence by sentence; a comma parts none."""
    return (found[0] for found in SENTENCE.finditer(text))


def _passages(forms: Forms, draft: Draft) -> Iterator[Passage]:
    for part in (draft.parts[0], *draft.clauses):
        for field in fields_of(part, forms.part(part.kind)):
            text = value_of(part, field.name)
            told = part.kind is Kind.HEAD and field.name in STORY
            if text and field.type in WRITTEN and not told and field.name not in ACCOUNT:
                yield Passage(part, field.name, text)


def _roles(members: Iterable[Member]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Names before roles, the longest first, so that none is cut by a shorter one in it."""
    everybody = tuple(members)
    names = {one.party.name: _sign(one) for one in everybody if one.party}
    for name in sorted(filter(None, names), key=len, reverse=True):
        yield re.compile(rf"(?:(?:被?申请人|第三人|保证人){NUMBER})?{re.escape(name)}"), names[name]
    by_capacity = {one.capacity: _sign(one) for one in everybody}
    for capacity, word in ((Capacity.RESPONDENT, "被申请人"), (Capacity.APPLICANT, "(?<!被)申请人")):
        yield re.compile(word + NUMBER), by_capacity.get(capacity, THIRD)
    if Capacity.THIRD in by_capacity:
        yield re.compile(f"第三人{NUMBER}"), by_capacity[Capacity.THIRD]
    if Capacity.GUARANTOR in by_capacity:
        yield re.compile(f"保证人{NUMBER}"), GUARANTOR


def _sign(member: Member) -> str:
    if member.capacity is Capacity.GUARANTOR:
        return GUARANTOR
    if member.capacity is Capacity.THIRD:
        return THIRD
    return WORKER if is_worker(member) else EMPLOYER
