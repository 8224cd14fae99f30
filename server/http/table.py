"""Every route of `/api/v1`, once: this table registers, guards and describes them. What is not here is not there."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import party, public, rooms, seat_session, sign_in
from server.http.access import (
    LEADER,
    AnyRoute,
    Guest,
    Nobody,
    Query,
    Route,
    Seated,
    Staff,
)
from server.http.application_table import APPLICATION_ROUTES
from server.http.bodies import (
    Account,
    Build,
    CauseList,
    ConsentsRequest,
    IdentityRequest,
    Invitation,
    Invite,
    Login,
    LoginRequest,
    ResumeRequest,
    RoomClosing,
    RoomDetail,
    RoomDraft,
    RoomList,
    SeatSession,
    Sentence,
    SessionState,
    said,
)
from server.http.case_table import CASE_ROUTES
from server.http.court_table import COURT_ROUTES
from server.http.document_table import DOCUMENT_ROUTES
from server.http.gate_table import GATE_ROUTES
from server.http.ink_table import INK_ROUTES
from server.http.message_table import MESSAGE_ROUTES
from server.http.minutes_table import MINUTES_ROUTES
from server.http.office_table import OFFICE_ROUTES
from server.http.own_court_table import OWN_COURT_ROUTES
from server.http.paper_table import PAPER_ROUTES
from server.http.profile_table import PROFILE_ROUTES

ROOM: Final = "/api/v1/rooms/{room}"
INVITE: Final = ROOM + "/seats/{seat}/invite"
DAY: Final = Query(
    "day",
    Sentence(zh="某一天；不填则列出所有未结束的。", en="One day; without it all that are not closed."),
    "[0-9]{4}-[0-9]{2}-[0-9]{2}",
)
MISSING_ROOM: Final = ("room.unknown",)
DEAD_LINK: Final = ("invite.unknown", "invite.revoked", "rate.too_many")
LINK_STATES: Final = ("not_permitted.phase", "seat.removed")


TABLE: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        "/api/v1/about",
        said("服务信息", "About this server"),
        Right.READ_PUBLIC,
        Nobody,
        public.about,
        response=Build,
    ),
    Route(
        "GET",
        "/api/v1/causes",
        said("案由清单", "Claim types"),
        Right.READ_PUBLIC,
        Nobody,
        public.cause_list,
        response=CauseList,
    ),
    Route(
        "POST",
        "/api/v1/login",
        said("登录", "Sign in"),
        Right.SIGN_IN,
        Nobody,
        sign_in.login,
        request=LoginRequest,
        response=Login,
        refusals=("login.wrong", "login.crowded", "rate.too_many"),
    ),
    Route(
        "POST",
        "/api/v1/logout",
        said("退出登录", "Sign out"),
        Right.USE_ACCOUNT,
        Staff,
        sign_in.logout,
        status=HTTPStatus.NO_CONTENT,
    ),
    Route(
        "GET",
        "/api/v1/me",
        said("我的账号", "The own account"),
        Right.USE_ACCOUNT,
        Staff,
        sign_in.me,
        response=Account,
    ),
    Route(
        "GET",
        "/api/v1/rooms",
        said("我的调解室", "The own rooms"),
        Right.LIST_ROOMS,
        Staff,
        rooms.listed,
        response=RoomList,
        query=(DAY,),
        refusals=("request.invalid",),
    ),
    Route(
        "POST",
        "/api/v1/rooms",
        said("新建调解室", "Create a room"),
        Right.CREATE_ROOM,
        Staff,
        rooms.created,
        request=RoomDraft,
        response=RoomDetail,
        status=HTTPStatus.CREATED,
        refusals=("cause.unknown", "text.control_characters", "text.blank"),
    ),
    Route(
        "GET",
        ROOM,
        said("调解室详情", "One room"),
        Right.READ_ROOM,
        LEADER,
        rooms.shown,
        response=RoomDetail,
        refusals=MISSING_ROOM,
    ),
    Route(
        "POST",
        ROOM + "/enter",
        said("调解员的席位令牌", "A session for the mediator's seat"),
        Right.ENTER,
        Staff,
        rooms.entered,
        response=SeatSession,
        refusals=(*MISSING_ROOM, "not_permitted.phase"),
    ),
    Route(
        "POST",
        ROOM + "/close",
        said("结束调解", "End the session for all"),
        Right.CLOSE,
        Staff,
        rooms.closed,
        request=RoomClosing,
        response=RoomDetail,
        refusals=(*MISSING_ROOM, "not_permitted.phase", "agreement.under_way", "minutes.unsigned", "minutes.reason"),
    ),
    Route(
        "POST",
        INVITE,
        said("换发链接", "A new link for one person"),
        Right.RENEW_INVITE,
        LEADER,
        rooms.renewed,
        response=Invite,
        refusals=(*MISSING_ROOM, "seat.unknown", "not_permitted.phase"),
    ),
    Route(
        "DELETE",
        INVITE,
        said("撤销链接", "Revoke one person's link"),
        Right.REVOKE_INVITE,
        LEADER,
        rooms.revoked,
        status=HTTPStatus.NO_CONTENT,
        refusals=(*MISSING_ROOM, "seat.unknown", "invite.revoked", "not_permitted.phase"),
    ),
    Route(
        "GET",
        "/api/v1/invitation",
        said("查看邀请", "What the link invites to"),
        Right.COME_BY_LINK,
        Guest,
        party.invitation,
        response=Invitation,
        refusals=DEAD_LINK,
    ),
    Route(
        "POST",
        "/api/v1/invitation/identity",
        said("确认身份", "Confirm who comes"),
        Right.COME_BY_LINK,
        Guest,
        party.identity,
        request=IdentityRequest,
        response=SeatSession,
        refusals=(*DEAD_LINK, "identity.digits_needed", "identity.digits_wrong", "identity.locked", *LINK_STATES),
    ),
    Route(
        "POST",
        "/api/v1/invitation/resume",
        said("同一设备再次进入", "Come back on the same device"),
        Right.COME_BY_LINK,
        Guest,
        party.resume,
        request=ResumeRequest,
        response=SeatSession,
        refusals=(*DEAD_LINK, "identity.first", *LINK_STATES),
    ),
    Route(
        "GET",
        "/api/v1/session",
        said("当前席位", "The seat of this tab"),
        Right.READ_SEAT,
        Seated,
        seat_session.state,
        response=SessionState,
    ),
    Route(
        "POST",
        "/api/v1/session/consents",
        said("逐项同意", "Decide on each consent"),
        Right.CONSENT,
        Seated,
        seat_session.consents,
        request=ConsentsRequest,
        response=SessionState,
        refusals=("notice.outdated", *LINK_STATES),
    ),
    *GATE_ROUTES,
    *MESSAGE_ROUTES,
    *DOCUMENT_ROUTES,
    *PAPER_ROUTES,
    *MINUTES_ROUTES,
    *INK_ROUTES,
    *APPLICATION_ROUTES,
    *OWN_COURT_ROUTES,
    *CASE_ROUTES,
    *OFFICE_ROUTES,
    *COURT_ROUTES,
    *PROFILE_ROUTES,
)
