"""What a draft is filled in with: the forms in force today, and the courts on file."""

from agreements.forms import forms_on
from agreements.kinds import FieldSpec, PartSpec
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Nobody, Seated, Staff
from server.http.bodies import Sentence
from server.http.paper_bodies import Court, CourtList, TermChoice, TermField, TermKind, TermKinds, TermWhen


async def kinds(call: Call[Nobody, None]) -> TermKinds:
    """The forms of the agreement's parts."""
    app = call.request.app
    forms = forms_on(app[CONFIG].local_day(app[CLOCK]()))
    return TermKinds(version=forms.version, kinds=tuple(_kind(spec) for spec in forms.parts))


async def courts(call: Call[Staff | Seated, None]) -> CourtList:
    """The courts on file, by name."""
    found = await call.request.app[STORES].cases.courts()
    return CourtList(courts=tuple(Court(id=each.id, name=each.name) for each in found))


def _kind(spec: PartSpec) -> TermKind:
    return TermKind(
        kind=spec.kind,
        heading=Sentence.model_validate(spec.heading),
        fields=tuple(_field(field) for field in spec.fields),
    )


def _field(spec: FieldSpec) -> TermField:
    choices = tuple(
        TermChoice(value=choice.value, label=Sentence.model_validate(choice.label)) for choice in spec.choices
    )
    return TermField(
        name=spec.name,
        type=spec.type,
        label=Sentence.model_validate(spec.label),
        required=spec.required,
        rows=spec.rows,
        limit=spec.limit,
        choices=choices,
        default=spec.default,
        when=TermWhen(field=spec.when.field, values=spec.when.values) if spec.when else None,
    )
