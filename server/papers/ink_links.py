"""Links by which a signer draws on a telephone what a computer signs: for ink only, once, for the texts of one press.

The secret goes from screen to telephone as a QR code; the telephone opens no session and learns no more than whose
signature on which papers is asked for. Kept in memory only: after a restart the person asks for another. Whether texts
and tab are still good is looked at with every use; here a link only runs out, is used up, or gives way to a newer one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from agreements.agreement import Ink
from agreements.ids import Digest, SignerId
from rooms.ids import CaseId, RoomId, SessionId
from server.invites import secret_sha256
from server.tokens import new_token

LIFE: Final = timedelta(minutes=10)
REMEMBERED: Final = 1_000
"""Links of one node; the oldest falls to a further one."""


What = Literal["agreement", "minutes", "application"]
Text = tuple[Digest, int]
"""Of one fixed paper: digest and round."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose signature is wanted by one press, and where: in a room; an application in a case."""

    what: What
    place: RoomId | CaseId
    signer: SignerId


@dataclass(frozen=True, slots=True)
class InkLink:
    """What a link is good for, and what came by it so far. `version` grows with everything that comes."""

    session: SessionId
    wanted: Wanted
    texts: frozenset[Text]
    """All that this one press signs."""
    expires: datetime
    agent: str | None = None
    """User agent of the telephone that opened it, shortened; None: none has."""
    ink: Ink | None = None
    done: bool = False
    """The person has said so on the telephone: nothing more comes by it."""
    version: int = 0


class InkLinks:
    """The links of one node, by the digest of their secret, oldest first."""

    def __init__(self) -> None:
        self._live: dict[str, InkLink] = {}

    def issue(self, link: InkLink) -> str:
        """The secret of a new link; the former one for the same signature is dead."""
        self._live = {key: one for key, one in self._live.items() if one.wanted != link.wanted}
        while len(self._live) >= REMEMBERED:
            del self._live[next(iter(self._live))]
        secret = new_token()
        self._live[secret_sha256(secret)] = link
        return secret

    def look(self, secret: str, now: datetime) -> InkLink | None:
        """What the link is good for; None: unknown, used up or too late."""
        found = self._live.get(secret_sha256(secret))
        return found if found is not None and found.expires > now and not found.done else None

    def opened(self, secret: str, agent: str) -> bool:
        """The telephone is there. False: the link is dead or used up by now, and stays as it is."""
        return self._put(secret, agent, None, done=False)

    def drawn(self, secret: str, ink: Ink, agent: str, *, done: bool) -> bool:
        """What is on the telephone's pad now; False as with `opened`."""
        return self._put(secret, agent, ink, done=done)

    def of(self, session: SessionId, wanted: Wanted) -> InkLink | None:
        """The link that this tab asked for, whatever became of it."""
        return next((one for one in self._live.values() if (one.session, one.wanted) == (session, wanted)), None)

    def source_of(self, session: SessionId, wanted: Wanted, ink: Ink) -> str:
        """User agent of the telephone that this very ink came from by the tab's link; empty: it was drawn here."""
        found = self.of(session, wanted)
        return found.agent or "" if found and found.done and found.ink == ink else ""

    def _put(self, secret: str, agent: str, ink: Ink | None, *, done: bool) -> bool:
        """Looks and writes in one go: whatever was looked at before, another request may have come between."""
        key = secret_sha256(secret)
        found = self._live.get(key)
        if found is None or found.done:
            return False
        kept = found.ink if ink is None else ink
        self._live[key] = replace(found, agent=agent, ink=kept, done=done, version=found.version + 1)
        return True
