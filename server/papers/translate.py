"""From the wire to the agreement: one function for each command that carries all it needs (architecture.md §3.4).

Freezing, codes and signing take more than the person said; they have functions of their own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, assert_never

from agreements import acts
from agreements.agreement import Activation, Code, Ink, Stroke
from agreements.ceremony import code_sha256
from agreements.ids import CommentId, Digest, PartId, SignerId
from agreements.kinds import Kind
from agreements.refusals import Unfit
from signaling.contract import drafting as wire
from signaling.contract import signing
from signaling.ports import Tab

POINT: Final = 4
"""Numbers that make one point of a stroke: x, y, ms, pressure."""
DEVICE_CHARACTERS: Final = 16
"""Of the device's id, on the evidence page: enough to tell devices apart."""

PlainCommand = (
    wire.DraftAdd
    | wire.DraftSet
    | wire.DraftRemove
    | wire.DraftMove
    | wire.DraftComment
    | wire.DraftSettle
    | wire.AgreementReopen
    | wire.AgreementRefuse
    | wire.AgreementRead
    | wire.AgreementConfirm
    | signing.AgreementGroup
    | signing.AgreementObject
)
"""Commands that say all there is to say."""


def act_of(  # noqa: C901, PLR0911, PLR0912 - one line per command
    command: PlainCommand, by: SignerId, at: datetime
) -> acts.PersonAct:
    """The command as the agreement's act."""
    match command:
        case wire.DraftAdd(clause=clause, kind=kind, after=after):
            return acts.ClauseAdded(at, by, PartId(clause), Kind(kind), _part(after))
        case wire.DraftSet(part=part, field=field, saw=saw, value=value):
            return acts.FieldSet(at, by, PartId(part), field, saw, value)
        case wire.DraftRemove(clause=clause, saw=saw):
            return acts.ClauseRemoved(at, by, PartId(clause), saw)
        case wire.DraftMove(clause=clause, after=after, saw=saw):
            return acts.ClauseMoved(at, by, PartId(clause), _part(after), saw)
        case wire.DraftComment(id=comment, part=part, text=text):
            return acts.Commented(at, by, CommentId(comment), PartId(part), text)
        case wire.DraftSettle(id=comment):
            return acts.CommentSettled(at, by, CommentId(comment))
        case wire.AgreementReopen(reason=reason):
            return acts.Reopened(at, by, reason)
        case wire.AgreementRefuse(reason=reason):
            return acts.Refused(at, by, reason)
        case wire.AgreementRead(digest=digest, page=page, seconds=seconds):
            return acts.PageRead(at, by, Digest(digest), page, seconds)
        case signing.AgreementGroup(digest=digest, group=group):
            return acts.GroupConfirmed(at, by, Digest(digest), group)
        case signing.AgreementObject(digest=digest, group=group, id=remark, reason=reason):
            return acts.Objected(at, by, Digest(digest), group, CommentId(remark), reason)
        case wire.AgreementConfirm(digest=digest, sentence=sentence, esign_version=version):
            return acts.Confirmed(at, by, Digest(digest), sentence, version)
        case _:
            assert_never(command)


def sign_act(command: wire.AgreementSign, tab: Tab, at: datetime, sent: Code | None, phone: str = "") -> acts.SignAsked:
    """Everything the signer did, with how the code `sent` (None: none yet) had come; raises Unfit for broken ink.

    `phone`: user agent of the telephone on which it was drawn, where that was not the tab's own device.
    """
    by, digest = SignerId(tab.seat), Digest(command.digest)
    activation = Activation(
        request=command.id,
        at=at,
        ink=ink_of(command.ink),
        channel=sent.channel if sent else "",
        target_masked=sent.target_masked if sent else "",
        device=tab.device[:DEVICE_CHARACTERS],
        source=tab.source,
        agent=printable(tab.agent),
        phone=phone,
    )
    return acts.SignAsked(at, by, digest, code_sha256(digest, by, command.code), activation)


def ink_of(drawn: wire.InkDrawn) -> Ink:
    """The strokes with their points taken apart; raises Unfit where a point is cut off."""
    return Ink(tuple(Stroke(tuple(points_of(stroke.points))) for stroke in drawn.strokes), drawn.height, drawn.typed)


def printable(agent: str) -> str:
    """A user agent in ASCII (RFC 9110 §10.1.5): the evidence page must not fail for a character that no font has."""
    return "".join(char if " " <= char <= "~" else "?" for char in agent)


def points_of(numbers: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    """x, y, ms, pressure of each point; raises Unfit where one is cut off."""
    if len(numbers) % POINT:
        raise Unfit("ink.malformed")
    for first in range(0, len(numbers), POINT):
        x, y, ms, pressure = numbers[first : first + POINT]
        yield x, y, ms, pressure


def _part(ref: str | None) -> PartId | None:
    return None if ref is None else PartId(ref)
