"""The gateway's word on what became of a message: signed as our own requests to it are, good for five minutes, once."""

import structlog

from server.app_keys import CLOCK, CONFIG, LIMITS, MESSAGES, STORES
from server.http.access import Call, Nobody
from server.http.message_bodies import DeliveryReport
from server.http.problems import refused
from server.http.reading import RAW
from server.http.source import neighbourhood, source
from server.messages.signature import GOOD_FOR, SIGNATURE, holds
from server.storage.messages import MessageId

log = structlog.get_logger()


async def reported(call: Call[Nobody, DeliveryReport]) -> None:
    """Note it; raises Refused (401, 404, 409) and, from too many wrong signatures, TooMany."""
    request, app, report = call.request, call.request.app, call.body
    key, now = app[CONFIG].sms_key, app[CLOCK]()
    if key is None:
        raise refused("path.unknown")
    if not holds(key, request[RAW], request.headers, now):
        app[LIMITS].links.spend(neighbourhood(source(request)))
        log.warning("message.report_refused")
        raise refused("report.signature")
    # A signature is good from five minutes before its time to five after: it is remembered that long.
    if not await app[STORES].messages.first_use(request.headers[SIGNATURE], now, now - 2 * GOOD_FOR):
        raise refused("report.replayed")
    error = None if report.state == "delivered" else f"report.{report.code or 'unknown'}"
    if not await app[STORES].messages.reported(MessageId(report.id), now, error):
        raise refused("message.unknown")
    await app[MESSAGES].changed(MessageId(report.id))
