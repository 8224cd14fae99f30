"""Resident ID numbers (GB 11643) and unified social credit codes (GB 32100): whether one can be what it claims.

    IdentityNumberError
    ├── IdNoError   id_no.characters · lowercase · length · region · birth_date · birth_date_future · check
    └── UsccError   uscc.letter · characters · lowercase · length · zeros · department · category · region ·
                    organisation · check

A number that passes is well formed. Whether it was ever issued only the register knows. A number is never repaired here
and never part of an error's text, so it cannot slip into a log that way.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from stdnum.cn import ric
from stdnum.cn import uscc as credit_code

from law.sentence import Sentence

PROVINCES: Final = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82),
    )
)
"""GB/T 2260, first two digits. Counties come and go while the numbers given out there stay, so no deeper check."""

ID_PROVINCES: Final = PROVINCES | {"83"}
"""83 stands on residence permits for Taiwan residents (国办发〔2018〕81号), whose numbers follow GB 11643."""

FIRST_YEAR: Final = 1800
"""The oldest example in GB 11643 was born in 1880; earlier centuries are slips of the finger."""

ALPHABET: Final = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
LOWERCASE: Final = frozenset("abcdefghjklmnpqrtuwxy")
EXCLUDED: Final = frozenset("IOZSViozsv")

CATEGORIES: Final[Mapping[str, str]] = {
    "1": "1239",  # 机构编制: organs, public institutions, mass organisations
    "2": "19",  # 外交
    "3": "123459",  # 司法行政: law firms, notaries, legal services, forensics, arbitration commissions
    "4": "19",  # 文化
    "5": "123459",  # 民政; 4 and 5 are residents' and villagers' committees, given since 2017 [K]
    "6": "129",  # 旅游
    "7": "129",  # 宗教
    "8": "19",  # 工会
    "9": "123",  # 工商: enterprises, individual businesses, farmers' cooperatives
    "A": "19",  # 中央军委改革和编制办公室
    "N": "1239",  # 农业: collective economic organisations
    "Y": "1",  # 其他
}
"""GB 32100: registration department and the categories it registers."""

SENTENCES: Final[Mapping[str, Sentence]] = {
    "id_no.characters": Sentence(
        "身份证号码只能用数字，最后一位可以是大写字母X，中间不要有空格或横线。",
        "An ID number has digits only, the last may be a capital X; no spaces or hyphens.",
    ),
    "id_no.lowercase": Sentence("身份证号码末位的字母要大写：X。", "The last letter of an ID number is a capital X."),
    "id_no.length": Sentence(
        "身份证号码应是18位，现在是{count}位。旧的15位号码请换成18位。",
        "An ID number has 18 characters; this has {count}. Instead of an old number of 15 digits give the new one.",
    ),
    "id_no.region": Sentence(
        "身份证号码前几位的地区代码不存在，请核对。",
        "The region at the start of the ID number does not exist; please check.",
    ),
    "id_no.birth_date": Sentence(
        "身份证号码第7到14位不是真实的出生日期，请核对。",
        "Digits 7 to 14 of the ID number are no real birth date; please check.",
    ),
    "id_no.birth_date_future": Sentence(
        "身份证号码里的出生日期还没有到，请核对。", "The birth date in the ID number lies in the future; please check."
    ),
    "id_no.check": Sentence(
        "身份证号码的校验位不对，可能有一位输错了，请逐位核对。",
        "The check digit of the ID number does not fit; one digit may be wrong, please compare them one by one.",
    ),
    "uscc.letter": Sentence(
        "统一社会信用代码不使用字母I、O、Z、S、V，请看看是不是数字1、0、2、5或字母U。",
        "A credit code never has the letters I, O, Z, S, V; perhaps they are the digits 1, 0, 2, 5 or the letter U.",
    ),
    "uscc.characters": Sentence(
        "统一社会信用代码只能用半角数字和大写字母，中间不要有空格或横线。",
        "A credit code has plain digits and capital letters only; no spaces or hyphens.",
    ),
    "uscc.lowercase": Sentence(
        "统一社会信用代码的字母要大写：{offer}。", "The letters of a credit code are capitals: {offer}."
    ),
    "uscc.length": Sentence(
        "统一社会信用代码应是18位，现在是{count}位。", "A credit code has 18 characters; this has {count}."
    ),
    "uscc.zeros": Sentence(
        "统一社会信用代码不能全是0，其中的组织机构代码也不能全是0。",
        "Neither a credit code nor the organisation code in it can be all zeros.",
    ),
    "uscc.department": Sentence(
        "统一社会信用代码第1位的登记管理部门不存在，请核对。",
        "The registration department, character 1 of the credit code, does not exist; please check.",
    ),
    "uscc.category": Sentence(
        "统一社会信用代码第2位的机构类别与第1位不配，请核对。",
        "The category, character 2 of the credit code, does not go with character 1; please check.",
    ),
    "uscc.region": Sentence(
        "统一社会信用代码第3到8位的地区代码不存在，请核对。",
        "The region, characters 3 to 8 of the credit code, does not exist; please check.",
    ),
    "uscc.organisation": Sentence(
        "统一社会信用代码第9到17位的组织机构代码校验不对，请逐位核对。",
        "Characters 9 to 17 of the credit code, the organisation code, do not fit each other; please compare them.",
    ),
    "uscc.check": Sentence(
        "统一社会信用代码的最后一位校验不对，可能有一位输错了，请逐位核对。",
        "The last character of the credit code does not fit; one may be wrong, please compare them one by one.",
    ),
}


class Gender(StrEnum):
    """As the order code says it: odd male, even female."""

    MALE = "male"
    FEMALE = "female"


class IdentityNumberError(ValueError):
    """A number that cannot be what it claims. `offer` is what was probably meant; None: nothing to offer."""

    def __init__(self, code: str, *, count: int = 0, offer: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.offer = offer
        words = SENTENCES[code]
        self.sentence = Sentence(words.zh.format(count=count, offer=offer), words.en.format(count=count, offer=offer))


class IdNoError(IdentityNumberError):
    """No resident ID number."""


class UsccError(IdentityNumberError):
    """No unified social credit code."""


def check_id_no(id_no: str, *, today: date) -> None:
    """Raise IdNoError unless this is a GB 11643 number of someone born by `today`."""
    born = birth_date(id_no)
    if born > today:
        raise IdNoError("id_no.birth_date_future")
    if ric.calc_check_digit(id_no) != id_no[-1]:
        raise IdNoError("id_no.check")


def birth_date(id_no: str) -> date:
    """The day in digits 7 to 14. Raises IdNoError if shape, region or day cannot be. The check digit is not read."""
    _check_id_shape(id_no)
    try:
        born = date.fromisoformat(id_no[6:14])
    except ValueError:
        raise IdNoError("id_no.birth_date") from None
    if born.year < FIRST_YEAR:
        raise IdNoError("id_no.birth_date")
    return born


def gender(id_no: str) -> Gender:
    """What digit 17 says. Raises IdNoError where shape or region are impossible."""
    _check_id_shape(id_no)
    return Gender.MALE if int(id_no[16]) % 2 else Gender.FEMALE


def _check_id_shape(id_no: str) -> None:
    if re.fullmatch("[0-9]{17}x", id_no):
        raise IdNoError("id_no.lowercase")
    if not re.fullmatch("[0-9]*X?", id_no):
        raise IdNoError("id_no.characters")
    if len(id_no) != 18:
        raise IdNoError("id_no.length", count=len(id_no))
    if not _is_id_region(id_no[:6]):
        raise IdNoError("id_no.region")


def _is_id_region(region: str) -> bool:
    """As GB 11643; on a foreigner's permanent residence card of 2023 (国家移民管理局) a 9 comes before the province."""
    province = region[1:3] if region.startswith("9") else region[:2]
    return province in ID_PROVINCES


