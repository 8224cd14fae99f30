"""The routes about courts: what they take, and what is handed in to them."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import court_policies
from server.http.access import AnyRoute, Route, Staff
from server.http.bodies import Sentence
from server.http.court_bodies import CourtPolicyDraft, CourtPolicyList

POLICIES: Final = "/api/v1/court-policies"
TEXTS: Final = ("text.blank", "text.control_characters")


def _said(zh: str, en: str) -> Sentence:
    return Sentence(zh=zh, en=en)


COURT_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        POLICIES,
        _said("各法院的受理口径", "What each court takes"),
        Right.READ_REGISTER,
        Staff,
        court_policies.listed,
        response=CourtPolicyList,
    ),
    Route(
        "POST",
        POLICIES,
        _said("登记一条受理口径", "Enter what a court takes"),
        Right.KEEP_COURT_POLICY,
        Staff,
        court_policies.kept,
        request=CourtPolicyDraft,
        response=CourtPolicyList,
        status=HTTPStatus.CREATED,
        refusals=(
            *("court.unknown", "court_policy.own_court", "court_policy.term", "court_policy.word"),
            *TEXTS,
        ),
    ),
)
