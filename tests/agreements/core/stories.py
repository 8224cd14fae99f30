"""An agreement of two parties for the tests of the pure core, and a way to tell a story as a list of acts."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from agreements import acts
from agreements.acts import Act
from agreements.agreement import (
    Activation,
    Agreement,
    Applied,
    Capacity,
    Code,
    Frozen,
    Ink,
    Matter,
    Member,
    Signing,
    Stroke,
)
from agreements.canonical import canonical_bytes, digest_of
from agreements.ceremony import code_sha256, groups_of
from agreements.draft import Draft
from agreements.drafting import drafting
from agreements.freezing import document_of
from agreements.ids import AgreementId, CommentId, Digest, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.members import opened
from agreements.step import step
from agreements.work import CloseWork, SealWork, SignWork, due
from law.people import Entity, NaturalPerson, Representative

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LATER = NOON + timedelta(minutes=10)
"""When people have read."""
WORKER = SignerId("seat-worker")
COMPANY = SignerId("seat-company")
MEDIATOR = SignerId("seat-mediator")
PARTIES = (WORKER, COMPANY)
EVERYBODY = (*PARTIES, MEDIATOR)
PAYMENT = PartId("clause-payment")
HEAD = PartId("head")
SENTENCE = "我已阅读并同意本协议全部内容"
TERMS = "2026-11-22"
PAGES = 2
INK = Ink((Stroke(tuple((100 + 20 * step, 200 + (step % 2) * 60, 15 * step, 128) for step in range(30))),), 600)

MEMBERS = (
    Member(MEDIATOR, Capacity.MEDIATOR, "王敏", FieldName(""), identity="account"),
    Member(
        COMPANY,
        Capacity.RESPONDENT,
        "李静",
        FieldName(""),
        Entity("南京某某电子有限公司", "91350100M000100Y43", Representative("李静", "人事经理", phone="025-1234567")),
        "mediator",
    ),
    Member(
        WORKER,
        Capacity.APPLICANT,
        "张伟",
        FieldName(""),
        NaturalPerson("张伟", "11010519491231002X", "13800000000"),
        "document",
    ),
)
MATTER = Matter(
    case_no="（2026）示劳调字第00001号",
    number="（2026）示劳调字第00001号-1",
    organisation="南京某某劳动争议调解中心",
    cause="劳动报酬（拖欠工资）",
    lane="SELF",
    accepted_on="2026-11-20",
    room="room",
)

FACTS = {
    (HEAD, "facts"): "张伟自2024年3月1日起在南京某某电子有限公司工作，双方对2026年8月至10月的工资发生争议。",
    (PartId(f"party:{WORKER}"), "domicile"): "南京市鼓楼区某某路1号",
    (PartId(f"party:{WORKER}"), "ethnicity"): "汉族",
    (PartId(f"party:{COMPANY}"), "domicile"): "南京市江宁区某某路8号",
}
OWED = {
    (PAYMENT, "item"): "2026年8月至10月的工资",
    (PAYMENT, "payer"): COMPANY,
    (PAYMENT, "payee"): WORKER,
    (PAYMENT, "amount"): "12,345.00",
    (PAYMENT, "due"): "2026-12-15",
    (PAYMENT, "method"): "bank",
    (PAYMENT, "account_holder"): "张伟",
    (PAYMENT, "account_bank"): "中国银行南京某某支行",
    (PAYMENT, "account_number"): "6217000000000000000",
}


def agreement() -> Agreement:
    """Just opened."""
    return opened(AgreementId("agreement-1"), MATTER, MEMBERS, NOON)


def added(clause: PartId = PAYMENT, kind: Kind = Kind.PAYMENT, after: PartId | None = None) -> acts.ClauseAdded:
    return acts.ClauseAdded(NOON, MEDIATOR, clause, kind, after)


def put(part: PartId, field: str, value: str, saw: int = 0, by: SignerId = MEDIATOR) -> acts.FieldSet:
    return acts.FieldSet(NOON, by, part, field, saw, value)


def remarked(by: SignerId, text: str = "金额对不上", part: PartId = HEAD, id_: str = "remark-1") -> acts.Commented:
    return acts.Commented(NOON, by, CommentId(id_), part, text)


def written() -> list[Act]:
    """A draft that can be frozen."""
    return [added(), *(put(part, field, value) for (part, field), value in (FACTS | OWED).items())]


def after(events: Iterable[Act], start: Agreement | None = None) -> Agreement:
    """The agreement after the story; a refusal in it is an error of the test."""
    now = start or agreement()
    for event in events:
        outcome = step(now, event)
        assert outcome.refusal is None, outcome.refusal
        now = outcome.agreement
    return now


def draft_of(now: Agreement) -> Draft:
    return drafting(now).draft


def freeze_asked(now: Agreement, at: datetime = NOON) -> acts.FreezeAsked:
    """As the server does it: the document first, then the act that names it."""
    draft = draft_of(now)
    document = digest_of(canonical_bytes(document_of(now, draft, today=TODAY)))
    return acts.FreezeAsked(at, MEDIATOR, draft.version, document)


def freeze_done(now: Agreement, at: datetime = NOON) -> acts.FreezeDone:
    """As the worker does it, with made-up files."""
    work = due(now)
    digest = Digest(getattr(work, "document", ""))
    pages = tuple(blob("page", digest, str(page)) for page in range(PAGES))
    return acts.FreezeDone(at, Frozen(draft_or_empty(now), digest, blob("pdf", digest), pages, at))


def draft_or_empty(now: Agreement) -> Draft:
    return getattr(now.stage, "draft", Draft(()))


def blob(*words: str) -> Digest:
    return digest_of("|".join(words).encode())


def frozen(start: Agreement | None = None) -> Agreement:
    """Ready to be read and signed."""
    now = start or after(written())
    asked = after([freeze_asked(now)], now)
    return after([freeze_done(asked)], asked)


def signing(now: Agreement) -> Signing:
    assert isinstance(now.stage, Signing)
    return now.stage


def digest(now: Agreement) -> Digest:
    return signing(now).frozen.digest


def reads(now: Agreement, signer: SignerId, at: datetime = LATER) -> list[Act]:
    """Every page, and yes to every group of clauses."""
    pages = [acts.PageRead(at, signer, digest(now), page, 20) for page in range(1, PAGES + 1)]
    groups = groups_of(now, signing(now).frozen)
    return [*pages, *(acts.GroupConfirmed(at, signer, digest(now), group) for group in groups)]


def confirms(now: Agreement, signer: SignerId, at: datetime = LATER) -> acts.Confirmed:
    return acts.Confirmed(at, signer, digest(now), SENTENCE, TERMS)


def code_sent(now: Agreement, signer: SignerId, code: str = "123456", at: datetime = LATER) -> acts.CodeSent:
    right = code_sha256(digest(now), signer, code)
    return acts.CodeSent(at, signer, digest(now), Code(right, at, at, "outbox", "模拟", 0))


def signs(
    now: Agreement,
    signer: SignerId,
    *,
    code: str = "123456",
    request: str = "",
    ink: Ink = INK,
    at: datetime = LATER,
) -> acts.SignAsked:
    activation = Activation(request or f"press-{signer}", at, ink, "outbox", "模拟", "phone", "192.0.2.7", "Agent/1")
    return acts.SignAsked(at, signer, digest(now), code_sha256(digest(now), signer, code), activation)


def everything_but_the_press(now: Agreement, signer: SignerId) -> list[Act]:
    return [*reads(now, signer), confirms(now, signer), code_sent(now, signer)]


def authorises(now: Agreement, signer: SignerId) -> list[Act]:
    return [*everything_but_the_press(now, signer), signs(now, signer)]


def applied(now: Agreement, at: datetime = LATER) -> acts.SignatureApplied:
    """What the worker reports of the signature that is due."""
    work = due(now)
    assert isinstance(work, SignWork | SealWork)
    pdf = blob("signed", work.onto, work.field)
    serial = hashlib.sha256(work.field.encode()).hexdigest()[:16]
    return acts.SignatureApplied(at, work.field, work.onto, Applied(at, serial, blob("certificate", work.field), pdf))


def signed(now: Agreement, *signers: SignerId) -> Agreement:
    """Each of these all the way to the signature in the file."""
    for signer in signers:
        now = after(authorises(now, signer), now)
        now = after([applied(now)], now)
    return now


def close_done(now: Agreement, at: datetime = LATER) -> acts.CloseDone:
    work = due(now)
    assert isinstance(work, CloseWork)
    return acts.CloseDone(at, work.onto, blob("closed", work.onto), blob("evidence"), (blob("evidence page"),), at)
