"""Refusals of the HTTP API as RFC 9457 problem+json: a stable code, a Chinese detail, an English title.

Refused          raised by handlers, middlewares and doors; carries its Problem
SpokenRefusal    raised by the cores of rooms and cases and by law; its class decides the status (403, 409, 422)
anything else    ours: logged, answered `internal`
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web

from agreements.refusals import SENTENCES as AGREEMENT_SENTENCES
from law.calendar import CalendarError
from law.refusal import SpokenRefusal
from rooms.cases import refusals as case_refusals
from rooms.minutes.refusals import SENTENCES as MINUTES_SENTENCES
from rooms.refusals import NotPermitted, Unfit
from server.http.bodies import Problem
from server.http.case_problems import CASE_SENTENCES
from server.http.labels import label
from server.http.message_problems import MESSAGE_SENTENCES
from server.submissions.refusals import SENTENCES as SUBMISSION_SENTENCES
from server.zones.refusals import SENTENCES as ZONE_SENTENCES

PROBLEM_JSON: Final = "application/problem+json"

UNFIT_APPLICATIONS: Final = (
    *("application.basis", "application.subject_place", "application.terms", "application.costs"),
    "application.statuses",
    *("application.too_long", "application.control", "application.court_name"),
    *("address.post", "address.electronic", "address.rulings", "address.order"),
    *("code.wrong", "confirm.sentence", "confirm.terms_changed", "page.unknown"),
    *("ink.malformed", "ink.too_little", "ink.typed_name", "reason.needed"),
)
"""What is wrong with what was filled in, or done while signing."""
TEXTS: Final = ("text.blank", "text.control_characters")
"""Of words that somebody typed."""
AMOUNTS: Final = ("money.shape", "money.too_large", "money.zero")
SENTENCES: Final[Mapping[str, tuple[HTTPStatus, str, str]]] = {
    "agreement.under_way": (HTTPStatus.CONFLICT, *AGREEMENT_SENTENCES["agreement.under_way"]),
    "agreement.changed": (HTTPStatus.CONFLICT, *AGREEMENT_SENTENCES["agreement.changed"]),
    **{
        code: (HTTPStatus.CONFLICT, *AGREEMENT_SENTENCES[code])
        for code in ("paper.applying", "paper.signers", "paper.day", "paper.mediator_last")
    },
    "ink.malformed": (HTTPStatus.UNPROCESSABLE_ENTITY, *AGREEMENT_SENTENCES["ink.malformed"]),
    "agreement.already_signed": (HTTPStatus.CONFLICT, *AGREEMENT_SENTENCES["agreement.already_signed"]),
    "seal.others_first": (HTTPStatus.CONFLICT, *AGREEMENT_SENTENCES["seal.others_first"]),
    **{code: (HTTPStatus.UNPROCESSABLE_ENTITY, *AGREEMENT_SENTENCES[code]) for code in AMOUNTS},
    "minutes.unsigned": (HTTPStatus.CONFLICT, *MINUTES_SENTENCES["minutes.unsigned"]),
    "minutes.reason": (HTTPStatus.UNPROCESSABLE_ENTITY, *MINUTES_SENTENCES["minutes.reason"]),
    "request.not_json": (HTTPStatus.BAD_REQUEST, "请求内容不是有效的 JSON。", "The request is not valid JSON."),
    "request.duplicate_key": (
        HTTPStatus.BAD_REQUEST,
        "请求内容里“{key}”出现了两次。",
        "The request names “{key}” twice.",
    ),
    "request.media_type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "只接受未压缩的 application/json。",
        "Only uncompressed application/json is taken.",
    ),
    "request.too_large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "请求内容过大，最多 {limit} 字节。",
        "The request is too large: at most {limit} bytes.",
    ),
    "request.too_slow": (
        HTTPStatus.REQUEST_TIMEOUT,
        "请求内容在 {limit} 秒内没有传完，请检查网络后再试。",
        "The request did not arrive within {limit} seconds; check the network and try again.",
    ),
    "upload.media_type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "文件须以 application/octet-stream 原样上传。",
        "A file is sent as it is, as application/octet-stream.",
    ),
    "upload.length": (
        HTTPStatus.LENGTH_REQUIRED,
        "文件是空的，或没有说明长度。",
        "The file is empty, or its length was not given.",
    ),
    "upload.too_large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "文件过大，最多 {limit} MB。",
        "The file is too large: at most {limit} MB.",
    ),
    "upload.crowded": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "同时上传的文件太多，请{wait_s}秒后再试。",
        "Too many files are being uploaded; try again in {wait_s} seconds.",
    ),
    "document.type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "只接受 PDF、JPEG、PNG 或 WebP 文件。Word、Excel 等请先另存为 PDF。",
        "Only PDF, JPEG, PNG and WebP are taken. Save Word, Excel and the like as PDF first.",
    ),
    "document.heic": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "无法读取 HEIC 照片。请把照片截图后上传，或在手机的相机设置里选“兼容性最佳”后重拍。",
        "HEIC photos cannot be read. Upload a screenshot of it, or choose “Most Compatible” in the camera settings.",
    ),
    "document.broken": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文件已损坏或不完整，无法打开。请重新导出或拍照后再上传。",
        "The file is broken or incomplete and cannot be opened. Export or photograph it again.",
    ),
    "document.locked": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文件设有打开密码。请先去掉密码再上传。",
        "The file asks for a password. Remove it first.",
    ),
    "document.pages": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文件页数过多，最多 60 页。请分成几份上传。",
        "The file has too many pages: at most 60. Upload it in parts.",
    ),
    "document.pixels": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "图片尺寸过大，最多 4000 万像素。",
        "The picture is too large: at most 40 million pixels.",
    ),
    "document.heavy": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文件内容过于复杂，无法生成页面图片。请打印成普通 PDF 或拍照后上传。",
        "The file is too complex to be drawn. Print it as a plain PDF, or photograph it.",
    ),
    "document.encoding": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文件名须以 UTF-8 百分号编码传送。",
        "A file's name is sent percent-encoded in UTF-8.",
    ),
    "request.invalid": (HTTPStatus.UNPROCESSABLE_ENTITY, "{label_zh}：{zh}", "{label_en}: {en}"),
    "request.not_http": (HTTPStatus.BAD_REQUEST, "无法理解这个请求。", "The request cannot be understood."),
    "path.unknown": (HTTPStatus.NOT_FOUND, "没有这个地址。", "There is nothing at this address."),
    "path.method": (HTTPStatus.METHOD_NOT_ALLOWED, "这个地址不支持此方法。", "This address has no such method."),
    "access.sign_in": (HTTPStatus.UNAUTHORIZED, "请先登录或重新打开链接。", "Please sign in, or open your link again."),
    "access.not_permitted": (HTTPStatus.FORBIDDEN, "您无权进行此操作。", "You may not do this."),
    "access.origin": (HTTPStatus.FORBIDDEN, "不接受来自其他网站的请求。", "Requests from other sites are refused."),
    "seal.none": (
        HTTPStatus.NOT_FOUND,
        "本案没有等待加盖印章的协议。",
        "There is no agreement of this case that waits for the seal.",
    ),
    "seal.password": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "密码不对，印章没有加盖。",
        "The password is wrong; the seal was not put on.",
    ),
    "login.wrong": (HTTPStatus.UNAUTHORIZED, "用户名或密码不对。", "The user name or the password is wrong."),
    "login.crowded": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "登录的人太多，请稍后再试。",
        "Too many people are signing in; try again in a moment.",
    ),
    "invite.unknown": (
        HTTPStatus.NOT_FOUND,
        "无法识别这个链接，请核对是否完整，或联系调解员。",
        "This link is not known; check that it is whole, or ask the mediator.",
    ),
    "invite.revoked": (
        HTTPStatus.GONE,
        "这个链接已被撤销，请向调解员索取新链接。",
        "This link was revoked; ask the mediator for a new one.",
    ),
    "identity.digits_needed": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "请填写身份证号后四位。",
        "Please give the last four digits of your ID number.",
    ),
    "notice.outdated": (
        HTTPStatus.CONFLICT,
        "告知书已更新，请重新阅读。",
        "The notice has changed; please read it again.",
    ),
    "gate_code.too_soon": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "验证码刚刚发出，请{wait_s}秒后再试。",
        "A code was sent a moment ago; please try again in {wait_s} seconds.",
    ),
    "gate_code.wrong": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "验证码不对，还可以试{tries_left}次。",
        "The code is not right; {tries_left} tries left.",
    ),
    "gate_code.spent": (
        HTTPStatus.CONFLICT,
        "验证码已失效，请重新获取。",
        "The code is no longer good; please ask for a new one.",
    ),
    "cause.unknown": (HTTPStatus.UNPROCESSABLE_ENTITY, "没有这个案由。", "There is no such cause."),
    "text.control_characters": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "文字里有看不见的控制字符（{characters}），请删除后再试。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
    "text.blank": (HTTPStatus.UNPROCESSABLE_ENTITY, "不能为空。", "Must not be blank."),
    "room.unknown": (HTTPStatus.NOT_FOUND, "没有这个房间。", "There is no such room."),
    "seat.unknown": (HTTPStatus.NOT_FOUND, "这个房间里没有这个席位。", "There is no such seat in this room."),
    "papers.none": (
        HTTPStatus.NOT_FOUND,
        "这次调解还没有可供阅读的协议。",
        "This mediation has no agreement to read yet.",
    ),
    "papers.changed": (
        HTTPStatus.CONFLICT,
        "协议文本已变更，请阅读新的文本。",
        "The text of the agreement has changed; please read the new one.",
    ),
    "papers.page_unknown": (HTTPStatus.NOT_FOUND, "没有这一页。", "There is no such page."),
    "papers.not_sealed": (
        HTTPStatus.CONFLICT,
        "文件还没有封存，封存后才能下载。",
        "The file is not sealed yet; it can be downloaded when it is.",
    ),
    "papers.other_device": (
        HTTPStatus.FORBIDDEN,
        "调解已结束。请在当时使用的设备上打开链接，或联系调解员。",
        "The session is over. Open the link on the device you used then, or ask the mediator.",
    ),
    "papers.press_away": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "暂时无法生成页面图片，请稍后再试。",
        "The pages cannot be drawn just now; try again in a moment.",
    ),
    "papers.signing_away": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "暂时无法为材料包签名，请稍后再试。",
        "The package cannot be signed just now; try again in a moment.",
    ),
    "verification.crowded": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "正在验证的文件较多，请过一会儿再试；也可以下载验证程序离线验证。",
        "Many files are being checked; try again in a moment, or check it offline.",
    ),
    "ticket.unknown": (
        HTTPStatus.NOT_FOUND,
        "下载地址已失效，请回到原页面重新下载。",
        "This download address no longer works; go back to the page and download again.",
    ),
    "ink_link.nothing": (
        HTTPStatus.CONFLICT,
        "这份文本现在不等您签名，请看页面上的最新状态。",
        "This text does not wait for your signature now; see the page for how it stands.",
    ),
    "ink_link.dead": (
        HTTPStatus.NOT_FOUND,
        "这个二维码已经失效：用过了、过期了、换了新的，或者文本有变动。请在电脑上重新生成。",
        "This QR code is dead: used, expired, replaced, or the text changed. Make a new one on the computer.",
    ),
    "agreement.unknown": (HTTPStatus.NOT_FOUND, "没有这份协议。", "There is no such agreement."),
    "rate.too_many": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "尝试次数过多，请{wait_s}秒后再试。",
        "Too many tries; wait {wait_s} seconds.",
    ),
    "metrics.local_only": (
        HTTPStatus.FORBIDDEN,
        "只有本机或持有令牌者可以读取指标。",
        "Metrics are for this machine, or with the token.",
    ),
    "client.missing": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "网页尚未构建，请在服务器上运行 make run。",
        "The pages have not been built; run `make run` on the server.",
    ),
    "not_ready": (HTTPStatus.SERVICE_UNAVAILABLE, "服务尚未就绪。", "The server is not ready."),
    "internal": (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "服务器内部错误，请稍后再试。",
        "Our fault; try again later.",
    ),
    **{code: (HTTPStatus.GONE, *both) for code, both in ZONE_SENTENCES.items()},
    **{code: (HTTPStatus.CONFLICT, *both) for code, both in SUBMISSION_SENTENCES.items()},
    **CASE_SENTENCES,
    **MESSAGE_SENTENCES,
}
"""Code to status, Chinese and English. What the cores refuse brings its own sentences."""

_STATUS_BY_CODE: Final = {
    "invite.revoked": HTTPStatus.GONE,
    "seat.unknown": HTTPStatus.NOT_FOUND,
    "document.unknown": HTTPStatus.NOT_FOUND,
    "document.name": HTTPStatus.UNPROCESSABLE_ENTITY,
    "document.page": HTTPStatus.UNPROCESSABLE_ENTITY,
    "participant.unknown": HTTPStatus.NOT_FOUND,
    "agent.unknown": HTTPStatus.NOT_FOUND,
    "session.unknown": HTTPStatus.NOT_FOUND,
    "minutes.reason": HTTPStatus.UNPROCESSABLE_ENTITY,
    **dict.fromkeys(UNFIT_APPLICATIONS, HTTPStatus.UNPROCESSABLE_ENTITY),
    "zone.destroyed": HTTPStatus.GONE,
    "zone.unreadable": HTTPStatus.GONE,
}


class Refused(Exception):
    """A plain no to an HTTP request."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.headers = headers or {}


