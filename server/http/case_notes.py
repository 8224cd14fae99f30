"""The free texts of one request: checked, and named, so that a deed can speak of them without holding them."""

from collections.abc import Mapping

from law.plain_text import in_line
from rooms.cases.deeds.ending import Report
from rooms.cases.ids import NoteId
from server.http.case_bodies import ReportData
from server.http.problems import refused
from server.ids import new_id


class Notes:
    """Texts by the names under which the deed speaks of them."""

    def __init__(self, known: Mapping[str, NoteId] | None = None) -> None:
        self.texts: dict[NoteId, str] = {}
        self._known = dict(known or {})

    def put(self, field: str, text: str) -> NoteId:
        """The name of `text` from now on; raises Refused (422) where it is blank or has controls nobody sees."""
        note = NoteId(new_id())
        self.texts[note] = plain(field, text)
        return note

    def named(self, field: str, text: str) -> NoteId:
        """The name that text has already, in the case or in this request; else a new one. Raises Refused as `put`."""
        if text not in self._known:
            self._known[text] = self.put(field, text)
        return self._known[text]

    def put_any(self, field: str, text: str | None) -> NoteId | None:
        """The same for a text that may be left out."""
        return None if text is None else self.put(field, text)

    def put_report(self, report: ReportData) -> Report:
        """The four fields of 在线调解规则 §21."""
        return Report(
            basics=self.put("deed.report.basics", report.basics),
            reasons=self.put("deed.report.reasons", report.reasons),
            cost_conduct=self.put("deed.report.cost_conduct", report.cost_conduct),
            court_matters=self.put("deed.report.court_matters", report.court_matters),
        )


def plain(field: str, text: str) -> str:
    """The text itself; raises Refused (422) as above."""
    if not text.strip():
        raise refused("text.blank", field=field)
    if hidden := in_line(text):
        raise refused("text.control_characters", field=field, characters=" ".join(hidden))
    return text
