"""What parties say to the draft, clause by clause: suggestions, acceptances; and the states a mediator keeps of it.

None of it changes the text, so none of it raises the draft's version; an adopted suggestion is a change like any other,
in the name of who suggested it.
"""

from dataclasses import replace
from typing import Final

from agreements.agreement import Agreement, Member
from agreements.draft import Acceptance, Draft, Entry, Part, Settled, Snapshot, Suggestion
from agreements.drafting import MOST_CLAUSES, NEW_ID, changed, drafting, part_of, reason_of, within_limit
from agreements.editors import editor_only
from agreements.facts import ClauseAgreed, DraftSuggested, StateKept
from agreements.forms import canonical, forms_on, value_of
from agreements.history import kept, without_unnamed, wording, words
from agreements.ids import PartId, SignerId, SuggestionId
from agreements.kinds import Kind
from agreements.members import member
from agreements.outcome import Step
from agreements.refusals import Clash, NotPermitted, Unfit, Unmet
from agreements.suggestion_acts import (
    AcceptanceWithdrawn,
    Adopted,
    ClauseAccepted,
    Declined,
    DraftKept,
    Suggested,
    SuggestingAct,
    SuggestionWithdrawn,
)
from agreements.templates import BLANK
from law.beijing import day_of
from law.plain_text import in_line

MOST_OPEN: Final = 60
OPEN_CHARACTERS: Final = 20_000
"""Of all open suggestions together: like remarks, they go to everybody with each change."""
SETTLED_CHARACTERS: Final = 10_000
"""Of those that were dealt with, shared like the former; the oldest go first."""
NAME_CHARACTERS: Final = 30
NEW_CLAUSE_FIELD: Final = "text"


def react(agreement: Agreement, act: SuggestingAct) -> Step:  # noqa: PLR0911 - one line per act, nothing else
    """The next agreement and its facts."""
    match act:
        case Suggested():
            return _suggest(agreement, act)
        case Adopted():
            return _adopt(agreement, act)
        case Declined():
            return _decline(agreement, act)
        case SuggestionWithdrawn():
            return _withdraw(agreement, act)
        case ClauseAccepted():
            return _accept(agreement, act)
        case AcceptanceWithdrawn():
            return _unaccept(agreement, act)
        case DraftKept():
            return _keep(agreement, act)


def adopted(draft: Draft, suggestion: Suggestion) -> Draft:
    """The draft as it would be with that suggestion; the same where its part is gone."""
    entry = Entry(suggestion.value, _version(draft, suggestion) + 1, suggestion.by, suggestion.at)
    if suggestion.part is None:
        clause = Part(PartId(suggestion.id), Kind.FREE, {NEW_CLAUSE_FIELD: entry})
        return replace(draft, parts=(*draft.parts, clause))
    parts = tuple(
        replace(part, entries={**part.entries, suggestion.field: entry}) if part.id == suggestion.part else part
        for part in draft.parts
    )
    return replace(draft, parts=parts)


def is_stale(draft: Draft, suggestion: Suggestion) -> bool:
    """Whether an open one was made to a field that has changed since, or to a part that is gone."""
    here = suggestion.part is None or any(part.id == suggestion.part for part in draft.parts)
    return suggestion.state is Settled.OPEN and (not here or _version(draft, suggestion) != suggestion.saw)