def refused(code: str, *, field: str | None = None, **data: str | int) -> Refused:
    """The refusal of that code; `data` are the values in its sentences. A wait gets its Retry-After."""
    status, zh, en = SENTENCES[code]
    problem = Problem(
        status=status, code=code, title=en.format(**data), detail=zh.format(**data), field=field, data=data
    )
    return Refused(problem, _headers(status, data))


def invalid(field: str | None, zh: str, en: str) -> Refused:
    """`request.invalid` for one field: the rest of a sentence that begins with what the form calls it."""
    name = label(field)
    return refused("request.invalid", field=field, label_zh=name.zh, label_en=name.en, zh=zh, en=en)


def _headers(status: HTTPStatus, data: Mapping[str, str | int]) -> dict[str, str]:
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return {"WWW-Authenticate": "Bearer"}
        case HTTPStatus.TOO_MANY_REQUESTS:
            return {"Retry-After": str(data["wait_s"])}
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return {"Retry-After": str(data.get("wait_s", 5))}
        case _:
            return {}


def problem_of(refusal: SpokenRefusal) -> Problem:
    """The core's no, for HTTP."""
    if isinstance(refusal, NotPermitted | case_refusals.NotPermitted):
        status = HTTPStatus.FORBIDDEN
    elif isinstance(refusal, Unfit | CalendarError):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        status = HTTPStatus.CONFLICT
    return Problem(
        status=_STATUS_BY_CODE.get(refusal.code, status),
        code=refusal.code,
        title=refusal.en,
        detail=refusal.zh,
        data=dict(refusal.data),
    )


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> web.Response:
    """The problem as it goes out."""
    return web.Response(
        status=problem.status, text=problem.model_dump_json(), content_type=PROBLEM_JSON, headers=headers
    )