def check_uscc(uscc: str) -> None:
    """Raise UsccError unless this is a GB 32100 code: department, category, region and both check characters."""
    _check_uscc_shape(uscc)
    department, category, region, organisation = uscc[0], uscc[1], uscc[2:8], uscc[8:17]
    if set(organisation) == {"0"}:
        raise UsccError("uscc.zeros")
    if department not in CATEGORIES:
        raise UsccError("uscc.department")
    if category not in CATEGORIES[department]:
        raise UsccError("uscc.category")
    if not _is_registration_region(region):
        raise UsccError("uscc.region")
    if _organisation_check(organisation[:8]) != organisation[8]:
        raise UsccError("uscc.organisation")
    if credit_code.calc_check_digit(uscc) != uscc[-1]:
        raise UsccError("uscc.check")


def _check_uscc_shape(uscc: str) -> None:
    if EXCLUDED & set(uscc):
        raise UsccError("uscc.letter")
    if set(uscc) - ALPHABET - LOWERCASE:
        raise UsccError("uscc.characters")
    if LOWERCASE & set(uscc):
        raise UsccError("uscc.lowercase", offer=uscc.upper())
    if len(uscc) != 18:
        raise UsccError("uscc.length", count=len(uscc))


def _is_registration_region(region: str) -> bool:
    """100000 is the central authority's own code."""
    return region == "100000" or (region.isdecimal() and region[:2] in PROVINCES)


def _organisation_check(body: str) -> str:
    """GB 11714: 11 minus the weighted sum modulo 11, where 10 is written X and 11 is written 0."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]
