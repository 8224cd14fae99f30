"""Rights given up in words, by the patterns of the day (LR-05, 06, 08, 09, 14, 16, 17; LR-04 in part)."""

from collections.abc import Iterator
from typing import Final

from agreements.forms import value_of
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.linter.finding import Finding, Level
from agreements.linter.rules import Pattern
from agreements.linter.scene import Passage, Scene, is_employer, is_worker, sentences

EXCEPTION: Final = "except"
NOT_PAYMENT: Final = "court.not_payment"
ALLOWED: Final = frozenset({"training_bond", "non_compete"})
"""What a worker may owe for leaving (劳动合同法 §22, §23)."""


def rights(scene: Scene) -> Iterator[Finding]:
    """Each code once for a field, whatever the number of sentences."""
    for passage in scene.passages:
        codes = dict.fromkeys(
            pattern.code
            for pattern in scene.rules.patterns
            if _looks(scene, pattern, passage) and _found(scene, pattern, passage)
        )
        for code in codes:
            yield scene.rules.said(code, passage.id, passage.field)
    yield from _penalties(scene)
    yield from _leaving(scene)


def not_confirmable(scene: Scene) -> bool:
    """Whether there is what no court takes an application for (LR-05)."""
    return any(finding.level is Level.CONFIRMATION for finding in rights(scene))


def other_duties(scene: Scene) -> tuple[PartId, ...]:
    """Clauses whose words hold a duty that is none to pay, whether or not a court is named (LR-04)."""
    patterns = [each for each in scene.rules.patterns if each.code == NOT_PAYMENT]
    here = (
        one.id
        for one in scene.passages
        if any(one.part.kind in each.kinds and _found(scene, each, one) for each in patterns)
    )
    return tuple(dict.fromkeys(here))


def _looks(scene: Scene, pattern: Pattern, passage: Passage) -> bool:
    here = passage.field in pattern.fields if pattern.fields else passage.field != EXCEPTION
    lane = not pattern.lanes or scene.dossier.lane in pattern.lanes
    return here and lane and passage.part.kind in pattern.kinds and (scene.names_court or not pattern.court)


def _found(scene: Scene, pattern: Pattern, passage: Passage) -> bool:
    text = passage.text if pattern.raw else scene.plain(passage.text)
    return any(pattern.found(each) for each in sentences(text))


def _penalties(scene: Scene) -> Iterator[Finding]:
    """A term on default whose obligor is a worker, with a sum or a rate, unless it is for paying late."""
    for part in scene.clauses(Kind.DEFAULT):
        said = scene.plain(value_of(part, "content"))
        priced = value_of(part, "amount") or value_of(part, "rate")
        allowed = any(word in said for word in ("服务期", "竞业限制", "培训", "逾期付款", "逾期支付", "迟延付款"))
        if is_worker(scene.party(value_of(part, "obligor"))) and priced and not allowed:
            yield scene.rules.said("damages.worker", part.id, "amount" if value_of(part, "amount") else "rate")


def _leaving(scene: Scene) -> Iterator[Finding]:
    """A worker who pays the employer for having left."""
    for part in scene.clauses(Kind.PAYMENT, Kind.INSTALMENTS):
        sides = is_worker(scene.party(value_of(part, "payer"))) and is_employer(scene.party(value_of(part, "payee")))
        said = value_of(part, "item") + value_of(part, "note")
        if sides and value_of(part, "item_type") not in ALLOWED and scene.rules.words["leaving"].search(said):
            yield scene.rules.said("damages.leaving", part.id, "item")
