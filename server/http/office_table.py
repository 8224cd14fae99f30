"""The routes of the office, of no one case: what forms choose from, lanes, the register, the days off."""

from http import HTTPStatus
from typing import Final

from law.calendar import CalendarError
from rooms.rights import Right
from server.http import calendars, case_forms, lanes, register
from server.http.access import AnyRoute, Route, Staff
from server.http.bodies import said
from server.http.office_bodies import (
    CalendarList,
    CalendarYear,
    CaseForms,
    LaneList,
    LaneSwitch,
    RegisterAnswer,
    RegisterDraft,
    RegisterList,
)
from server.http.problems import TEXTS

OFFICE_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        "/api/v1/case-forms",
        said("案件表单的选项", "What the forms of cases choose from"),
        Right.USE_ACCOUNT,
        Staff,
        case_forms.forms,
        response=CaseForms,
    ),
    Route(
        "GET",
        "/api/v1/lanes",
        said("各法院开通的来源", "Which court takes which lane"),
        Right.READ_REGISTER,
        Staff,
        lanes.listed,
        response=LaneList,
    ),
    Route(
        "POST",
        "/api/v1/lanes",
        said("开通或者关闭来源", "Open or close a lane"),
        Right.SWITCH_LANES,
        Staff,
        lanes.switched,
        request=LaneSwitch,
        response=LaneList,
        refusals=("lane.own_court", "lane.term", "case.lane", *TEXTS),
    ),
    Route(
        "GET",
        "/api/v1/register",
        said("特邀调解名册", "The register"),
        Right.READ_REGISTER,
        Staff,
        register.listed,
        response=RegisterList,
    ),
    Route(
        "POST",
        "/api/v1/register",
        said("报送名册", "Submit to the register"),
        Right.KEEP_REGISTER,
        Staff,
        register.submitted,
        request=RegisterDraft,
        response=RegisterList,
        status=HTTPStatus.CREATED,
        refusals=("court.unknown", "register.subject", *TEXTS),
    ),
    Route(
        "POST",
        "/api/v1/register/{entry}",
        said("确认或者移出", "Confirm or remove"),
        Right.CONFIRM_REGISTER,
        Staff,
        register.answered,
        request=RegisterAnswer,
        response=RegisterList,
        refusals=("register.unknown", "register.ended", "register.term"),
    ),
    Route(
        "GET",
        "/api/v1/calendars",
        said("放假安排", "Days off"),
        Right.USE_ACCOUNT,
        Staff,
        calendars.listed,
        response=CalendarList,
    ),
    Route(
        "POST",
        "/api/v1/calendars",
        said("载入一年的放假安排", "Load a year's days off"),
        Right.KEEP_CALENDAR,
        Staff,
        calendars.loaded,
        request=CalendarYear,
        response=CalendarList,
        refusals=tuple(CalendarError.sentences),
    ),
)
