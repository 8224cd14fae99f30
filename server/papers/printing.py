"""What the workers of the render pool do: all that goes in and out is picklable, and nothing here knows a store.

The press is imported where it is used: the node, which sends these functions over, must not load it.
"""
# ruff: noqa: PLC0415 - see above

import json
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final, TypeVar

from agreements.canonical import canonical_bytes, digest_of
from agreements.ids import Digest
from agreements.letter import Letter
from agreements.ports import Away, Evidence, Rendered, SealLook, SignatureLook
from law.sentence import Sentence

LOADED_BEFORE: Final = (__name__, "agreements.render", "agreements.pictures", "pikepdf")
"""What the process that workers are forked from has loaded already."""


CPU_S: Final = 120
"""For one job. The longest that drafting lets through takes a tenth of it."""

Made = TypeVar("Made")


def prepare() -> None:
    """First thing in a worker: obey the node alone, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the node's; it ends us in order
    threading.Thread(target=_end_with_parent, daemon=True).start()


def limited(job: Callable[..., Made], *args: object) -> Made:
    """Do one job. Should it ever run away, the kernel ends this worker instead of letting every room wait behind it."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + CPU_S, hard))
    return job(*args)


def _end_with_parent() -> None:
    # A worker holds both ends of its queue: by that alone it would never learn that a killed node is gone.
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def warm() -> None:
    """Whoever asks has waited until a worker is there with its fonts."""
    from agreements import render

    render.warm()


def coverage(folder: Path | None = None) -> dict[int, str]:
    """Code point to glyph of the face that whatever other faces lack falls back to; raises Away without fonts.

    `folder`: None for the system's.
    """
    from agreements.render.fonts import SYSTEM_FONTS, Face, FontsMissing, fonts_of

    try:
        return fonts_of(folder or SYSTEM_FONTS).glyphs[Face.BODY]
    except FontsMissing as missing:
        # Said in words that the node knows without the press.
        raise Away("press.fonts", Sentence(f"缺少字体文件{missing.file}。", str(missing))) from None


def agreement(canonical: bytes, checked_at: str = "") -> Rendered:
    """The agreement of that canonical JSON; raises Unprintable and FontsMissing."""
    from pydantic import TypeAdapter

    from agreements import render
    from agreements.document import Document

    document = TypeAdapter(Document).validate_json(canonical, strict=True, extra="forbid")
    return render.agreement(document, canonical=canonical, digest=digest_of(canonical), checked_at=checked_at)


def appearance(pdf: bytes, field: str, look: SignatureLook) -> bytes:
    """What `look` is in that field of that file, whatever size it says itself."""
    from agreements import render

    width, height = _field_size(pdf, field)
    return render.appearance(replace(look, width=width, height=height))


def seal(look: SealLook) -> bytes:
    """An organisation's round seal; raises Unprintable."""
    from agreements import render

    return render.seal(look)


def evidence(told: Evidence, checked_at: str = "") -> Rendered:
    """The evidence page; raises Unprintable and FontsMissing."""
    from agreements import render

    return render.evidence(told, canonical=canonical_bytes(told), checked_at=checked_at)


def letter(told: Letter, canonical: bytes, checked_at: str = "") -> Rendered:
    """A letter with its data inside; raises Unprintable and FontsMissing."""
    from agreements import render

    return render.letter(told, canonical=canonical, checked_at=checked_at)


def minutes(canonical: bytes, checked_at: str = "") -> Rendered:
    """The 笔录 of that canonical JSON; raises Unprintable and FontsMissing."""
    from pydantic import TypeAdapter

    from agreements import render
    from agreements.minutes_document import MinutesDocument

    document = TypeAdapter(MinutesDocument).validate_json(canonical, strict=True, extra="forbid")
    return render.minutes(document, canonical=canonical, digest=digest_of(canonical), checked_at=checked_at)


def court_paper(canonical: bytes, checked_at: str = "") -> Rendered:
    """The application or the 送达地址确认书 of that canonical JSON; raises Unprintable and FontsMissing."""
    from pydantic import TypeAdapter

    from agreements.joint.documents import APPLICATION, AddressDocument, ApplicationDocument
    from agreements.render.court_paper_sheet import court_paper as printed

    kind = ApplicationDocument if json.loads(canonical)["schema"] == APPLICATION else AddressDocument
    document = TypeAdapter[ApplicationDocument | AddressDocument](kind).validate_json(
        canonical, strict=True, extra="forbid"
    )
    return printed(document, canonical=canonical, digest=digest_of(canonical), checked_at=checked_at)


def print_copy(pdf: bytes, digest: Digest) -> bytes:
    """The pages of a fixed text, each with its mark; raises FontsMissing."""
    from agreements import render

    return render.print_copy(pdf, digest)


def bundle_index(canonical: bytes) -> Rendered:
    """The 卷内目录 of that canonical JSON; raises FontsMissing."""
    from pydantic import TypeAdapter

    from agreements import render
    from agreements.bundle.index import Index

    return render.bundle_index(TypeAdapter(Index).validate_json(canonical), canonical=canonical)


def bundle_reading(canonical: bytes) -> Rendered:
    """How to check a bundle, of that canonical JSON; raises FontsMissing."""
    from pydantic import TypeAdapter

    from agreements import render
    from agreements.bundle.index import Reading

    return render.bundle_reading(TypeAdapter(Reading).validate_json(canonical), canonical=canonical)


def page_count(pdf: bytes) -> int:
    """Pages of a file that somebody handed in; 0 where it cannot be told."""
    from pikepdf import Pdf, PdfError

    try:
        with Pdf.open(BytesIO(pdf)) as file:
            return len(file.pages)
    except PdfError:
        return 0


def attached(pdf: bytes, name: str) -> bytes:
    """The file inside a paper of our own; empty where there is none of that name."""
    from pikepdf import Pdf, PdfError

    try:
        with Pdf.open(BytesIO(pdf)) as file:
            return bytes(file.attachments[name].get_file().read_bytes()) if name in file.attachments else b""
    except PdfError:
        return b""


def pages(pdf: bytes) -> tuple[bytes, ...]:
    """A picture of each page."""
    from agreements import pictures

    return pictures.pages(pdf)


def _field_size(pdf: bytes, field: str) -> tuple[float, float]:
    """Width and height of a signature field in points."""
    from pikepdf import Pdf

    with Pdf.open(BytesIO(pdf)) as file:
        for each in file.Root.AcroForm.Fields:
            if str(each.T) == field:
                left, bottom, right, top = (float(corner) for corner in each.Rect)
                return right - left, top - bottom
    raise LookupError(field)
