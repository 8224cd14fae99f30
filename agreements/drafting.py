"""The draft under the mediators' hands: clauses, fields, remarks (architecture.md §3.8).

Every field has a version of its own, so two hands clash only over the same field, and then both texts are shown.
Whoever sends the same act again, having lost the answer, changes nothing twice.
"""

import re
from dataclasses import replace
from typing import Final

from agreements.acts import ClauseAdded, ClauseMoved, ClauseRemoved, Commented, CommentSettled, FieldSet
from agreements.agreement import Agreement, Drafting
from agreements.draft import Comment, Draft, Entry, Part
from agreements.editors import editor_only, name_in
from agreements.facts import DraftChanged, DraftRemarked
from agreements.forms import canonical, forms_on, value_of
from agreements.ids import PartId, SignerId
from agreements.kinds import Kind
from agreements.outcome import Step
from agreements.refusals import Clash, Unfit, Unmet
from law.beijing import day_of
from law.plain_text import in_line

MOST_CLAUSES: Final = 40
MOST_COMMENTS: Final = 500
COMMENT_CHARACTERS: Final = 1000
ALL_COMMENTS_CHARACTERS: Final = 60_000
"""Of all remarks together: what is sent to everybody with each change has to reach a phone on a weak network."""
DRAFT_CHARACTERS: Final = 60_000
"""Of all values together: some forty printed pages."""
REASON_CHARACTERS: Final = 200
LINE_CHARACTERS: Final = 40
"""What a line break counts for: it takes a line of paper, however short the line."""
NEW_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


def add(agreement: Agreement, act: ClauseAdded) -> Step:
    """An empty clause behind another, or at the end."""
    draft = _edited_by(agreement, act.by)
    if act.kind in {Kind.HEAD, Kind.PARTY}:
        raise Unfit("clause.kind")
    there = _find(draft, act.clause)
    if there is not None and there.kind is act.kind:
        return Step(agreement)
    if there is not None or not NEW_ID.fullmatch(act.clause):
        raise Unfit("clause.taken" if there else "clause.id")
    if len(draft.clauses) >= MOST_CLAUSES:
        raise Unfit("clauses.too_many", limit=MOST_CLAUSES)
    place = len(draft.parts) if act.after is None else _behind(draft, act.after)
    parts = (*draft.parts[:place], Part(act.clause, act.kind, {}), *draft.parts[place:])
    return changed(agreement, replace(draft, parts=parts), "added", act.clause, act.by)


def set_field(agreement: Agreement, act: FieldSet) -> Step:
    """One field gets a value. Raises Clash where it is no longer what the person saw."""
    draft = _edited_by(agreement, act.by)
    part = part_of(draft, act.part)
    spec = forms_on(day_of(act.at)).field(part.kind, act.field)
    value = canonical(spec, act.value, agreement.members)
    now = part.entries.get(act.field)
    if value == value_of(part, act.field):
        return Step(agreement)
    if now is not None and now.version != act.saw:
        raise Clash("draft.clash", yours=value, theirs=now.value, version=now.version, by=now.by)
    entry = Entry(value, (now.version if now else 0) + 1, act.by, act.at)
    filled_in = replace(part, entries={**part.entries, act.field: entry})
    parts = tuple(filled_in if each is part else each for each in draft.parts)
    return changed(agreement, within_limit(replace(draft, parts=parts)), "set", act.part, act.by, act.field)


def remove(agreement: Agreement, act: ClauseRemoved) -> Step:
    """The clause is gone; remarks to it stay."""
    draft = _edited_by(agreement, act.by)
    _clause(draft, act.clause)
    _seen(draft, act.saw)
    parts = tuple(part for part in draft.parts if part.id != act.clause)
    return changed(agreement, replace(draft, parts=parts), "removed", act.clause, act.by)


def move(agreement: Agreement, act: ClauseMoved) -> Step:
    """The clause comes behind another, or before all."""
    draft = _edited_by(agreement, act.by)
    clause = _clause(draft, act.clause)
    if act.after == act.clause:
        return Step(agreement)
    rest = replace(draft, parts=tuple(part for part in draft.parts if part is not clause))
    place = _front(rest) if act.after is None else _behind(rest, act.after)
    parts = (*rest.parts[:place], clause, *rest.parts[place:])
    if parts == draft.parts:
        return Step(agreement)
    _seen(draft, act.saw)
    return changed(agreement, replace(draft, parts=parts), "moved", act.clause, act.by)


