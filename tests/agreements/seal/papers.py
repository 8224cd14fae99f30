"""Papers to sign, made small: WeasyPrint draws a page with a box for each signer."""

import functools

import weasyprint

from agreements.ports import Box, Rendered

POINTS = 0.75
"""One CSS pixel."""


@functools.cache
def paper(signers: int, *, pages: int = 1, organisation: bool = False) -> Rendered:
    boxes = "".join(f'<div id="party_{number}"></div>' for number in range(1, signers + 1))
    seal = '<div id="organisation"></div>' if organisation else ""
    before = "<p>12,345.00</p>" * (pages - 1)
    style = """<style>@page { size: A4 } div { width: 60mm; height: 20mm; break-inside: avoid } p { break-after: page }
        #organisation { width: 45mm; height: 45mm }</style>"""
    document = weasyprint.HTML(string=f"{style}<h1>AGREEMENT</h1>{before}<b>12,345.00</b>{boxes}{seal}").render()
    places = tuple(
        Box(name, number, x1 * POINTS, (page.height - y2) * POINTS, x2 * POINTS, (page.height - y1) * POINTS)
        for number, page in enumerate(document.pages)
        for name, (x1, y1, x2, y2) in page.anchors.items()
    )
    return Rendered(document.write_pdf(), len(document.pages), places)


@functools.cache
def look() -> bytes:
    """Ink in a field."""
    ink = '<svg viewBox="0 0 60 20"><path d="M5 15 Q 20 0 30 12 T 55 6" fill="none" stroke="#123"/></svg>'
    page = "<style>@page { size: 60mm 20mm; margin: 0 }</style>"
    return bytes(weasyprint.HTML(string=page + ink).write_pdf())