def _suggest(agreement: Agreement, act: Suggested) -> Step:
    _party(agreement, act.by)
    draft = drafting(agreement).draft
    there = next((one for one in draft.suggestions if one.id == act.id), None)
    if there is not None and there.by == act.by:
        return Step(agreement)
    if there is not None or not NEW_ID.fullmatch(act.id):
        raise Unfit("suggestion.taken" if there else "suggestion.id")
    part = Part(PartId(act.id), Kind.FREE, {}) if act.part is None else part_of(draft, act.part)
    if act.part is None and (act.field != NEW_CLAUSE_FIELD or any(each.id == PartId(act.id) for each in draft.parts)):
        raise Unfit("field.unknown" if act.field != NEW_CLAUSE_FIELD else "suggestion.taken")
    spec = forms_on(day_of(act.at)).field(part.kind, act.field)
    value = canonical(spec, act.value, agreement.members)
    if value == value_of(part, act.field):
        raise Unfit("suggestion.same" if act.part else "suggestion.empty")
    made = Suggestion(act.id, act.by, act.at, act.part, act.field, value, act.saw)
    _within_share(agreement, made)
    return _told(agreement, replace(draft, suggestions=(*draft.suggestions, made)), made, "made", act.by)


def _adopt(agreement: Agreement, act: Adopted) -> Step:
    editor_only(agreement, act.by)
    draft = drafting(agreement).draft
    found = _find(draft, act.id)
    if found.state is Settled.ADOPTED:
        return Step(agreement)
    _still_open(found)
    if found.part is None and len(draft.clauses) >= MOST_CLAUSES:
        raise Unfit("clauses.too_many", limit=MOST_CLAUSES)
    _unchanged(draft, found, act.saw)
    after = within_limit(adopted(draft, found))
    told = _settled(agreement, after, found, Settled.ADOPTED)
    part = found.part or PartId(found.id)
    outcome = changed(agreement, told, "adopted", part, act.by, found.field)
    fact = DraftSuggested(agreement.id, "adopted", found.id, part, found.field, act.by)
    return replace(outcome, facts=(*outcome.facts, fact))


def _unchanged(draft: Draft, found: Suggestion, saw: int) -> None:
    """Raises Clash where the field is no longer what the mediator saw beside the suggestion."""
    if found.part is None:
        return
    part = part_of(draft, found.part)
    now = part.entries.get(found.field)
    if now is not None and now.version != saw:
        raise Clash("draft.clash", yours=found.value, theirs=now.value, version=now.version, by=now.by)


def _decline(agreement: Agreement, act: Declined) -> Step:
    editor_only(agreement, act.by)
    draft = drafting(agreement).draft
    found = _find(draft, act.id)
    if found.state is Settled.DECLINED:
        return Step(agreement)
    _still_open(found)
    after = _settled(agreement, draft, replace(found, reason=reason_of(act.reason)), Settled.DECLINED)
    return _told(agreement, after, found, "declined", act.by)


def _withdraw(agreement: Agreement, act: SuggestionWithdrawn) -> Step:
    draft = drafting(agreement).draft
    found = _find(draft, act.id)
    if found.by != act.by:
        raise Unfit("suggestion.unknown")
    if found.state is Settled.WITHDRAWN:
        return Step(agreement)
    _still_open(found)
    return _told(agreement, _settled(agreement, draft, found, Settled.WITHDRAWN), found, "withdrawn", act.by)


def _accept(agreement: Agreement, act: ClauseAccepted) -> Step:
    _party(agreement, act.by)
    draft, reading = drafting(agreement).draft, act.reading
    if part_of(draft, act.part) not in draft.clauses or reading is None:
        raise Unfit("part.unknown")
    if wording(reading) != act.wording:
        raise Unmet("wording.changed")
    if BLANK in reading.text:
        raise Unmet("clause.blank")
    former = _acceptance(draft, act.part, act.by)
    if former is not None and former.wording == act.wording:
        return Step(agreement)
    rest = tuple(one for one in draft.acceptances if one is not former)
    said = Acceptance(act.part, act.by, act.at, act.wording)
    known = {**draft.wordings, act.wording: words(reading)}
    after = without_unnamed(replace(draft, acceptances=(*rest, said), wordings=known))
    fact = ClauseAgreed(agreement.id, "given", act.part, act.wording, act.by)
    return Step(_with(agreement, after), (fact,))