def comment(agreement: Agreement, act: Commented) -> Step:
    """A remark of anybody who takes part. It does not change the text, so it does not raise the draft's version."""
    name_in(agreement, act.by)
    draft = drafting(agreement).draft
    for each in draft.comments:
        if each.id == act.id and each.author == act.by:
            return Step(agreement)
        if each.id == act.id:
            raise Unfit("comment.taken")
    part_of(draft, act.part)
    text = act.text.strip()
    _fit_to_say(act, text)
    _within_share(agreement, act.by, text)
    remark = Comment(act.id, act.part, act.by, act.at, text)
    after = replace(draft, comments=(*draft.comments, remark))
    fact = DraftRemarked(agreement.id, "made", act.id, act.part, act.by)
    return Step(replace(agreement, stage=replace(drafting(agreement), draft=after)), (fact,))


def settle(agreement: Agreement, act: CommentSettled) -> Step:
    """The mediator has dealt with a remark."""
    draft = _edited_by(agreement, act.by)
    found = next((each for each in draft.comments if each.id == act.id), None)
    if found is None:
        raise Unfit("comment.unknown")
    if found.settled:
        return Step(agreement)
    remarks = tuple(replace(each, settled=True) if each is found else each for each in draft.comments)
    fact = DraftRemarked(agreement.id, "settled", act.id, found.part, act.by)
    after = replace(draft, comments=remarks)
    return Step(replace(agreement, stage=replace(drafting(agreement), draft=after)), (fact,))


def within_limit(draft: Draft) -> Draft:
    """The same. Raises Unfit where it has become too long."""
    if sum(_printed(each.value) for one in draft.parts for each in one.entries.values()) > DRAFT_CHARACTERS:
        raise Unfit("draft.limit")
    return draft


def reason_of(typed: str) -> str:
    """A reason as it is shown to all. Raises Unfit."""
    reason = typed.strip()
    if not 0 < len(reason) <= REASON_CHARACTERS:
        raise Unfit("reason.needed")
    _no_hidden(reason)
    return reason


def drafting(agreement: Agreement) -> Drafting:
    """The stage, if the text may still be changed. Raises Unmet."""
    if not isinstance(agreement.stage, Drafting):
        raise Unmet("stage.not_drafting")
    return agreement.stage


def _edited_by(agreement: Agreement, by: SignerId) -> Draft:
    editor_only(agreement, by)
    return drafting(agreement).draft


def changed(agreement: Agreement, draft: Draft, act: str, part: PartId, by: SignerId, field: str = "") -> Step:
    """The next version of the text."""
    after = replace(draft, version=draft.version + 1)
    fact = DraftChanged(agreement.id, act, part, field, after.version, by)
    return Step(replace(agreement, stage=replace(drafting(agreement), draft=after, fault=None)), (fact,))


def _printed(value: str) -> int:
    """Characters of paper that a value takes."""
    return len(value) + LINE_CHARACTERS * value.count("\n")


def _find(draft: Draft, part: PartId) -> Part | None:
    return next((each for each in draft.parts if each.id == part), None)


def part_of(draft: Draft, part: PartId) -> Part:
    """The part of that id. Raises Unfit."""
    found = _find(draft, part)
    if found is None:
        raise Unfit("part.unknown")
    return found


def _clause(draft: Draft, clause: PartId) -> Part:
    found = part_of(draft, clause)
    if found not in draft.clauses:
        raise Unfit("clause.fixed")
    return found


def _front(draft: Draft) -> int:
    return len(draft.parts) - len(draft.clauses)


def _behind(draft: Draft, after: PartId) -> int:
    return draft.parts.index(_clause(draft, after)) + 1


def _seen(draft: Draft, saw: int) -> None:
    if saw != draft.version:
        raise Unmet("draft.changed")


def _within_share(agreement: Agreement, by: SignerId, text: str) -> None:
    """Everybody has the same share of all remarks: nobody can use up the others'."""
    own = [each.text for each in drafting(agreement).draft.comments if each.author == by]
    people = len(agreement.members) + len(agreement.editors)
    most = MOST_COMMENTS // people
    if len(own) >= most:
        raise Unfit("comments.too_many", limit=most)
    characters = ALL_COMMENTS_CHARACTERS // people
    if len(text) + sum(map(len, own)) > characters:
        raise Unfit("comments.too_long", limit=characters)


def _fit_to_say(act: Commented, text: str) -> None:
    if not NEW_ID.fullmatch(act.id):
        raise Unfit("comment.id")
    if not text:
        raise Unfit("comment.empty")
    if len(text) > COMMENT_CHARACTERS:
        raise Unfit("text.too_long", limit=COMMENT_CHARACTERS, count=len(text))
    _no_hidden(text)


def _no_hidden(text: str) -> None:
    if hidden := in_line(text):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
