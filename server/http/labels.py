"""What the fields that people fill in are called on the form, for sentences about them."""

import re
from collections.abc import Mapping
from typing import Final

from law.sentence import Sentence

FIELDS: Final[Mapping[str, Sentence]] = {
    "title": Sentence("调解名称", "Title"),
    "cause": Sentence("案由", "Cause"),
    "scheduled_at": Sentence("调解时间", "Time"),
    "planned_minutes": Sentence("预计时长", "Planned length"),
    "minutes": Sentence("预计时长", "Planned length"),
    "help_phone": Sentence("求助电话", "Phone for help"),
    "seats": Sentence("收件人", "Recipients"),
    "name": Sentence("名称", "Name"),
    "day": Sentence("日期", "Day"),
    "applicants": Sentence("申请人", "Applicants"),
    "respondents": Sentence("被申请人", "Respondents"),
    "username": Sentence("用户名", "User name"),
    "password": Sentence("密码", "Password"),
    "id_tail": Sentence("证件后四位", "Last four digits"),
    "name_confirmed": Sentence("姓名确认", "Confirmation of the name"),
    "participants": Sentence("当事人", "Participants"),
    "lane": Sentence("案件来源", "Lane"),
    "procedure": Sentence("审理程序", "Procedure"),
    "court": Sentence("法院", "Court"),
    "court_case_no": Sentence("法院案号", "The court's number"),
    "received_on": Sentence("收到日期", "Day of receipt"),
    "material_received_on": Sentence("签收材料日期", "Day the papers were signed for"),
    "summary": Sentence("纠纷概况", "Summary"),
    "note": Sentence("说明", "Note"),
    "reason": Sentence("理由", "Reason"),
    "unsigned": Sentence("未签及原因", "Why it is not signed"),
    "ground": Sentence("事由", "Ground"),
    "participant": Sentence("当事人", "Participant"),
    "on": Sentence("日期", "Day"),
    "at": Sentence("时间", "Time"),
    "days": Sentence("天数", "Days"),
    "ranked": Sentence("选择的调解员", "Mediators"),
    "host": Sentence("调解员", "Mediator"),
    "relations": Sentence("披露的关系", "Relations"),
    "receipt": Sentence("回执", "Receipt"),
    "items": Sentence("事项", "Matters"),
    "type": Sentence("类型", "Kind"),
    "valid_from": Sentence("起始日", "First day"),
    "valid_to": Sentence("截止日", "Last day"),
    "register_no": Sentence("名册编号", "Number on the register"),
    "source": Sentence("依据", "Ground"),
    "year": Sentence("年份", "Year"),
    "holidays": Sentence("法定节假日", "Holidays"),
    "text": Sentence("查找的字", "Words to look for"),
    "state": Sentence("状态", "State"),
    "due_days": Sentence("到期天数", "Days until due"),
    "late": Sentence("只看逾期", "Late only"),
    "page": Sentence("页码", "Page"),
    "what": Sentence("材料种类", "Kind of paper"),
    "form": Sentence("材料形式", "Form of the paper"),
    "owner": Sentence("材料来自", "Owner of the paper"),
    "basics": Sentence("基本情况", "Basics"),
    "reasons": Sentence("未成功原因", "Reasons"),
    "cost_conduct": Sentence("增加诉讼成本的行为", "Conduct that raised costs"),
    "court_matters": Sentence("需要提示法院的情况", "What the court should be told"),
    "result": Sentence("结果", "Result"),
    "content": Sentence("协议主要内容", "The agreement in short"),
    "amount": Sentence("金额合计", "Sum in all"),
    "performed_at_once": Sentence("是否已即时履行", "Performed at once"),
    "kind": Sentence("组织类型", "Kind of organisation"),
    "code": Sentence("代码", "Code"),
    "address": Sentence("地址", "Address"),
    "inviting_court": Sentence("邀请法院代码", "Code of the inviting court"),
    "seal_serial": Sentence("电子印章编号", "Number of the electronic seal"),
    "charges_fee": Sentence("是否收费", "Whether a fee is charged"),
    "phone": Sentence("电话", "Phone"),
    "fields": Sentence("擅长领域", "Fields of expertise"),
    "level": Sentence("法院级别", "Level of the court"),
}
PERSON: Final[Mapping[str, Sentence]] = {
    "name": Sentence("姓名或名称", "name"),
    "representative": Sentence("参加人姓名", "name of the one who comes"),
    "title": Sentence("职务", "position"),
    "phone": Sentence("电话", "phone"),
    "email": Sentence("电子邮箱", "e-mail"),
    "id_no": Sentence("身份证号", "ID number"),
    "uscc": Sentence("统一社会信用代码", "credit code"),
}
SIDES: Final[Mapping[str, Sentence]] = {
    "applicants": Sentence("申请人", "Applicant"),
    "respondents": Sentence("被申请人", "Respondent"),
}
OF_PARTICIPANT: Final = re.compile(r"participants\.(\d+)(?:\.who)?(?:\.representative)?(?:\.(\w+))?", re.ASCII)
INSIDE: Final = re.compile(r"(?:deed|said|who)\.(?:report\.|representative\.)?(\w+)", re.ASCII)
"""A field of what was done, answered or put right; the form has it under its own name."""
OF_PERSON: Final = re.compile(r"(applicants|respondents)\.(\d+)(?:\.(\w+))?", re.ASCII)


def label(field: str | None) -> Sentence:
    """The label of a path like `applicants.0.phone` or `deed.note`; a field no form has keeps its name."""
    if field is None:
        return Sentence("请求", "The request")
    inside = INSIDE.fullmatch(field)
    name = inside[1] if inside else field
    if name in FIELDS:
        return FIELDS[name]
    if inside and name in PERSON:
        return PERSON[name]
    of_participant = OF_PARTICIPANT.fullmatch(field)
    return _of_participant(field, of_participant) if of_participant else _of_side(field)


def _of_participant(field: str, found: re.Match[str]) -> Sentence:
    number, words = int(found[1]) + 1, PERSON.get(found[2] or "")
    if found[2] is not None and words is None:
        return Sentence(field, field)
    zh, en = f"当事人{number}", f"Participant {number}"
    return Sentence(f"{zh}的{words.zh}", f"{en}, {words.en}") if words else Sentence(zh, en)


def _of_side(field: str) -> Sentence:
    found = OF_PERSON.fullmatch(field)
    if found is None or (found[3] or "name") not in PERSON:
        return Sentence(field, field)
    side, number, what = SIDES[found[1]], int(found[2]) + 1, found[3]
    if what is None:
        return Sentence(f"{side.zh}{number}", f"{side.en} {number}")
    return Sentence(f"{side.zh}{number}的{PERSON[what].zh}", f"{side.en} {number}, {PERSON[what].en}")
