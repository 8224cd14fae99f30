"""Guards of the end and the archive (TR33-TR35, AT-36)."""

from law.procedures import Lane
from rooms.cases.clocks import period_end
from rooms.cases.deeds.ending import Archived, Reported, ResultEntered, Terminated, Withdrew
from rooms.cases.guards.intake import unreached
from rooms.cases.guards.moment import Moment, printed
from rooms.cases.labels import labels
from rooms.cases.open_points import SENT_BY_COURT, archive_points, undone
from rooms.cases.refusals import Refusal, Unmet
from rooms.cases.words import Ground, Result, State


def ground_right(moment: Moment, deed: Terminated) -> Refusal | None:
    """Every ground but G1; that the time is over, or that somebody is out of reach, must be so (规则 §25)."""
    match deed.ground:
        case Ground.AGREEMENT:
            return Unmet("ground.agreement")
        case Ground.NO_CONTACT:
            return unreached(moment, moment.case.parties)
        case Ground.EXPIRED:
            return _expired(moment)
        case _:
            return None


def withdrawal_ground(_moment: Moment, deed: Withdrew) -> Refusal | None:
    """Who goes has reconciled, or is unwilling."""
    right = deed.ground in (Ground.SELF_RECONCILED, Ground.UNWILLING)
    return None if right else Unmet("ground.withdrawal")


def report_full(_moment: Moment, deed: Terminated | Reported) -> Refusal | None:
    """All four fields are written, "none" too (规则 §21)."""
    report = deed.report
    fields = (report.basics, report.reasons, report.cost_conduct, report.court_matters)
    return None if all(fields) else Unmet("report.fields")


def result_right(moment: Moment, deed: ResultEntered) -> Refusal | None:
    """An agreement on everything or on a part, in words; what is still open was not performed at once."""
    if deed.result not in (Result.AGREEMENT_FULL, Result.AGREEMENT_PARTIAL):
        return Unmet("result.no_agreement")
    if not deed.content:
        return Unmet("result.content")
    return Unmet("result.items_open") if deed.performed_at_once and undone(moment.case) else None


def report_open(moment: Moment) -> Refusal | None:
    """The report is not written yet."""
    return None if moment.case.report is None else Unmet("report.written")


def report_filed(moment: Moment) -> Refusal | None:
    """A mediation that ended without agreement has its report."""
    lacking = moment.case.state is State.TERMINATED and moment.case.report is None
    return Unmet("report.missing") if lacking else None


def handed_back_first(moment: Moment) -> Refusal | None:
    """What a court sent goes back to it before it is archived; an application it answered is with it already."""
    case = moment.case
    owed = case.state is State.TERMINATED and moment.ways.lane in SENT_BY_COURT and case.decision is None
    return Unmet("handing_back.first") if owed else None


def lane_of_court(moment: Moment) -> Refusal | None:
    """Only a court's case can be recalled by it."""
    of_court = moment.ways.lane in SENT_BY_COURT or moment.ways.lane is Lane.COURT_HOSTED
    return None if of_court else Unmet("lane.not_of_court")


def checklist_complete(moment: Moment, deed: Archived) -> Refusal | None:
    """Every point of this file's list is ticked."""
    points = set(archive_points(moment.case, moment.today)) - set(deed.checked)
    if not points:
        return None
    missing = [point for point in labels("archive_point", moment.today) if point.id in points]
    return Unmet(
        "archive.points",
        missing_zh="、".join(point.zh for point in missing),
        missing_en=", ".join(point.en.lower() for point in missing),
    )


def _expired(moment: Moment) -> Refusal | None:
    end = period_end(moment.case, moment.world.calendar, moment.today)
    if end is None:
        return Unmet("ground.no_period")
    return None if moment.today > end else Unmet("ground.period_running", **printed(end))
