"""Templates of rooms over HTTP: how the organisation prepares them, for all its mediators."""

from string import Formatter
from typing import Final

from law.causes import cause
from law.plain_text import in_name
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.message_bodies import TemplateDraft, TemplateList, TemplateRow
from server.http.problems import refused
from server.storage.room_templates import Preparation, RoomTemplate, TemplateId, TemplateNameTaken

GAPS: Final = frozenset({"applicants", "respondents", "cause"})


async def listed(call: Call[Staff, None]) -> TemplateList:
    """All of the caller's organisation."""
    return await _list(call)


async def added(call: Call[Staff, TemplateDraft]) -> TemplateList:
    """Keep one more."""
    app, said, account = call.request.app, call.body, call.caller.account
    now = app[CLOCK]()
    for field, text in (("name", said.name), ("title", said.title), ("help_phone", said.help_phone)):
        if hidden := in_name(text):
            raise refused("text.control_characters", field=field, characters=" ".join(hidden))
    if not said.name.strip():
        raise refused("text.blank", field="name")
    if not _gaps_of(said.title) <= GAPS:
        raise refused("template.gaps", field="title")
    if cause(said.cause, app[CONFIG].local_day(now)) is None:
        raise refused("cause.unknown", field="cause")
    preparation = Preparation(
        said.title.strip(), said.cause, said.applicants, said.respondents, said.minutes, said.help_phone.strip()
    )
    try:
        await app[STORES].room_templates.add(account.organisation, said.name.strip(), preparation, account.id, now)
    except TemplateNameTaken:
        raise refused("template.name_taken", field="name") from None
    return await _list(call)


async def dropped(call: Call[Staff, None]) -> TemplateList:
    """Give one up."""
    app, account = call.request.app, call.caller.account
    if not await app[STORES].room_templates.drop(account.organisation, TemplateId(call.request.match_info["template"])):
        raise refused("template.unknown")
    return await _list(call)


async def _list(call: Call[Staff, None] | Call[Staff, TemplateDraft]) -> TemplateList:
    account = call.caller.account
    found = await call.request.app[STORES].room_templates.of(account.organisation)
    return TemplateList(templates=tuple(_row(each, own=each.by == account.id) for each in found))


def _row(template: RoomTemplate, *, own: bool) -> TemplateRow:
    kept = template.preparation
    return TemplateRow(
        id=template.id,
        own=own,
        name=template.name,
        title=kept.title,
        cause=kept.cause,
        applicants=kept.applicants,
        respondents=kept.respondents,
        minutes=kept.minutes,
        help_phone=kept.help_phone,
    )


def _gaps_of(title: str) -> frozenset[str]:
    """What stands in braces; a brace that nobody closed counts as a gap of no name."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(title) if name is not None)
    except ValueError:
        return frozenset({""})
