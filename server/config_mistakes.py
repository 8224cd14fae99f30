"""What is wrong with the settings, all of it at once."""

from collections.abc import Iterable, Iterator

from pydantic_core import ErrorDetails

from server.mistakes import in_words


class ConfigRefused(ValueError):
    """The settings cannot be used; `mistakes` holds one (zh, en) pair of sentences for each thing that is wrong."""

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(f"{zh} {en}" for zh, en in self.mistakes))


def strange_names(given: Iterable[str], known: Iterable[str], prefix: str) -> Iterator[tuple[str, str]]:
    """A mistake for each name that begins like a setting and is none: a misspelt setting must not go unnoticed."""
    settings = {prefix + name.upper() for name in known}
    for name in sorted(given):
        if name.upper().startswith(prefix) and name.upper() not in settings:
            yield f"{name}：没有这个设置。", f"{name}: there is no such setting."


def mistake(error: ErrorDetails) -> tuple[str, str]:
    """One wrong setting, or what is wrong between several, without their values."""
    name = ".".join(str(part) for part in error["loc"])
    zh, en = in_words(error)
    return (f"{name}：{zh}", f"{name}: {en}") if name else (zh, en)
