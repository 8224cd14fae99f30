"""What is wrong with a value, in words: Pydantic's kinds of error as sentences in both languages."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "mistake": ("{zh}", "{en}"),
    "missing": ("必须填写。", "is required."),
    "extra_forbidden": ("没有这一项。", "is not known here."),
    "int_parsing": ("应为整数。", "must be a whole number."),
    "int_type": ("应为整数。", "must be a whole number."),
    "int_from_float": ("应为整数。", "must be a whole number."),
    "bool_type": ("应为 true 或 false。", "must be true or false."),
    "bool_parsing": ("应为 true 或 false。", "must be true or false."),
    "string_type": ("应为文字。", "must be text."),
    "greater_than_equal": ("不能小于 {ge}。", "must not be less than {ge}."),
    "less_than_equal": ("不能大于 {le}。", "must not be more than {le}."),
    "literal_error": ("应为 {expected}。", "must be {expected}."),
    "enum": ("应为 {expected}。", "must be {expected}."),
    "string_too_short": ("至少 {min_length} 个字符。", "needs at least {min_length} characters."),
    "string_too_long": ("最多 {max_length} 个字符。", "must have at most {max_length} characters."),
    "string_pattern_mismatch": ("格式不对。", "has the wrong form."),
    "too_short": ("至少 {min_length} 项。", "needs at least {min_length} entries."),
    "too_long": ("最多 {max_length} 项。", "must have at most {max_length} entries."),
    "timezone_aware": ("时间须注明时区。", "must name its time zone."),
    "datetime_from_date_parsing": (
        "应为日期和时间，如 2026-03-01T09:30+08:00。",
        "must be a date and a time (RFC 3339).",
    ),
    "datetime_parsing": ("应为日期和时间，如 2026-03-01T09:30+08:00。", "must be a date and a time (RFC 3339)."),
    "union_tag_invalid": ("{discriminator} 应为 {expected_tags}。", "{discriminator} must be {expected_tags}."),
    "union_tag_not_found": ("须有 {discriminator}。", "needs {discriminator}."),
}
"""Kinds of error our settings and bodies can have; any other gets Pydantic's own words."""


def in_words(error: ErrorDetails) -> tuple[str, str]:
    """The rest of a sentence that begins with the field's name, in both languages; never the value."""
    zh, en = SENTENCES.get(error["type"], ("值不合要求。", "{msg}."))
    context = {"msg": error["msg"], **error.get("ctx", {})}
    return zh.format(**context), en.format(**context)
