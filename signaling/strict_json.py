"""JSON as a parser of hostile input reads it; the shape `socketio` expects of a json module.

A duplicate key is not "the last one wins" (JSA-2023-0001): the whole object becomes `Ambiguous`, which no model takes.
"""

import json
from typing import Final

INTEGER_DIGITS: Final = 20
"""Longest integer read; no field of the contract needs more."""


class Ambiguous:
    """Stands where an object named one key twice."""


def dumps(value: object, separators: tuple[str, str] = (",", ":")) -> str:
    """Compact JSON; a NaN or infinity is our fault and raises."""
    return json.dumps(value, separators=separators, ensure_ascii=False, allow_nan=False)


def loads(text: str) -> object:
    """The value; raises ValueError on what is not JSON, on NaN, infinities and monstrous integers."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_constant)
    except RecursionError as error:
        raise ValueError(text[:20]) from error


def _object(pairs: list[tuple[str, object]]) -> object:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else Ambiguous()


def _integer(digits: str) -> int:
    if len(digits) > INTEGER_DIGITS:
        raise ValueError(digits[:INTEGER_DIGITS])
    return int(digits)


def _constant(name: str) -> object:
    raise ValueError(name)
