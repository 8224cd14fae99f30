"""Participants, their agents and consents as the case page shows them: numbers masked, nothing whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from law.agent_rules import AgentType, agent_rule, authority_items
from law.agents import Agent, may_sign, missing_papers
from law.entity_types import entity_types
from law.id_types import id_type
from law.masking import masked_id_no, masked_phone
from law.people import Entity, NaturalPerson, Party, Representative
from rooms.cases import case as stored
from rooms.cases.ids import AgentId, ParticipantId
from rooms.person import Consent
from server.http.bodies import Body, Sentence
from server.http.case_people_bodies import (
    AgentRow,
    CompanyOnFile,
    ConsentRow,
    Detail,
    ParticipantRow,
    PersonOnFile,
    RepresentativeOnFile,
    Word,
)
from server.http.case_words import named, word, word_of, word_or_none


@dataclass(frozen=True, slots=True)
class Known:
    """Who the people of a case are, in full."""

    parties: Mapping[ParticipantId, Party]
    agents: Mapping[AgentId, Agent]

    def name(self, participant: ParticipantId) -> str:
        """The person or the company; its id where nobody knows."""
        party = self.parties.get(participant)
        return party.name if party else participant

    @property
    def names(self) -> Mapping[str, str]:
        """All of them by id."""
        return {who: party.name for who, party in self.parties.items()}


def full_row(one: stored.Participant, known: Known, today: date) -> ParticipantRow:
    """One participant for those who work on the case."""
    party = known.parties[one.id]
    human = party.representative if isinstance(party, Entity) else party
    return ParticipantRow(
        id=one.id,
        standing=word("standing", one.standing, today),
        kind=one.kind,
        name=party.name,
        representative=human.name if isinstance(party, Entity) else None,
        details=tuple(_details(party, today)),
        on_file=_on_file(party),
        phone_masked=None if human.phone is None else masked_phone(human.phone),
        mode=word_or_none("mode", one.mode, today),
        consents=tuple(_consent(step, one.consents.get(step), today) for step in Consent),
        agents=tuple(_agent(each, known.agents[each.id], today) for each in one.agents if each.id in known.agents),
    )


def bare_row(one: stored.Participant, known: Known, today: date) -> ParticipantRow:
    """One participant for everybody else who may see the case: the name and the side."""
    return ParticipantRow(
        id=one.id,
        standing=word("standing", one.standing, today),
        kind=one.kind,
        name=known.name(one.id),
        representative=None,
        details=(),
        on_file=None,
        phone_masked=None,
        mode=None,
        consents=(),
        agents=(),
    )


def agent_type_word(kind: str, today: date) -> Word:
    """What that type of agent is called."""
    rule = agent_rule(AgentType(kind), today)
    return Word(id=kind, zh=rule.zh, en=rule.en)


def item_words(today: date) -> tuple[Word, ...]:
    """Every matter that an agent may be given."""
    return tuple(map(word_of, authority_items(today)))


def _agent(one: stored.Agent, agent: Agent, today: date) -> AgentRow:
    missing = missing_papers(agent, [code for code, _ in one.papers], today)
    return AgentRow(
        id=one.id,
        name=agent.name,
        type=agent_type_word(one.type, today),
        special=one.special,
        items=tuple(item for item in item_words(today) if item.id in one.items),
        firm=agent.firm,
        phone_masked=None if agent.phone is None else masked_phone(agent.phone),
        may_sign=may_sign(agent) and not missing,
        missing_papers=tuple(map(word_of, missing)),
    )


def _consent(step: Consent, agreed: stored.Agreed | None, today: date) -> ConsentRow:
    return ConsentRow(
        step=word("consent_step", step, today),
        given=agreed.given if agreed else None,
        how=word("consent_how", agreed.how, today) if agreed else None,
        on=agreed.on if agreed else None,
    )


def _on_file(party: Party) -> PersonOnFile | CompanyOnFile:
    human = party.representative if isinstance(party, Entity) else party
    masked = {
        "id_no_masked": None if human.id_no is None else masked_id_no(human.id_no),
        "phone_masked": None if human.phone is None else masked_phone(human.phone),
    }
    match party:
        case NaturalPerson():
            return PersonOnFile.model_validate({"kind": "person", **_plain(party, PersonOnFile), **masked})
        case Entity(representative=representative):
            speaks = {**_plain(representative, RepresentativeOnFile), **masked}
            contact = party.contact.name if party.contact else None
            plain = {**_plain(party, CompanyOnFile), "contact": contact, "representative": speaks}
            return CompanyOnFile.model_validate({"kind": "company", **plain})


def _plain(known: Party | Representative, kind: type[Body]) -> dict[str, object]:
    """The fields that leave as they are."""
    return {name: getattr(known, name) for name in kind.model_fields if hasattr(known, name)}


def _details(party: Party, today: date) -> Iterator[Detail]:
    match party:
        case NaturalPerson():
            yield from _of_human(party, today)
            yield from _told("民族", "Ethnicity", party.ethnicity)
            yield from _told("工作单位", "Employer", party.employer)
            yield from _told("职业", "Occupation", party.occupation)
            yield from _told("住址", "Address", party.domicile)
            yield from _told("经常居住地", "Habitual residence", party.habitual_residence)
        case Entity():
            yield from _told("统一社会信用代码", "Credit code", party.uscc)
            yield from _told("单位类型", "Kind of entity", _entity_type(party.entity_type, today))
            yield from _told("住所", "Registered address", party.domicile)
            yield from _told("联系人", "Contact", party.contact.name if party.contact else None)
            yield from _told("职务", "Position", party.representative.title)
            yield from _of_human(party.representative, today)


def _of_human(human: NaturalPerson | Representative, today: date) -> Iterator[Detail]:
    yield from _told("性别", "Gender", {"male": "男", "female": "女"}.get(human.gender or ""))
    yield from _told("出生日期", "Date of birth", human.birth_date.isoformat() if human.birth_date else None)
    if human.id_no is not None:
        known = id_type(human.id_type, today)
        label = named(human.id_type, human.id_type) if known is None else known
        yield Detail(label=Sentence(zh=label.zh, en=label.en), value=masked_id_no(human.id_no))
    yield from _told("电子邮箱", "E-mail", human.email)


def _entity_type(kind: str | None, today: date) -> str | None:
    return next((one.zh for one in entity_types(today) if one.id == kind), kind)


def _told(zh: str, en: str, value: str | None) -> Iterator[Detail]:
    if value is not None:
        yield Detail(label=Sentence(zh=zh, en=en), value=value)
