"""Who is let in where, written by hand from domain.md §1.2 and §4.6: what the table of rights is held against."""

from collections.abc import Mapping
from typing import Final

from tests.server.http.callers import KNOCKERS

EVERYBODY: Final = frozenset(KNOCKERS)
LINK: Final = frozenset({"invited"})
PARTIES: Final = frozenset({"party seat", "agent seat"})
AFFECTED: Final = PARTIES | {"third party seat"}
"""Whose dispute it is, or whom it touches: they consent."""
GUESTS: Final = AFFECTED | {"co-mediator seat", "recorder seat", "interpreter seat", "court seat"}
"""Who comes by a link and through the check."""
SEATS: Final = GUESTS | {"mediator seat"}
AT_PAPERS: Final = PARTIES | {"co-mediator seat", "mediator seat"}
AT_MINUTES: Final = GUESTS - {"court seat"} | {"mediator seat"}
"""Whoever took part confirms and signs the 笔录 (domain.md §3.3); the court's person is a guest of the mediator."""
"""Who reads the agreement: not who keeps the minutes, interprets, looks on or stands third."""
MEDIATOR: Final = frozenset({"mediator account"})
LEADER: Final = MEDIATOR | {"mediator seat"}
"""Whoever leads the session, by the account or by the seat: a co-mediator too who took over."""
COURT: Final = frozenset({"court clerk", "judge"})
OFFICE: Final = MEDIATOR | {"organisation admin"}
STAFF: Final = OFFICE | COURT | {"seal keeper", "platform admin"}
OF_CASES: Final = STAFF - {"platform admin"}
KEEPERS: Final = COURT | {"organisation admin"}
"""Of profiles: each its own kind, which the route itself looks at."""

