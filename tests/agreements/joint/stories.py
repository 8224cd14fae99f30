"""A worker and a company that apply together; values for tests of the joint application."""

from datetime import UTC, date, datetime

from agreements.agreement import Capacity, Matter, Member
from agreements.ids import AgreementId, FieldName, SignerId
from agreements.joint.competence import Ground, Shown
from agreements.joint.form import Basis, Choice, ServiceAddress, Way
from agreements.joint.people import Petitioner
from agreements.joint.writing import Petition, Reached
from law.people import Entity, NaturalPerson, Representative

WORKER, COMPANY, MEDIATOR = SignerId("worker"), SignerId("company"), SignerId("account")
TODAY = date(2026, 2, 1)
AT = datetime(2026, 2, 1, 2, 0, tzinfo=UTC)
CONFIRM = Choice(Way.CONFIRMATION, "court", Basis.DOMICILE_APPLICANT)
PAPER = Choice(Way.COURT_PAPER, "court", Basis.FILED, costs="案件受理费5元，由被告负担。", waives_periods=True)
WITHDRAW = Choice(Way.WITHDRAWAL, "court", Basis.FILED)
MATTER = Matter(
    case_no="（2026）某劳调字第00001号",
    number="（2026）某劳调申字第00001号",
    organisation="某某区劳动争议调解中心",
    cause="追索劳动报酬纠纷",
    lane="SELF",
    accepted_on="2026-01-05",
    room="",
)
REACHED = Reached(
    number="（2026）某劳调协字第00001号",
    digest="ab" * 32,
    online=True,
    terms=(
        "一、给付工资",
        "被申请人于2026年3月31日前向申请人支付工资人民币12,345.00元（大写：壹万贰仟叁佰肆拾伍元整），以银行转账方式支付。",
    ),
    signed_on=date(2026, 1, 20),
    counts_from=date(2026, 1, 20),
    apply_by=date(2026, 2, 24),
)
PERSON = NaturalPerson("张三", "110101199003074573", "13800000000", "z@example.com", ethnicity="汉")
ENTITY = Entity("某某机械有限公司", "91110108MA01A2B3C5", Representative("李四", "总经理", phone="13900000000"))


def address(*, electronic: bool = True, rulings: bool = False, video: bool = True) -> ServiceAddress:
    return ServiceAddress(
        electronic=electronic,
        rulings=rulings,
        sms_phone="13800000000",
        email="z@example.com",
        im_account="",
        postal_address="浙江省杭州市西湖区文三路1号",
        postcode="310000",
        recipient="张三",
        recipient_phone="13800000000",
        agent="",
        video=video,
    )


def members() -> tuple[Member, Member]:
    return (
        Member(WORKER, Capacity.APPLICANT, "张三", FieldName("party_1"), PERSON, "code"),
        Member(COMPANY, Capacity.RESPONDENT, "李四", FieldName("party_2"), ENTITY, "code"),
    )


def petitioners() -> tuple[Petitioner, Petitioner]:
    worker, company = members()
    return (
        Petitioner(worker, "浙江省杭州市西湖区文三路1号", address()),
        Petitioner(company, "浙江省杭州市上城区中河路2号", address(electronic=False, video=False)),
    )


def petition(choice: Choice = CONFIRM, reached: Reached = REACHED) -> Petition:
    shown = Ground(choice.basis, Shown.YES, "张三，浙江省杭州市西湖区文三路1号")
    number = "" if choice.way is Way.CONFIRMATION else "（2026）浙0106民初1号"
    return Petition(
        AgreementId("application"), 1, MATTER, number, choice, "杭州市西湖区人民法院", shown, reached, petitioners()
    )
