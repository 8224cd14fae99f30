"""The rights notice and what a person still has to do about it."""

from datetime import date
from typing import Literal

from law.notice import notice
from rooms.room import Consent, Phase, Room, Seat
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


def next_step(room: Room, seat: Seat, day: date) -> Literal["consents", "enter", "papers"]:
    """`enter` once the seat decided under the text in force and agreed to what nobody can come in without.

    `papers` when the session is over: nothing else is left to do.
    """
    if room.phase is Phase.CLOSED:
        return "papers"
    text = notice(day)
    required = {Consent(item.id) for item in text.consents if item.required}
    decided = seat.consents is not None and seat.consents.version == text.version
    return "enter" if decided and seat.consents is not None and required <= seat.consents.given else "consents"