def _unaccept(agreement: Agreement, act: AcceptanceWithdrawn) -> Step:
    draft = drafting(agreement).draft
    former = _acceptance(draft, act.part, act.by)
    if former is None:
        return Step(agreement)
    rest = tuple(one for one in draft.acceptances if one is not former)
    after = without_unnamed(replace(draft, acceptances=rest))
    fact = ClauseAgreed(agreement.id, "taken_back", act.part, former.wording, act.by)
    return Step(_with(agreement, after), (fact,))


def _keep(agreement: Agreement, act: DraftKept) -> Step:
    editor_only(agreement, act.by)
    draft = drafting(agreement).draft
    there = next((one for one in draft.snapshots if one.id == act.id), None)
    if there is not None and there.by == act.by:
        return Step(agreement)
    if there is not None or not NEW_ID.fullmatch(act.id):
        raise Unfit("snapshot.taken" if there else "snapshot.id")
    name = act.name.strip()
    if not 0 < len(name) <= NAME_CHARACTERS or "\n" in name:
        raise Unfit("snapshot.name", limit=NAME_CHARACTERS)
    if hidden := in_line(name):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    after = kept(draft, Snapshot(act.id, act.at, act.by, name, 0, ()), act.readings)
    return Step(_with(agreement, after), (StateKept(agreement.id, act.id, draft.version, act.by),))


def _party(agreement: Agreement, who: SignerId) -> Member:
    found = member(agreement, who)
    if found.party is None:
        raise NotPermitted("member.party_only")
    return found


def _find(draft: Draft, id_: SuggestionId) -> Suggestion:
    found = next((one for one in draft.suggestions if one.id == id_), None)
    if found is None:
        raise Unfit("suggestion.unknown")
    return found


def _still_open(found: Suggestion) -> None:
    if found.state is not Settled.OPEN:
        raise Unmet("suggestion.settled")


def _acceptance(draft: Draft, part: PartId, by: SignerId) -> Acceptance | None:
    return next((one for one in draft.acceptances if (one.part, one.by) == (part, by)), None)


def _version(draft: Draft, suggestion: Suggestion) -> int:
    part = next((part for part in draft.parts if part.id == suggestion.part), None)
    entry = part.entries.get(suggestion.field) if part else None
    return entry.version if entry else 0


def _settled(agreement: Agreement, draft: Draft, found: Suggestion, state: Settled) -> Draft:
    """With that suggestion dealt with; of its author's that were, the newest that fit: nobody pushes out another's."""
    every = tuple(replace(found, state=state) if one.id == found.id else one for one in draft.suggestions)
    room, forgotten = SETTLED_CHARACTERS // len(agreement.members), set[SuggestionId]()
    for one in reversed(every):
        if one.by == found.by and one.state is not Settled.OPEN:
            room -= len(one.value) + len(one.reason)
            if room < 0 and one.id != found.id:
                forgotten.add(one.id)
    return replace(draft, suggestions=tuple(one for one in every if one.id not in forgotten))


def _within_share(agreement: Agreement, made: Suggestion) -> None:
    """As with remarks, nobody can use up the others' share."""
    own = [one for one in drafting(agreement).draft.suggestions if (one.by, one.state) == (made.by, Settled.OPEN)]
    people = len(agreement.members)
    if len(own) >= MOST_OPEN // people:
        raise Unfit("suggestions.too_many", limit=MOST_OPEN // people)
    if len(made.value) + sum(len(one.value) for one in own) > OPEN_CHARACTERS // people:
        raise Unfit("suggestions.too_long", limit=OPEN_CHARACTERS // people)


def _told(agreement: Agreement, after: Draft, found: Suggestion, act: str, by: SignerId) -> Step:
    part = found.part or PartId(found.id)
    return Step(_with(agreement, after), (DraftSuggested(agreement.id, act, found.id, part, found.field, by),))


def _with(agreement: Agreement, draft: Draft) -> Agreement:
    return replace(agreement, stage=replace(drafting(agreement), draft=draft))
