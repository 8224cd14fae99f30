"""Typed keys of the application's parts (style.md §1, Wiring), alone in a module so that nobody imports the wiring."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aiohttp import web
from prometheus_client import CollectorRegistry

from server.config import Config
from server.intake import Intake
from server.rates import Limits
from server.renditions import Renditions

if TYPE_CHECKING:
    from agreements.signing_process import SigningProcess
    from server.accounts import Passwords
    from server.applications.runtime import Applications
    from server.cases.clockwork import Clockwork
    from server.cases.gate import CaseGate
    from server.cases.keeper import CaseKeeper
    from server.cases.moving import Moving
    from server.cases.opening import Opening
    from server.cases.worlds import Worlds
    from server.gate_codes import GateCodes
    from server.keeper import RoomKeeper
    from server.messages.room_messages import RoomMessages
    from server.messages.runtime import Messages
    from server.minutes.ending import MinutesEnding
    from server.papers.bundles import Bundles
    from server.papers.checks import PaperChecks
    from server.papers.court_papers import CourtPapers
    from server.papers.ink_links import InkLinks
    from server.papers.keeper import AgreementKeeper
    from server.papers.particulars import Particulars
    from server.papers.pools import RenderPool
    from server.papers.signed_pages import SignedPages
    from server.papers.signing_time import SigningTimes
    from server.papers.tickets import Tickets
    from server.stores import Stores
    from server.submissions.court_acts import CourtActs
    from server.submissions.reading import ReadingPages
    from server.submissions.submissions import Submissions
    from signaling.media.control import MediaControl

CONFIG: Final = web.AppKey("CONFIG", Config)
CLOCK: "Final[web.AppKey[Callable[[], datetime]]]" = web.AppKey("CLOCK")
"""The present, aware, in UTC."""
SUBMISSIONS: "Final[web.AppKey[Submissions]]" = web.AppKey("SUBMISSIONS")
COURT_ACTS: "Final[web.AppKey[CourtActs]]" = web.AppKey("COURT_ACTS")
READING_PAGES: "Final[web.AppKey[ReadingPages]]" = web.AppKey("READING_PAGES")
STORES: "Final[web.AppKey[Stores]]" = web.AppKey("STORES")
MINUTES_ENDING: "Final[web.AppKey[MinutesEnding]]" = web.AppKey("MINUTES_ENDING")
AGREEMENTS: "Final[web.AppKey[AgreementKeeper]]" = web.AppKey("AGREEMENTS")
APPLICATIONS: "Final[web.AppKey[Applications]]" = web.AppKey("APPLICATIONS")
CASES: "Final[web.AppKey[CaseKeeper]]" = web.AppKey("CASES")
OPENING: "Final[web.AppKey[Opening]]" = web.AppKey("OPENING")
GATE: "Final[web.AppKey[CaseGate]]" = web.AppKey("GATE")
MOVING: "Final[web.AppKey[Moving]]" = web.AppKey("MOVING")
ROOM_MESSAGES: "Final[web.AppKey[RoomMessages]]" = web.AppKey("ROOM_MESSAGES")
INK_LINKS: "Final[web.AppKey[InkLinks]]" = web.AppKey("INK_LINKS")
SIGNING_TIMES: "Final[web.AppKey[SigningTimes]]" = web.AppKey("SIGNING_TIMES")
MESSAGES: "Final[web.AppKey[Messages]]" = web.AppKey("MESSAGES")
CLOCKWORK: "Final[web.AppKey[Clockwork]]" = web.AppKey("CLOCKWORK")
WORLDS: "Final[web.AppKey[Worlds]]" = web.AppKey("WORLDS")
KEEPER: "Final[web.AppKey[RoomKeeper]]" = web.AppKey("KEEPER")
GATE_CODES: "Final[web.AppKey[GateCodes]]" = web.AppKey("GATE_CODES")
LIMITS: Final = web.AppKey("LIMITS", Limits)
INTAKE: Final = web.AppKey("INTAKE", Intake)
RENDITIONS: Final = web.AppKey("RENDITIONS", Renditions)
PASSWORDS: "Final[web.AppKey[Passwords]]" = web.AppKey("PASSWORDS")
SIGNING: "Final[web.AppKey[SigningProcess]]" = web.AppKey("SIGNING")
PARTICULARS: "Final[web.AppKey[Particulars]]" = web.AppKey("PARTICULARS")
PRESS: "Final[web.AppKey[RenderPool]]" = web.AppKey("PRESS")
SIGNED_PAGES: "Final[web.AppKey[SignedPages]]" = web.AppKey("SIGNED_PAGES")
BUNDLES: "Final[web.AppKey[Bundles]]" = web.AppKey("BUNDLES")
COURT_PAPERS: "Final[web.AppKey[CourtPapers]]" = web.AppKey("COURT_PAPERS")
TICKETS: "Final[web.AppKey[Tickets]]" = web.AppKey("TICKETS")
CHECKS: "Final[web.AppKey[PaperChecks]]" = web.AppKey("CHECKS")
MEDIA: "Final[web.AppKey[MediaControl]]" = web.AppKey("MEDIA")
METRICS: Final = web.AppKey("METRICS", CollectorRegistry)
"""One registry for each application: two of them live in one process in the tests."""
