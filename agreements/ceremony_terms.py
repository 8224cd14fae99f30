"""The signing ceremony as dated data: the sentence, 电子签名约定, and what counts as read, code and ink."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements.agreement import PaperKind
from law.dated import Row, day, in_force, rows


@dataclass(frozen=True, slots=True)
class CeremonyTerms:
    """One version. It is the one in force when the text was frozen, and stays so for that text."""

    version: str
    valid_from: date
    valid_to: date | None
    paper: PaperKind
    sentence: str
    """To be confirmed word for word."""
    heading: str
    paragraphs: tuple[str, ...]
    """电子签名与数据保存约定."""
    seconds_per_page: int
    """Least time of reading, over all pages together."""
    by_groups: bool
    """Whether each group of clauses is confirmed or objected to by itself, before the sentence."""
    code_tries: int
    code_life: timedelta
    codes_an_hour: int
    ink_length: int
    """Least length of all strokes together, in thousandths of the pad's width."""
    ink_points: int
    not_proved: tuple[str, ...]
    """What the evidence page says it does not prove."""

    @property
    def text(self) -> str:
        """The terms as one text, a line for each paragraph."""
        return "\n".join(self.paragraphs)


class NoCeremonyTermsError(LookupError):
    """No terms are in force on that day: ours to mend in `agreements/data/ceremony.json`."""


def terms_on(today: date, paper: PaperKind = PaperKind.AGREEMENT) -> CeremonyTerms:
    """The terms in force on that day for that paper. Raises NoCeremonyTermsError if there are none."""
    found = [terms for terms in in_force(_TERMS, today) if terms.paper is paper]
    if not found:
        raise NoCeremonyTermsError(today.isoformat())
    return found[-1]


def _terms(row: Row) -> CeremonyTerms:
    return CeremonyTerms(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        paper=PaperKind(row["paper"]),
        sentence=row["sentence"],
        heading=row["esign_heading"],
        paragraphs=tuple(row["esign_paragraphs"]),
        seconds_per_page=row["seconds_per_page"],
        by_groups=row.get("by_groups", False),
        code_tries=row["code_tries"],
        code_life=timedelta(minutes=row["code_minutes"]),
        codes_an_hour=row["codes_an_hour"],
        ink_length=row["ink_length"],
        ink_points=row["ink_points"],
        not_proved=tuple(row["not_proved"]),
    )


_TERMS: Final = tuple(map(_terms, rows("ceremony.json", package="agreements")))
