import pytest

from law.masking import masked_account, masked_id_no, masked_phone


@pytest.mark.parametrize(
    ("id_no", "shown"),
    [
        ("110101199003071234", "110101********1234"),
        ("11010519491231002X", "110105********002X"),
        ("AAA123456789012", "AAA123*****9012"),
        ("AB1234567890", "**********90"),
        ("E123456789", "********89"),
        ("12345", "***45"),
        ("12", "*2"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_masks_never_show_a_whole_number(id_no: str, shown: str) -> None:
    assert masked_id_no(id_no) == shown


def test_phones_and_accounts_keep_less_of_their_head() -> None:
    assert masked_phone("13800001234") == "138****1234"
    assert masked_phone("61234567") == "******67"
    assert masked_account("6222020200112231234") == "6222***********1234"
