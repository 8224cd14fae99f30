"""The routes about the agreement's papers: for those who sit in the room, their mediator, and the court's clerk."""

from typing import Final

from rooms.rights import Right
from server.http import court, paper_copies, papers, phone_ink, seal, terms, tickets, verification
from server.http.access import (
    AnyRoute,
    Nobody,
    Query,
    Route,
    Seated,
    Staff,
)
from server.http.bodies import Sentence
from server.http.files import BUNDLE_LIMIT_BYTES, OCTETS, Download, Upload
from server.http.ink_bodies import InkAsked, InkLink, InkLinkRequest, InkProgress, InkSent
from server.http.paper_bodies import (
    CourtDetail,
    CourtList,
    CourtRows,
    PapersState,
    TermKinds,
    Ticket,
    TicketRequest,
    Verification,
    VerifierList,
)
from server.http.paper_files import JSON, PDF, PNG
from server.http.seal_bodies import SealPress, SealState
from server.http.text_bodies import FrozenWords

PICTURE: Final = Download((PNG,))
ANY_PAPER: Final = Download((PDF, JSON))
UNREADABLE: Final = ("not_permitted.role", "not_permitted.place", "not_permitted.phase", "session.stale")
UNSEALED: Final = ("papers.none", "papers.not_sealed")
OF_CASE: Final = "/api/v1/cases/{case}/agreement"
SEALING: Final = ("case.unknown", "seal.none")
INK_LINK: Final = "/api/v1/session/ink-link"
PHONE_INK: Final = "/api/v1/ink"
DEAD_INK: Final = ("ink_link.dead", "rate.too_many")
OF_COURT: Final = "/api/v1/court/agreements/{agreement}"
DIGEST: Final = Query(
    "digest",
    Sentence(
        zh="眼前文本的核对码（SHA-256）；文本已变更则拒绝。",
        en="SHA-256 of the text being read; refused if it changed.",
    ),
    "[0-9a-f]{64}",
)


def _said(zh: str, en: str) -> Sentence:
    return Sentence(zh=zh, en=en)


