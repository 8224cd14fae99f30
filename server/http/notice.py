"""The rights notice and what a person still has to do about it."""

from datetime import date

from law.notice import notice
from rooms.person import Consent, Person
from rooms.room import Seat
from server.http.bodies import ConsentItem, Notice, NoticeSection, Sentence


def notice_of(day: date) -> Notice:
    """The text in force on that day."""
    text = notice(day)
    return Notice(
        version=text.version,
        sections=tuple(
            NoticeSection(heading=Sentence.model_validate(section.heading), text=Sentence.model_validate(section.text))
            for section in text.sections
        ),
        consents=tuple(
            ConsentItem(
                id=Consent(item.id),
                label=Sentence.model_validate(item.label),
                meaning=Sentence.model_validate(item.meaning),
                required=item.required,
            )
            for item in text.consents
        ),
    )


def is_decided(seat: Seat, day: date) -> bool:
    """Whether everybody in the seat has."""
    return all(has_decided(person, day) for person in seat.persons)


def has_decided(person: Person, day: date) -> bool:
    """Whether the person decided under the text in force and agreed to what nobody can come in without."""
    text = notice(day)
    required = {Consent(item.id) for item in text.consents if item.required}
    said = person.consents
    return said is not None and said.version == text.version and required <= said.given
