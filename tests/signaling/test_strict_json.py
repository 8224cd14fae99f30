"""JSON from strangers."""

import pytest

from signaling import strict_json


def test_an_object_with_a_key_twice_is_no_object() -> None:
    assert isinstance(strict_json.loads('{"a": 1, "a": 2}'), strict_json.Ambiguous)


def test_a_nested_one_spoils_its_place_only() -> None:
    value = strict_json.loads('["chat.send", {"id": "x", "text": {"a": 1, "a": 2}}]')
    assert isinstance(value, list)
    assert isinstance(value[1]["text"], strict_json.Ambiguous)


@pytest.mark.parametrize("text", ["", "{", "[NaN]", "[Infinity]", "[" * 100_000, "1" * 21])
def test_what_is_not_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"^.+|^$"):
        strict_json.loads(text)


def test_what_goes_out_is_compact_and_chinese_stays_readable() -> None:
    assert strict_json.dumps({"a": "中文"}) == '{"a":"中文"}'