PAPER_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        "/api/v1/terms",
        _said("条款表单", "Forms of the terms"),
        Right.READ_PUBLIC,
        Nobody,
        terms.kinds,
        response=TermKinds,
    ),
    Route(
        "POST",
        "/api/v1/verifications",
        _said("验证文书或材料包；文件不保存", "Check a paper or a package; the file is not kept"),
        Right.READ_PUBLIC,
        Nobody,
        verification.checked,
        request=Upload(limit_bytes=BUNDLE_LIMIT_BYTES),
        response=Verification,
        refusals=("verification.crowded", "rate.too_many"),
    ),
    Route(
        "GET",
        "/api/v1/verifiers",
        _said("离线验证程序及其校验值", "Programs that check bundles offline, and their sums"),
        Right.READ_PUBLIC,
        Nobody,
        verification.programs,
        response=VerifierList,
    ),
    Route(
        "GET",
        "/api/v1/verifiers/{program}",
        _said("下载离线验证程序", "One of them, to be saved"),
        Right.READ_PUBLIC,
        Nobody,
        verification.program,
        response=Download((OCTETS,)),
    ),
    Route(
        "GET",
        "/api/v1/courts",
        _said("法院清单", "Courts on file"),
        Right.READ_COURTS,
        (Staff, Seated),
        terms.courts,
        response=CourtList,
    ),
    Route(
        "GET",
        "/api/v1/session/agreement/pages/{page}",
        _said("协议的一页（图片）", "One page of the agreement, as a picture"),
        Right.READ_PAPERS,
        Seated,
        papers.page,
        response=PICTURE,
        query=(DIGEST,),
        refusals=(*UNREADABLE, "papers.none", "papers.changed", "papers.page_unknown", "papers.press_away"),
    ),
    Route(
        "GET",
        "/api/v1/session/agreement/text",
        _said("定稿文本，按条款分组", "The frozen text, by groups of clauses"),
        Right.READ_PAPERS,
        Seated,
        papers.text,
        response=FrozenWords,
        refusals=(*UNREADABLE, "papers.none", "papers.changed"),
        query=(DIGEST,),
    ),
    Route(
        "GET",
        "/api/v1/session/agreement/evidence-pages/{page}",
        _said("签署证据页的一页（图片）", "One page of the signing evidence, as a picture"),
        Right.READ_PAPERS,
        Seated,
        papers.evidence_page,
        response=PICTURE,
        refusals=(*UNREADABLE, *UNSEALED, "papers.page_unknown"),
    ),
    Route(
        "GET",
        "/api/v1/session/agreement/files/{file}",
        _said("下载已封存的文件", "One sealed file, to be saved"),
        Right.READ_PAPERS,
        Seated,
        papers.file,
        response=ANY_PAPER,
        refusals=(*UNREADABLE, *UNSEALED),
    ),
    Route(
        "GET",
        "/api/v1/session/papers",
        _said("现在可以取得的文件", "What can be fetched now"),
        Right.READ_PAPERS,
        Seated,
        papers.state,
        response=PapersState,
        refusals=UNREADABLE,
    ),
    Route(
        "POST",
        "/api/v1/session/papers/tickets",
        _said("一次性下载地址", "An address that gives one file once"),
        Right.READ_PAPERS,
        Seated,
        tickets.ticket,
        request=TicketRequest,
        response=Ticket,
        refusals=(*UNREADABLE, *UNSEALED),
    ),
    Route(
        "GET",
        tickets.TICKET,
        _said("凭一次性地址下载", "The file of a ticket"),
        Right.USE_TICKET,
        Nobody,
        tickets.by_ticket,
        response=ANY_PAPER,
        refusals=("ticket.unknown", *UNREADABLE, *UNSEALED, "seat.removed", "invite.revoked"),
    ),
    Route(
        "POST",
        INK_LINK,
        _said("取得用手机手写签名的一次性链接", "A link by which a telephone draws one signature, once"),
        Right.SIGN,
        Seated,
        phone_ink.asked,
        request=InkLinkRequest,
        response=InkLink,
        refusals=(*UNREADABLE, "ink_link.nothing"),
    ),
    Route(
        "GET",
        INK_LINK,
        _said("手机上写到哪里了", "How far the telephone is"),
        Right.SIGN,
        Seated,
        phone_ink.progress,
        response=InkProgress,
        query=(
            Query(phone_ink.SIGNER, _said("谁的签名", "Whose signature"), "[A-Za-z0-9_-]{1,64}", required=True),
            Query(phone_ink.SEEN, _said("已有的版本，没有更新的就不再发送", "What is had already"), "[0-9]{1,6}"),
        ),
    ),
    Route(
        "GET",
        PHONE_INK,
        _said("手机：为谁签哪份文书", "On the telephone: whose signature on which paper"),
        Right.USE_TICKET,
        Nobody,
        phone_ink.opened,
        response=InkAsked,
        refusals=DEAD_INK,
    ),
    Route(
        "POST",
        PHONE_INK,
        _said("手机：送出笔迹", "On the telephone: what is on the pad"),
        Right.USE_TICKET,
        Nobody,
        phone_ink.sent,
        request=InkSent,
        refusals=(*DEAD_INK, "ink.malformed"),
    ),
    Route(
        "GET",
        "/api/v1/rooms/{room}/papers/{file}",
        _said("调解员下载已封存的文件", "One sealed file of an own room"),
        Right.READ_PAPERS,
        Staff,
        papers.of_own_room,
        response=ANY_PAPER,
        refusals=("room.unknown", *UNSEALED),
    ),
    Route(
        "GET",
        OF_CASE,
        _said("等待加盖印章的协议", "The agreement that waits for the organisation's seal"),
        Right.SEAL_CASE,
        Staff,
        seal.state,
        response=SealState,
        refusals=SEALING,
    ),
    Route(
        "GET",
        OF_CASE + "/print",
        _said("打印签署件（每页带核对码）", "The text to be signed on paper, a mark on each page"),
        Right.READ_CASE,
        Staff,
        paper_copies.print_copy,
        response=Download((PDF,)),
        refusals=("case.unknown", "papers.none", "papers.press_away"),
    ),
    Route(
        "GET",
        OF_CASE + "/pages/{page}",
        _said("盖章前查看协议的一页", "One page of it, to be looked at before"),
        Right.SEAL_CASE,
        Staff,
        seal.page,
        response=PICTURE,
        refusals=(*SEALING, "papers.page_unknown"),
    ),
    Route(
        "POST",
        OF_CASE + "/seal",
        _said("加盖调解组织印章", "Put the organisation's seal on"),
        Right.SEAL_CASE,
        Staff,
        seal.pressed,
        request=SealPress,
        response=SealState,
        refusals=(
            *SEALING,
            "seal.password",
            "login.crowded",
            "seal.others_first",
            "agreement.changed",
            "agreement.already_signed",
        ),
    ),
    Route(
        "GET",
        "/api/v1/court/agreements",
        _said("本院的协议", "The sealed agreements of the own court"),
        Right.READ_COURT_PAPERS,
        Staff,
        court.listed,
        response=CourtRows,
    ),
    Route(
        "GET",
        OF_COURT,
        _said("一份协议及重新核验的结果", "One agreement, checked anew"),
        Right.READ_COURT_PAPERS,
        Staff,
        court.shown,
        response=CourtDetail,
        refusals=("agreement.unknown",),
    ),
    Route(
        "GET",
        OF_COURT + "/pages/{page}",
        _said("协议的一页（图片）", "One page of the agreement, as a picture"),
        Right.READ_COURT_PAPERS,
        Staff,
        court.page,
        response=PICTURE,
        refusals=("agreement.unknown", "papers.page_unknown", "papers.press_away"),
    ),
    Route(
        "GET",
        OF_COURT + "/evidence-pages/{page}",
        _said("签署证据页的一页（图片）", "One page of the signing evidence, as a picture"),
        Right.READ_COURT_PAPERS,
        Staff,
        court.evidence_page,
        response=PICTURE,
        refusals=("agreement.unknown", "papers.page_unknown"),
    ),
    Route(
        "GET",
        OF_COURT + "/bundle",
        _said("下载材料包", "The whole as one ZIP"),
        Right.READ_COURT_PAPERS,
        Staff,
        court.bundle,
        response=Download((court.ZIP,)),
        refusals=("agreement.unknown", "papers.signing_away"),
    ),
)
