"""How log lines look and what never gets into them: one line an act, ids instead of names, faults without their words.

An exception's message may quote what somebody typed; its type and where it was raised are enough to find it.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS: Final = ("server", "signaling")
"""Packages whose loggers follow the configured level; libraries speak from warnings on only, some quote SDP below."""
QUOTE: Final = re.compile("[:('\"<]")
"""Where the words of an exception, or the value it is about, may begin."""
ROOT: Final = Path(__file__).resolve().parent.parent


_without_meta: Final = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def configure_logs(level: str, shape: Literal["console", "json"], stream: TextIO = sys.stderr) -> None:
    """Send all lines to `stream`, once for the process."""
    prepared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*prepared, _one_line],
            processors=[_without_meta, faults_without_words, _shaped(shape)],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *prepared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def faults_without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """`exc_info` becomes `fault`: the types in the chain, each with the place it was raised at."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["fault"] = " < ".join(_chain(error))
    return event


def _one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A library's line: its first line, control characters escaped.

    Where it tells of an exception, only up to where that could be quoted: asyncio prints a failed task with its words.
    """
    first = str(event.get("event", "")).partition("\n")[0]
    if event.get("exc_info"):
        first = QUOTE.split(first, maxsplit=1)[0].rstrip()
    event["event"] = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in first)
    return event


def _chain(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        places = " > ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in frames[-6:])
        yield f"{type(error).__name__} at {places or 'nowhere'}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


def _shaped(shape: Literal["console", "json"]) -> Processor:
    if shape == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
