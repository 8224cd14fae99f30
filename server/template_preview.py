"""A sample agreement with every kind of term, printed with the texts of a day: what a template folder will look like.

People, company and court are invented; nothing of a case is read.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

from agreements import render
from agreements.acts import ClauseAdded, FieldSet
from agreements.agreement import Agreement, Capacity, Matter, Member
from agreements.canonical import canonical_bytes, digest_of
from agreements.drafting import drafting
from agreements.freezing import document_of
from agreements.ids import AgreementId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.members import HEAD, opened, party_part
from agreements.step import step
from agreements.templates import Templates
from agreements.wording import Basis
from law.beijing import BEIJING
from law.people import Entity, NaturalPerson, Representative

WORKER: Final = SignerId("sample-worker")
COMPANY: Final = SignerId("sample-company")
MEDIATOR: Final = SignerId("sample-mediator")
COURT: Final = "示例市某某区人民法院"
PARTIES: Final[Mapping[SignerId, str]] = {WORKER: "示例市某某区示例路1号", COMPANY: "示例市某某区示例路2号"}
MEMBERS: Final = (
    Member(
        WORKER,
        Capacity.APPLICANT,
        "张三",
        FieldName(""),
        NaturalPerson("张三", "11010519491231002X", "13800000000"),
        "document",
    ),
    Member(
        COMPANY,
        Capacity.RESPONDENT,
        "李四",
        FieldName(""),
        Entity("示例市某某有限公司", "91350100M000100Y43", Representative("李四", "执行董事", phone="010-12345678")),
        "document",
    ),
    Member(MEDIATOR, Capacity.MEDIATOR, "王五", FieldName(""), identity="account"),
)


def preview(templates: Templates, on: date) -> bytes:
    """The PDF, unsigned. Raises what printing raises, and LookupError for a day without forms or texts."""
    agreement = _written(on)
    basis = Basis(templates)
    document = document_of(agreement, drafting(agreement).draft, today=on, court_name=COURT, basis=basis)
    canonical = canonical_bytes(document)
    return render.agreement(document, canonical=canonical, digest=digest_of(canonical)).pdf


def _written(on: date) -> Agreement:
    at = datetime.combine(on, time(10), BEIJING)
    matter = Matter(
        case_no=f"（{on.year}）示劳调字第00001号",
        number=f"（{on.year}）示劳调协字第00001号",
        organisation="示例市某某劳动争议调解委员会",
        cause="追索劳动报酬、经济补偿",
        lane="SELF",
        accepted_on=on.isoformat(),
        room="sample",
    )
    now = opened(AgreementId("sample-agreement"), matter, MEMBERS, at)
    for act in _acts(on, at):
        now = step(now, act).agreement
    return now


def _acts(on: date, at: datetime) -> Iterator[ClauseAdded | FieldSet]:
    head = {"facts": "张三自2022年3月1日起在示例市某某有限公司工作，双方对工资和经济补偿发生争议。", "court": "sample"}
    yield from (FieldSet(at, MEDIATOR, HEAD, name, 0, value) for name, value in head.items())
    for signer, domicile in PARTIES.items():
        yield FieldSet(at, MEDIATOR, party_part(signer), "domicile", 0, domicile)
    for number, (kind, values) in zip(count(1), _terms(on), strict=False):
        clause = PartId(f"sample-clause-{number:02}")
        yield ClauseAdded(at, MEDIATOR, clause, kind, None)
        yield from (FieldSet(at, MEDIATOR, clause, name, 0, value) for name, value in values.items())


def _terms(on: date) -> Iterator[tuple[Kind, Mapping[str, str]]]:
    """One of each kind."""
    due = (on + timedelta(days=30)).isoformat()
    paid = {"payer": COMPANY, "payee": WORKER, "method": "bank", "account_holder": "张三", "tax": "withheld"}
    account = {"account_bank": "示例银行某某支行", "account_number": "6217000000000000000"}
    yield (
        Kind.LABOUR_RELATION,
        {
            "act": "dissolved",
            "date": on.isoformat(),
            "proposed_by": "employer",
            "certificate_due": due,
            "transfer": "fifteen_days",
        },
    )
    yield Kind.PAYMENT, {**paid, **account, "item_type": "severance", "amount": "40500", "due": due}
    yield (
        Kind.INSTALMENTS,
        {
            **paid,
            **account,
            "item_type": "wages",
            "total": "32000",
            "periods": "6",
            "first_due": due,
            "acceleration": "all_due",
            "overdue_days": "10",
            "penalty_type": "daily_rate",
            "penalty_rate": "0.05",
            "penalty_cap": "3200",
        },
    )
    yield Kind.ACT, {"obligor": WORKER, "content": "归还工牌和笔记本电脑，办理工作交接", "due": due}
    yield Kind.SOCIAL_INSURANCE, {"obligor": COMPANY, "content": "make_up", "period": "2025年1月至12月", "due": due}
    yield Kind.CONFIDENTIALITY, {"who": "both", "content": "本协议约定的金额"}
    yield Kind.NON_COMPETE, {"change": "released"}
    yield Kind.COSTS, {"bearer": "each_own"}
    yield Kind.DEFAULT, {"content": "赔偿对方因此受到的损失"}
    yield Kind.FINAL_SETTLEMENT, {"scope": "上述劳动关系期间的工资和经济补偿"}
    yield Kind.FREE, {"heading": "其他", "text": "本协议的附件为工资明细"}
