"""What the fields that people fill in are called on the form, for sentences about them."""

import re
from collections.abc import Mapping
from typing import Final

from law.sentence import Sentence

FIELDS: Final[Mapping[str, Sentence]] = {
    "title": Sentence("调解名称", "Title"),
    "cause": Sentence("案由", "Cause"),
    "scheduled_at": Sentence("调解时间", "Time"),
    "day": Sentence("日期", "Day"),
    "applicants": Sentence("申请人", "Applicants"),
    "respondents": Sentence("被申请人", "Respondents"),
    "username": Sentence("用户名", "User name"),
    "password": Sentence("密码", "Password"),
    "id_tail": Sentence("证件后四位", "Last four digits"),
    "name_confirmed": Sentence("姓名确认", "Confirmation of the name"),
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
OF_PERSON: Final = re.compile(r"(applicants|respondents)\.(\d+)(?:\.(\w+))?", re.ASCII)


def label(field: str | None) -> Sentence:
    """The label of a path like `applicants.0.phone`; a field no form has keeps its name."""
    if field is None:
        return Sentence("请求", "The request")
    if field in FIELDS:
        return FIELDS[field]
    found = OF_PERSON.fullmatch(field)
    if found is None or (found[3] or "name") not in PERSON:
        return Sentence(field, field)
    side, number, what = SIDES[found[1]], int(found[2]) + 1, found[3]
    if what is None:
        return Sentence(f"{side.zh}{number}", f"{side.en} {number}")
    return Sentence(f"{side.zh}{number}的{PERSON[what].zh}", f"{side.en} {number}, {PERSON[what].en}")
