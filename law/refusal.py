"""A plain no to a person, told with a stable code and a sentence in both languages."""

from collections.abc import Mapping
from typing import ClassVar


class SpokenRefusal(Exception):
    """`zh` and `en` are whole sentences; `data` are the values in them. A package gives its own `sentences` by code."""

    sentences: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, code: str, **data: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.data: Mapping[str, str | int] = data
        zh, en = self.sentences[code]
        self.zh = zh.format(**data)
        self.en = en.format(**data)
