import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from stdnum.cn import ric
from stdnum.cn import uscc as credit_code

from law.identity_numbers import (
    SENTENCES,
    IdNoError,
    UsccError,
    birth_date,
    check_id_no,
    check_uscc,
    gender,
)

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)


class Golden(NamedTuple):
    verdict: str
    number: str
    note: str


def golden(name: str) -> Iterator[Golden]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, number, note = (part.strip() for part in line.split(" | ", 2))
            yield Golden(verdict, number, note)


ID_NUMBERS = tuple(golden("golden_id_numbers.txt"))
CREDIT_CODES = tuple(golden("golden_credit_codes.txt"))


def verdict_on_id(number: str) -> str:
    try:
        check_id_no(number, today=TODAY)
    except IdNoError as error:
        return error.code
    return "ok"


def verdict_on_code(number: str) -> str:
    try:
        check_uscc(number)
    except UsccError as error:
        return error.code
    return "ok"


@pytest.mark.parametrize("case", ID_NUMBERS, ids=lambda case: f"{case.verdict}: {case.note}")
def test_at51_id_numbers_get_the_golden_verdict(case: Golden) -> None:
    assert verdict_on_id(case.number) == case.verdict


@pytest.mark.parametrize("case", CREDIT_CODES, ids=lambda case: f"{case.verdict}: {case.note}")
def test_at51_credit_codes_get_the_golden_verdict(case: Golden) -> None:
    assert verdict_on_code(case.number) == case.verdict


def test_at51_the_golden_lists_are_large_and_name_every_code() -> None:
    cases = (*ID_NUMBERS, *CREDIT_CODES)
    assert len({case.number for case in ID_NUMBERS}) == len(ID_NUMBERS) >= 40
    assert len({case.number for case in CREDIT_CODES}) == len(CREDIT_CODES) >= 40
    assert {case.verdict for case in cases} == {"ok", *SENTENCES}


def test_at51_an_id_number_says_birth_date_and_gender() -> None:
    for case in ID_NUMBERS:
        if case.verdict == "ok":
            said = re.match(r"(\d{4}-\d\d-\d\d) (male|female)", case.note)
            assert said is not None
            assert (birth_date(case.number).isoformat(), gender(case.number)) == said.groups()


def test_at51_one_wrong_character_is_never_overlooked() -> None:
    """What MOD 11-2 and MOD 31 promise: every single slip and every exchange of neighbours is caught."""
    for case in ID_NUMBERS:
        if case.verdict == "ok":
            for slip in slips(case.number, "0123456789X"):
                assert verdict_on_id(slip) != "ok", slip
    for case in CREDIT_CODES:
        if case.verdict == "ok":
            for slip in slips(case.number, "0123456789ABCDEFGHJKLMNPQRTUWXY"):
                assert verdict_on_code(slip) != "ok", slip


def slips(number: str, alphabet: str) -> Iterator[str]:
    for place, right in enumerate(number):
        for wrong in alphabet:
            if wrong != right:
                yield number[:place] + wrong + number[place + 1 :]
        if right != number[place + 1 : place + 2] != "":
            yield number[:place] + number[place + 1] + right + number[place + 2 :]


def test_at51_numbers_made_by_the_rules_pass() -> None:
    chance = random.Random(51)  # noqa: S311 - a fixed seed, so that the test says the same every time
    for _ in range(2000):
        born = TODAY - timedelta(days=chance.randrange(40_000))
        body = f"{chance.choice(['110101', '440305', '650104'])}{born:%Y%m%d}{chance.randrange(1000):03}"
        number = body + ric.calc_check_digit(body + "0")
        check_id_no(number, today=TODAY)
        assert birth_date(number) == born


def test_at51_the_day_of_birth_counts_and_the_day_before_does_not() -> None:
    number = "110101199003071233"
    check_id_no(number, today=date(1990, 3, 7))
    with pytest.raises(IdNoError, match=r"^id_no\.birth_date_future$"):
        check_id_no(number, today=date(1990, 3, 6))


def test_at51_small_letters_are_refused_with_the_capital_form_offered() -> None:
    with pytest.raises(UsccError) as caught:
        check_uscc("91350100m000100y43")
    assert caught.value.offer == "91350100M000100Y43"
    assert "91350100M000100Y43" in caught.value.sentence.zh
    assert "91350100M000100Y43" in caught.value.sentence.en
    check_uscc(caught.value.offer)


@pytest.mark.parametrize("number", ["110101199003071233\n", " 110101199003071233", "\u200b110101199003071233"])
def test_at51_nothing_around_the_number_is_forgiven(number: str) -> None:
    assert verdict_on_id(number) == "id_no.characters"
    assert verdict_on_code(number) == "uscc.characters"


@pytest.mark.parametrize("case", [case for case in ID_NUMBERS if case.verdict != "ok"], ids=lambda case: case.note)
def test_an_error_keeps_the_id_number_out_of_its_text(case: Golden) -> None:
    with pytest.raises(IdNoError) as caught:
        check_id_no(case.number, today=TODAY)
    assert str(caught.value) == caught.value.code
    assert caught.value.offer is None
    assert len(case.number) < 2 or case.number not in f"{caught.value.sentence}"


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in SENTENCES.values():
        assert words.zh.endswith("。")
        assert words.en.endswith(".")


def test_the_library_alone_would_not_do() -> None:
    """Why the rules of GB 32100 are written out here: the library refuses letters in front and passes the rest."""
    assert not credit_code.is_valid("N23401007400000142")
    assert credit_code.is_valid("00000000000000000" + "0")
    assert credit_code.is_valid("91350100M000100Y56")
    assert credit_code.is_valid("91350100m000100y43")
