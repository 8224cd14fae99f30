"""The routes about documents that people lay on the table."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import documents
from server.http.access import AnyRoute, Query, Route, Seated
from server.http.bodies import Sentence
from server.http.files import Download, Upload
from server.http.paper_bodies import DocumentAdded

DOCUMENTS: Final = "/api/v1/session/documents"
DOCUMENT: Final = DOCUMENTS + "/{document}"
NOT_AT_TABLE: Final = ("not_permitted.place", "not_permitted.phase", "seat.removed")
MISTAKES: Final = (
    *("document.type", "document.heic", "document.broken", "document.locked", "document.pages", "document.pixels"),
    *("document.heavy", "document.encoding", "document.name", "text.control_characters", "documents.full"),
)
OF_ZONES: Final = ("zone.destroyed", "zone.unreadable")
CLOSED: Final = ("chat.channel", "chat.joint_paused", "chat.caucus_paused")
LAID_BEFORE: Final = Query(
    "channel",
    Sentence(
        zh="放在哪个对话里：joint（默认）、side.applicant、caucus.编号等；只有该对话的人能看到。",
        en="The conversation it is laid before: joint by default, side.applicant, caucus.<id>; for its readers only.",
    ),
    "joint|notes|whisper|side[.][a-z]+|(caucus|lobby)[.][A-Za-z0-9_-]{1,40}",
)
NAMED: Final = ((documents.NAME_HEADER, Sentence(zh="文件名，UTF-8 百分号编码。", en="Name, percent-encoded UTF-8.")),)

DOCUMENT_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "POST",
        DOCUMENTS,
        Sentence(zh="上传材料：原样保存，并生成页面图片", en="Upload a document: kept as it is, its pages drawn"),
        Right.ADD_DOCUMENT,
        Seated,
        documents.added,
        request=Upload(headers=NAMED),
        response=DocumentAdded,
        status=HTTPStatus.CREATED,
        refusals=(*MISTAKES, *CLOSED, "session.stale", *NOT_AT_TABLE),
        query=(LAID_BEFORE,),
    ),
    Route(
        "GET",
        DOCUMENT + "/pages/{page}",
        Sentence(zh="材料的一页图片", en="One page of a document as a picture"),
        Right.SHOW_DOCUMENT,
        Seated,
        documents.page,
        response=Download((documents.JPEG,)),
        refusals=("document.unknown", "document.page", *OF_ZONES, *NOT_AT_TABLE),
    ),
    Route(
        "GET",
        DOCUMENT + "/original",
        Sentence(zh="下载材料原件", en="Save a document as it was uploaded"),
        Right.SHOW_DOCUMENT,
        Seated,
        documents.original,
        response=Download(("application/pdf", "image/jpeg", "image/png", "image/webp")),
        refusals=("document.unknown", *OF_ZONES, *NOT_AT_TABLE),
    ),
)
