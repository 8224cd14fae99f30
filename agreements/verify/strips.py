"""骑缝章: the strips at the edge of the pages were filled by the organisation's signature, and by nothing else.

A field may be filled under the certification, so each strip is followed through the file's revisions: empty from the
certification on, filled in the seal's own revision with things made there, untouched ever since. Where nobody fills a
field, because the print was signed by hand, it still shows what it showed when the platform certified it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, Reference

from agreements.document import SignatureField
from agreements.verify.paper import Paper
from agreements.verify.report import Line, broken, holds

ORGANISATION: Final = "organisation"


def strip_names(paper: Paper, persons: Sequence[SignatureField]) -> tuple[str, ...]:
    """One for each page of a paper with the organisation's seal; none where it has a single page."""
    pages = int(paper.reader.root["/Pages"]["/Count"])
    sealed = any(person.kind == ORGANISATION for person in persons)
    return tuple(f"strip_{page}" for page in range(1, pages + 1)) if sealed and pages > 1 else ()


def filled(paper: Paper, persons: Sequence[SignatureField], left_empty: frozenset[str]) -> Iterator[Line]:
    """Nothing for a paper without strips, where every field is signed."""
    names, seal = strip_names(paper, persons), next((one.name for one in persons if one.kind == ORGANISATION), "")
    blank = (*left_empty, *(names if seal in left_empty else ()))
    if blank:
        yield _blank(paper, blank)
    if not names or seal in left_empty:
        return
    revision = next(each.embedded.signed_revision for each in paper.persons if each.field == seal)
    found = dict(_references(paper))
    wrong = [name for name in names if name not in found or not _filled_then(paper, found[name], revision)]
    check = "pdf.strips"
    if wrong:
        said = "、".join(wrong)
        yield broken(check, f"骑缝章不是随机构印章盖上的：{said}。", f"Strips were not filled by the seal: {said}.")
    else:
        count = len(names)
        yield holds(
            check, f"{count}页骑缝章均随机构印章盖上，此后未变。", f"All {count} strips were filled by the seal alone."
        )


def _blank(paper: Paper, names: Sequence[str]) -> Line:
    found = dict(_references(paper))
    drawn = sorted(name for name in names if name not in found or not _untouched(paper, found[name]))
    check = "pdf.blank"
    if drawn:
        return broken(
            check, f"未签名的域被填画：{'、'.join(drawn)}。", f"Unsigned fields were drawn on: {', '.join(drawn)}."
        )
    return holds(check, "未签名的域保持空白。", "The fields that nobody signed are blank.")


def _references(paper: Paper) -> Iterator[tuple[str, Reference]]:
    """Fields by name; one that stands in the list itself, where no revision can be told, is left out."""
    fields = paper.reader.root["/AcroForm"]["/Fields"]
    for place in range(len(fields)):
        field = fields.raw_get(place)
        if isinstance(field, IndirectObject):
            yield str(field.get_object()["/T"]), field.reference


def _untouched(paper: Paper, field: Reference) -> bool:
    """Neither the field nor anything it shows was changed after the certification."""
    xrefs, certified = paper.reader.xrefs, paper.signed[0].embedded.signed_revision
    newest = paper.reader.get_historical_resolver(xrefs.total_revisions - 1)
    widget = field.get_object()
    shown = widget["/AP"] if isinstance(widget, DictionaryObject) and "/AP" in widget else None
    looks = set() if shown is None else newest.collect_dependencies(shown)
    return all(xrefs.get_last_change(each) <= certified for each in (field, *looks))


def _filled_then(paper: Paper, field: Reference, revision: int) -> bool:
    xrefs = paper.reader.xrefs
    behind = range(paper.signed[0].embedded.signed_revision + 1, xrefs.total_revisions)
    if [each for each in behind if field in xrefs.explicit_refs_in_revision(each)] != [revision]:
        return False
    newest = paper.reader.get_historical_resolver(xrefs.total_revisions - 1)
    widget = field.get_object()
    looks = newest.collect_dependencies(widget["/AP"]) if isinstance(widget, DictionaryObject) else set()
    return bool(looks) and all(
        xrefs.get_introducing_revision(each) == xrefs.get_last_change(each) == revision for each in looks
    )
