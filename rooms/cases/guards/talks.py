"""Guards of sessions, more time and notices (TR9, TR15, AT-8)."""

from datetime import timedelta

from law.parameters import parameter
from rooms.cases.case import Case
from rooms.cases.clocks import period_end
from rooms.cases.deeds.court import ApplicationSigned
from rooms.cases.deeds.talks import (
    ExtensionAnswered,
    ExtensionAsked,
    NoticeGiven,
    NoticeOpened,
    Reminded,
    SessionBegun,
    SessionEnded,
    SessionPlanned,
)
from rooms.cases.guards.assignment import mediator_accepted
from rooms.cases.guards.intake import consents_given
from rooms.cases.guards.moment import Moment, who
from rooms.cases.labels import label
from rooms.cases.open_points import (
    begins_in_room,
    modeless,
    session_planned,
    side,
    unconsenting,
    undisclosed,
    waits_in_room,
)
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.transitions import rows_for
from rooms.cases.words import Form, Office


def ready_for_sessions(moment: Moment) -> Refusal | None:
    """All agreed, a mediator has the case, and it is set how each takes part (规则 §16).

    A room opened at once is planned before all that: its link is where the parties agree.
    """
    if begins_in_room(moment.case) or waits_in_room(moment.case):
        return None
    if (missing := consents_given(moment) or mediator_accepted(moment)) is not None:
        return missing
    waiting = modeless(moment.case)
    return Unmet("mode.missing", **who(moment.case, waiting)) if waiting else None


def may_begin(case: Case) -> Refusal | None:
    """Why nobody may sit down to mediate, yet or any more; None: they may (AT-8, AT-34).

    The step asks the same of `SessionBegun`; here it is asked before a door is opened.
    """
    if not any(case.state in row.sources for row in rows_for(SessionBegun)):
        return Unmet("session.state_other", **_state(case))
    waiting = unconsenting(case)
    if waiting:
        return Unmet("consent.missing", **who(case, waiting))
    if case.accepted_at is None:
        return Unmet("mediator.not_accepted")
    unaware = undisclosed(case)
    return Unmet("disclosure.not_known", **who(case, unaware)) if unaware else None


def _state(case: Case) -> dict[str, str]:
    words = label("state", case.state, case.received_on)
    return {"state_zh": words.zh, "state_en": words.en.lower()}


def notice_long_enough(moment: Moment, deed: SessionPlanned) -> Refusal | None:
    """So many hours ahead, fewer where all agreed to fewer (特邀 §14)."""
    if begins_in_room(moment.case):
        return None
    hours = parameter("session_notice_hours", moment.today).value
    if deed.at < moment.at:
        return Unmet("session.past")
    if not deed.short_notice and deed.at - moment.at < timedelta(hours=hours):
        return Unmet("session.short_notice", hours=hours)
    return None


def session_not_begun(moment: Moment, deed: SessionPlanned) -> Refusal | None:
    """A session is put off only before it begins."""
    begun = any(one.room == deed.room and (one.begun_at or one.ended_at) for one in moment.case.sessions)
    return Unmet("session.begun") if begun else None


def session_open(moment: Moment, deed: SessionBegun | SessionEnded) -> Refusal | None:
    """The session stands and is not over."""
    return None if session_planned(moment.case, deed.room) else Unmet("session.unknown")


def period_running(moment: Moment) -> Refusal | None:
    """The period of mediation is not over; where none runs there is nothing to extend."""
    end = period_end(moment.case, moment.world.calendar, moment.today)
    if end is None:
        return Unmet("extension.no_period")
    return None if moment.today <= end else Unmet("extension.too_late")


def extension_allowed(moment: Moment, deed: ExtensionAsked) -> Refusal | None:
    """As the profile allows: days in all, and times."""
    allowed, had = moment.ways.extension, moment.case.extended
    if allowed is None or deed.days < 1:
        return Unmet("extension.none")
    if allowed.times is not None and len(had) >= allowed.times:
        return Unmet("extension.times", times=allowed.times)
    if allowed.max_days is not None and sum(had) + deed.days > allowed.max_days:
        return Unmet("extension.too_long", days=allowed.max_days)
    return None


def extension_asked(moment: Moment) -> Refusal | None:
    """A proposal waits for its answers."""
    return None if moment.case.extension_asked is not None else Unmet("extension.not_asked")


def declared_in_form(_moment: Moment, deed: ExtensionAnswered | ApplicationSigned) -> Refusal | None:
    """Signed by the own link, or on a paper that is on file; a word alone is not enough."""
    if isinstance(deed, ExtensionAnswered) and not deed.agreed:
        return None
    if deed.form is Form.ORAL:
        return Unmet("form.oral")
    return Unmet("form.no_paper") if deed.form is Form.PAPER and deed.paper is None else None


def notice_new(moment: Moment, deed: NoticeGiven) -> Refusal | None:
    """Each notice is given once."""
    return Unmet("notice.known") if deed.notice in {one.id for one in moment.case.notices} else None


def notice_given(moment: Moment, deed: NoticeOpened) -> Refusal | None:
    """It is opened once, by whom it is for."""
    found = next((one for one in moment.case.notices if one.id == deed.notice), None)
    if found is None or found.opened_at is not None:
        return Unmet("notice.unknown")
    reader = side(moment.case, deed.by.id)
    own = deed.by.office is not Office.PARTY or (reader is not None and reader[0].id == found.participant)
    return None if own else NotPermitted("party.not_own")


def reminder_new(moment: Moment, deed: Reminded) -> Refusal | None:
    """Each reminder is sent once."""
    known = (deed.clock, deed.due, deed.days_before) in moment.case.reminded
    return Unmet("reminder.known") if known else None
