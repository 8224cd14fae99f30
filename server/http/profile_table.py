"""The routes by which organisations, mediators and courts say who they are."""

from typing import Final

from rooms.rights import Right
from server.http import profiles
from server.http.access import AnyRoute, Route, Staff
from server.http.bodies import said
from server.http.office_bodies import (
    CourtDraft,
    CourtProfile,
    MediatorDraft,
    MediatorProfile,
    OrganisationDraft,
    OrganisationProfile,
)

UNKNOWN: Final = ("profile.unknown",)
TEXTS: Final = ("text.control_characters",)


PROFILE_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        "/api/v1/organisation",
        said("查看本组织公布的资料", "What is published of the own organisation"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.organisation_shown,
        response=OrganisationProfile,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        "/api/v1/organisation",
        said("填写本组织公布的资料", "Write what is published of the own organisation"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.organisation_kept,
        request=OrganisationDraft,
        response=OrganisationProfile,
        refusals=(*UNKNOWN, *TEXTS),
    ),
    Route(
        "GET",
        "/api/v1/mediators/{account}",
        said("查看本组织调解员公布的资料", "What is published of an own mediator"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.mediator_shown,
        response=MediatorProfile,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        "/api/v1/mediators/{account}",
        said("填写本组织调解员公布的资料", "Write what is published of an own mediator"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.mediator_kept,
        request=MediatorDraft,
        response=MediatorProfile,
        refusals=(*UNKNOWN, *TEXTS),
    ),
    Route(
        "GET",
        "/api/v1/court",
        said("查看本法院的资料", "The own court"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.court_shown,
        response=CourtProfile,
        refusals=UNKNOWN,
    ),
    Route(
        "POST",
        "/api/v1/court",
        said("填写本法院的资料", "Write the code and level of the own court"),
        Right.KEEP_PROFILE,
        Staff,
        profiles.court_kept,
        request=CourtDraft,
        response=CourtProfile,
        refusals=(*UNKNOWN, *TEXTS),
    ),
)
