"""The routes about documents that people lay on the table, and papers that are for the mediators' eyes alone."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import documents, gate_papers
from server.http.access import AnyRoute, Query, Route, Seated
from server.http.bodies import Sentence
from server.http.files import Download, Upload
from server.http.gate_bodies import CredentialAdded
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

CREDENTIALS: Final = "/api/v1/session/credentials"
CREDENTIAL_LIMIT_BYTES: Final = 12 * 1024 * 1024
"""A picture of any phone of today, or a few scanned pages."""
A_SEAT: Final = "[A-Za-z0-9_-]{1,40}"
WHICH: Final = (
    Query(
        "paper",
        Sentence(
            zh="材料种类：id_card 身份证件；代理人另有 power_of_attorney 等，见视图里的 asks。",
            en="Which paper: id_card; for an agent power_of_attorney and others, as `asks` in the view says.",
        ),
        "[a-z_]{1,40}",
        required=True,
    ),
    Query("person", Sentence(zh="席位上的哪一位。", en="Whose, of the persons in the seat."), A_SEAT),
    Query("seat", Sentence(zh="调解员代为上传时：哪个席位。", en="A mediator uploads for: which seat."), A_SEAT),
)

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
    Route(
        "POST",
        CREDENTIALS,
        Sentence(
            zh="向调解员出示证件或者授权材料：只有调解员和本席位能看到",
            en="Lay an identity document or an agent's paper before the mediators, and nobody else",
        ),
        Right.SHOW_CREDENTIAL,
        Seated,
        gate_papers.added,
        request=Upload(limit_bytes=CREDENTIAL_LIMIT_BYTES, headers=NAMED),
        response=CredentialAdded,
        status=HTTPStatus.CREATED,
        refusals=(
            *(code for code in MISTAKES if code != "documents.full"),
            *("credential.paper", "credentials.full", "person.unknown", "seat.unknown", "session.stale"),
            *NOT_AT_TABLE,
        ),
        query=WHICH,
    ),
    Route(
        "GET",
        CREDENTIALS + "/{document}/pages/{page}",
        Sentence(zh="证件或者授权材料的一页图片", en="One page of such a paper as a picture"),
        Right.SHOW_CREDENTIAL,
        Seated,
        gate_papers.page,
        response=Download((documents.JPEG,)),
        refusals=("document.unknown", "document.page", *OF_ZONES, *NOT_AT_TABLE),
    ),
)
