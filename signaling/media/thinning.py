"""Leaves out of an offer what we never read, before it is parsed: of an offer with every codec that is most of it.

The parser looks through all codecs for each row of feedback. Only well-formed rows about other codecs and extensions
go; whatever would be refused is still there to be refused.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

_CODEC = re.compile(r"a=rtpmap:(\d+) ([^/ ]+)/\d+(?:/\d+)?", re.ASCII)
_EXTENSION = re.compile(r"a=extmap:\d+(?:/[^/ ]+)? (\S+)", re.ASCII)
FEW_ROWS = 32
"""For each m-line. With Opus, VP8 and its repair alone Chromium writes 26; with every codec 95, Firefox 45."""
_OF_CODEC = ("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:")


def thinned(rows: Sequence[str], codecs: Collection[str], extensions: Collection[str]) -> list[str]:
    """The rows without those about codecs (names in lower case) and header extensions (URIs) other than these.

    All rows, where they are so few that leaving some out costs more than reading them.
    """
    starts = [at for at, row in enumerate(rows) if row.startswith("m=")]
    if len(rows) <= FEW_ROWS * len(starts):
        return list(rows)
    kept = list(rows[: starts[0]]) if starts else list(rows)
    for start, end in pairwise([*starts, len(rows)]):
        kept += _thinned(rows[start:end], codecs, extensions)
    return kept


def _thinned(section: Sequence[str], codecs: Collection[str], extensions: Collection[str]) -> Iterator[str]:
    others = _others(section, codecs)
    for row in section:
        if row.startswith(_OF_CODEC):
            if row.partition(":")[2].partition(" ")[0] in others:
                continue
        elif row.startswith("a=extmap:"):
            extension = _EXTENSION.fullmatch(row)
            if extension is not None and extension[1] not in extensions:
                continue
        yield row


def _others(section: Sequence[str], codecs: Collection[str]) -> set[str]:
    """The payload types of an m-line that are surely of another codec."""
    others: set[str] = set()
    kept: set[str] = set()
    for row in section:
        if row.startswith("a=rtpmap:"):
            codec = _CODEC.fullmatch(row)
            if codec is not None:
                (kept if codec[2].lower() in codecs else others).add(codec[1])
    return others - kept
