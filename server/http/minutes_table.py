"""The routes about the 笔录: for those who sit in the room, their mediator, and the office."""

from typing import Final

from rooms.rights import Right
from server.http import minutes
from server.http.access import AnyRoute, Route, Seated, Staff
from server.http.bodies import said
from server.http.files import Download
from server.http.paper_bodies import MinutesState
from server.http.paper_files import JSON, PDF
from server.http.paper_table import DIGEST, PICTURE, UNREADABLE, UNSEALED

ANY_FILE: Final = Download((PDF, JSON))
MINUTES: Final = "/api/v1/session/minutes"


MINUTES_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        MINUTES,
        said("笔录现在可以取得的文件", "What can be fetched of the minutes now"),
        Right.CONFIRM_MINUTES,
        Seated,
        minutes.state,
        response=MinutesState,
        refusals=UNREADABLE,
    ),
    Route(
        "GET",
        MINUTES + "/pages/{page}",
        said("笔录的一页（图片）", "One page of the minutes, as a picture"),
        Right.CONFIRM_MINUTES,
        Seated,
        minutes.page,
        response=PICTURE,
        query=(DIGEST,),
        refusals=(*UNREADABLE, "papers.none", "papers.changed", "papers.page_unknown", "papers.press_away"),
    ),
    Route(
        "GET",
        MINUTES + "/evidence-pages/{page}",
        said("笔录签署证据页的一页（图片）", "One page of the evidence of the minutes' signing, as a picture"),
        Right.CONFIRM_MINUTES,
        Seated,
        minutes.evidence_page,
        response=PICTURE,
        refusals=(*UNREADABLE, *UNSEALED, "papers.page_unknown"),
    ),
    Route(
        "GET",
        MINUTES + "/files/{minutes}",
        said("下载已封存的笔录", "A sealed file of the minutes, to be saved"),
        Right.CONFIRM_MINUTES,
        Seated,
        minutes.file,
        response=ANY_FILE,
        refusals=(*UNREADABLE, *UNSEALED),
    ),
    Route(
        "GET",
        "/api/v1/rooms/{room}/minutes/{minutes}",
        said("调解员下载已封存的笔录", "A sealed file of an own room's minutes"),
        Right.READ_PAPERS,
        Staff,
        minutes.of_own_room,
        response=ANY_FILE,
        refusals=("room.unknown", *UNSEALED),
    ),
    Route(
        "GET",
        "/api/v1/cases/{case}/sessions/{room}/minutes/{minutes}",
        said("调解组织下载已封存的笔录", "A sealed file of the minutes of a session of an own case"),
        Right.KEEP_FILE,
        Staff,
        minutes.of_own_case,
        response=ANY_FILE,
        refusals=("case.unknown", *UNSEALED),
    ),
)
