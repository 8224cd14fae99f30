"""How employment ends (LR-15)."""

from collections.abc import Iterator

from agreements.forms import value_of
from agreements.kinds import Kind
from agreements.linter.dates import WRITTEN
from agreements.linter.finding import Finding
from agreements.linter.scene import Passage, Scene, sentences
from law.sentence import Sentence

BY_WHOM = Sentence("由谁提出", "who proposed it")
WHEN = Sentence("解除日期", "the day")
CERTIFICATE = Sentence("离职证明", "the certificate of leaving")


def relation(scene: Scene) -> Iterator[Finding]:
    """The certificate in its term; all three where it is said in plain words and nowhere else."""
    terms = scene.clauses(Kind.LABOUR_RELATION)
    for part in terms:
        if not value_of(part, "certificate_due"):
            yield scene.rules.said("labour.certificate", part.id, "certificate_due")
    for passage in scene.passages if not terms else ():
        if passage.part.kind in {Kind.FREE, Kind.ACT} and _ends(scene, passage):
            lacking = tuple(_lacking(scene, passage.text))
            if lacking:
                zh, en = "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
                yield scene.rules.said("relation.words", passage.id, passage.field, zh=zh, en=en)


def _ends(scene: Scene, passage: Passage) -> bool:
    ended, unless = scene.rules.words["ended"], scene.rules.words["ended_unless"]
    told = sentences(scene.plain(passage.text))
    return any(ended.search(each) and not unless.search(each) for each in told)


def _lacking(scene: Scene, text: str) -> Iterator[Sentence]:
    if not scene.rules.words["proposed"].search(text):
        yield BY_WHOM
    if not WRITTEN.search(text):
        yield WHEN
    if not scene.rules.words["certificate"].search(text):
        yield CERTIFICATE