ADMITTED: Final[Mapping[str, frozenset[str]]] = {
    "GET /api/v1/about": EVERYBODY,
    "GET /api/v1/causes": EVERYBODY,
    "GET /api/v1/terms": EVERYBODY,
    "GET /api/v1/tickets/{ticket}": EVERYBODY,
    "POST /api/v1/verifications": EVERYBODY,
    "GET /api/v1/verifiers": EVERYBODY,
    "GET /api/v1/verifiers/{program}": EVERYBODY,
    "GET /api/v1/ink": EVERYBODY,
    "POST /api/v1/ink": EVERYBODY,
    "POST /api/v1/login": EVERYBODY,
    "POST /api/v1/logout": STAFF,
    "GET /api/v1/me": STAFF,
    "GET /api/v1/courts": MEDIATOR | {"mediator seat", "co-mediator seat", "organisation admin"},
    "GET /api/v1/rooms": MEDIATOR,
    "POST /api/v1/rooms": MEDIATOR,
    "GET /api/v1/rooms/{room}": LEADER,
    "GET /api/v1/rooms/{room}/messages": LEADER,
    "POST /api/v1/rooms/{room}/messages": LEADER,
    "POST /api/v1/rooms/{room}/time": MEDIATOR,
    "GET /api/v1/outbox": MEDIATOR,
    "POST /api/v1/messages/reports": EVERYBODY,
    "POST /api/v1/practice": MEDIATOR,
    "GET /api/v1/room-templates": MEDIATOR,
    "POST /api/v1/room-templates": MEDIATOR,
    "DELETE /api/v1/room-templates/{template}": MEDIATOR,
    "POST /api/v1/rooms/{room}/enter": MEDIATOR,
    "POST /api/v1/rooms/{room}/close": MEDIATOR,
    "GET /api/v1/rooms/{room}/papers/{file}": MEDIATOR,
    "GET /api/v1/rooms/{room}/minutes/{minutes}": MEDIATOR,
    "POST /api/v1/rooms/{room}/seats": LEADER,
    "POST /api/v1/rooms/{room}/seats/{seat}/codes": LEADER,
    "POST /api/v1/rooms/{room}/seats/{seat}/invite": LEADER,
    "DELETE /api/v1/rooms/{room}/seats/{seat}/invite": LEADER,
    "GET /api/v1/invitation": LINK,
    "POST /api/v1/invitation/identity": LINK,
    "POST /api/v1/invitation/resume": LINK,
    "GET /api/v1/session": SEATS,
    "POST /api/v1/session/consents": AFFECTED,
    "POST /api/v1/session/notice": GUESTS,
    "POST /api/v1/session/declarations": GUESTS,
    "POST /api/v1/session/codes": GUESTS,
    "POST /api/v1/session/codes/answer": GUESTS,
    "POST /api/v1/session/documents": SEATS,
    "GET /api/v1/session/documents/{document}/pages/{page}": SEATS,
    "GET /api/v1/session/documents/{document}/original": SEATS,
    "POST /api/v1/session/credentials": SEATS,
    "GET /api/v1/session/credentials/{document}/pages/{page}": SEATS,
    "GET /api/v1/session/papers": AT_PAPERS,
    "POST /api/v1/session/papers/tickets": AT_PAPERS,
    "POST /api/v1/session/ink-link": AT_PAPERS,
    "GET /api/v1/session/ink-link": AT_PAPERS,
    "GET /api/v1/session/agreement/pages/{page}": AT_PAPERS,
    "GET /api/v1/session/application": PARTIES,
    "POST /api/v1/session/application": PARTIES,
    "GET /api/v1/session/application/papers/{sheet}/pages/{page}": PARTIES,
    "GET /api/v1/session/application/papers/{sheet}/files/{sealed}": PARTIES,
    "GET /api/v1/cases/{case}/application": OFFICE,
    "POST /api/v1/cases/{case}/application": OFFICE,
    "GET /api/v1/cases/{case}/application/papers/{sheet}/pages/{page}": OFFICE,
    "GET /api/v1/cases/{case}/application/papers/{sheet}/files/{sealed}": OFFICE,
    "GET /api/v1/session/minutes": AT_MINUTES,
    "GET /api/v1/session/minutes/pages/{page}": AT_MINUTES,
    "GET /api/v1/session/minutes/evidence-pages/{page}": AT_MINUTES,
    "GET /api/v1/session/minutes/files/{minutes}": AT_MINUTES,
    "GET /api/v1/session/agreement/evidence-pages/{page}": AT_PAPERS,
    "GET /api/v1/session/agreement/files/{file}": AT_PAPERS,
    "GET /api/v1/court/agreements": COURT,
    "GET /api/v1/court/agreements/{agreement}": COURT,
    "GET /api/v1/court/agreements/{agreement}/pages/{page}": COURT,
    "GET /api/v1/court/agreements/{agreement}/evidence-pages/{page}": COURT,
    "GET /api/v1/court/agreements/{agreement}/bundle": COURT,
    "GET /api/v1/cases": OF_CASES,
    "POST /api/v1/cases": OFFICE,
    "GET /api/v1/cases/{case}": OF_CASES,
    "GET /api/v1/cases/{case}/timeline": OF_CASES,
    "POST /api/v1/cases/{case}/deeds": OF_CASES,
    "POST /api/v1/cases/{case}/materials": OF_CASES,
    "GET /api/v1/cases/{case}/materials/{material}": OF_CASES,
    "GET /api/v1/cases/{case}/papers/{paper}": OF_CASES,
    "GET /api/v1/session/agreement/text": AT_PAPERS,
    "GET /api/v1/cases/{case}/agreement": frozenset({"seal keeper"}),
    "GET /api/v1/cases/{case}/agreement/pages/{page}": frozenset({"seal keeper"}),
    "POST /api/v1/cases/{case}/agreement/seal": frozenset({"seal keeper"}),
    "GET /api/v1/cases/{case}/agreement/paper": MEDIATOR,
    "POST /api/v1/cases/{case}/agreement/paper": MEDIATOR,
    "GET /api/v1/cases/{case}/agreement/print": OF_CASES,
    "GET /api/v1/cases/{case}/certificate": OF_CASES,
    "POST /api/v1/cases/{case}/certificate": frozenset({"seal keeper"}),
    "POST /api/v1/cases/{case}/termination-notice": frozenset({"seal keeper"}),
    "GET /api/v1/cases/{case}/rights-notices": OF_CASES,
    "GET /api/v1/cases/{case}/rights-notices/{person}": OF_CASES,
    "GET /api/v1/cases/{case}/sessions/{room}/minutes/{minutes}": OFFICE,
    "GET /api/v1/cases/{case}/export": MEDIATOR | COURT | {"organisation admin"},
    "POST /api/v1/cases/{case}/sessions": MEDIATOR,
    "GET /api/v1/cases/{case}/sessions/{room}/calendar": OF_CASES,
    "POST /api/v1/cases/{case}/participants/{participant}": OFFICE,
    "POST /api/v1/cases/{case}/participants/{participant}/agents": OFFICE,
    "DELETE /api/v1/cases/{case}/agents/{agent}": OFFICE,
    "GET /api/v1/case-forms": STAFF,
    "GET /api/v1/lanes": OF_CASES,
    "POST /api/v1/lanes": COURT,
    "GET /api/v1/cases/{case}/submission": OF_CASES,
    "POST /api/v1/cases/{case}/submissions": OFFICE,
    "GET /api/v1/cases/{case}/submissions/{submission}/{part}": OFFICE,
    "POST /api/v1/cases/{case}/submissions/{submission}/receipt": OFFICE,
    "GET /api/v1/session/case/submission": PARTIES,
    "GET /api/v1/court/submissions": COURT,
    "GET /api/v1/court/submissions/{submission}": COURT,
    "GET /api/v1/court/submissions/{submission}/files/{number}": COURT,
    "GET /api/v1/court/submissions/{submission}/files/{number}/pages/{page}": COURT,
    "GET /api/v1/court/submissions/{submission}/files/{number}/original": COURT,
    "GET /api/v1/court/submissions/{submission}/{part}": COURT,
    "POST /api/v1/court/submissions/{submission}/acts": COURT,
    "POST /api/v1/court/submissions/{submission}/decision": COURT,
    "GET /api/v1/court-policies": OF_CASES,
    "POST /api/v1/court-policies": KEEPERS,
    "GET /api/v1/register": OF_CASES,
    "POST /api/v1/register": frozenset({"organisation admin"}),
    "POST /api/v1/register/{entry}": COURT,
    "GET /api/v1/organisation": KEEPERS,
    "POST /api/v1/organisation": KEEPERS,
    "GET /api/v1/mediators/{account}": KEEPERS,
    "POST /api/v1/mediators/{account}": KEEPERS,
    "GET /api/v1/court": KEEPERS,
    "POST /api/v1/court": KEEPERS,
    "GET /api/v1/calendars": STAFF,
    "POST /api/v1/calendars": frozenset({"platform admin"}),
    "GET /api/v1/session/case": PARTIES,
    "POST /api/v1/session/case": PARTIES,
    "POST /api/v1/session/case/notices/{notice}": PARTIES,
    "GET /api/v1/session/calendar": SEATS,
}
"""Method and path of every route to those of KNOCKERS whom it is for."""
