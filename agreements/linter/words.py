"""Words that say too little, and characters that cannot be printed (LR-03, LR-19)."""

from collections.abc import Iterator

from agreements.draft import Part
from agreements.forms import value_of
from agreements.kinds import FieldType, Kind
from agreements.linter.finding import Finding
from agreements.linter.scene import WRITTEN, Scene
from agreements.members import parties, party_part
from law.people import Entity


def words(scene: Scene) -> Iterator[Finding]:
    """LR-03 in what binds, LR-19 in all that is printed."""
    for passage in scene.passages:
        text = scene.plain(passage.text)
        vague = dict.fromkeys(found[0] for each in scene.rules.vague if (found := each.search(text)))
        if vague and _is_text(scene, passage.part, passage.field):
            yield scene.rules.said("words.vague", passage.id, passage.field, words="、".join(vague))
    for part in scene.draft.parts:
        yield from _glyphs(scene, part)


def _is_text(scene: Scene, part: Part, field: str) -> bool:
    return scene.forms.field(part.kind, field).type is FieldType.TEXT


def _glyphs(scene: Scene, part: Part) -> Iterator[Finding]:
    if part.kind is Kind.PARTY and (lost := scene.means.unprintable(_names(scene, part))):
        yield scene.rules.said("glyph.missing", part.id, characters="、".join(lost))
    for field in scene.forms.part(part.kind).fields:
        value = value_of(part, field.name)
        if value and field.type in WRITTEN and (lost := scene.means.unprintable((value,))):
            yield scene.rules.said("glyph.missing", part.id, field.name, characters="、".join(lost))


def _names(scene: Scene, part: Part) -> tuple[str, ...]:
    member = next(one for one in parties(scene.agreement) if party_part(one.id) == part.id)
    if member.party is None:
        return (member.name,)
    title = (member.party.representative.title,) if isinstance(member.party, Entity) else ()
    return (member.name, member.party.name, *title)
