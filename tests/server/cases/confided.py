"""A session in which forty things are said that may never leave it (AT-39), each where it belongs, over sockets."""

import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from rooms.chat import LineTag
from tests.node import Party, Scene
from tests.server.cases.failed_case import FailedCase
from tests.server.http.callers import seat_added
from tests.tab import Json, Tab

FORTY: Final[list[Json]] = json.loads(
    (Path(__file__).parents[2] / "rooms/golden/forty_at39_strings.json").read_text(encoding="utf-8")
)
"""By channel and speaker; in joint each is tagged as 让步 or 方案."""
ADDED: Final[dict[str, Json]] = {
    "applicant agent": {"role": "agent", "side": "applicant", "authority": "special"},
    "respondent agent": {"role": "agent", "side": "respondent", "authority": "special"},
    "co-mediator": {"role": "co_mediator", "side": "neutral"},
    "court": {"role": "court", "side": "neutral"},
}
CAUCUSES: Final = {
    "caucus.k1": ("applicant party", "applicant agent"),
    "caucus.k2": ("respondent representative", "respondent agent"),
}


async def confided(case: FailedCase) -> None:
    """All forty, said in a room that is closed then."""
    office = case.office
    for one, mode in ((case.worker, "remote_av"), (case.company, "audio_only")):
        await office.does("wangmin", case.id, "mode", participant=one, mode=mode)
    room = await office.plan("wangmin", case.id, days=2)
    await office.pass_time(days=2)
    async with AsyncExitStack() as leaving:
        talk = await _seated(case, room, leaving)
        await talk.lobby()
        await talk.scene.node.cleared(room["id"], *(party.seat for party in talk.parties.values()))
        await talk.tabs["mediator"].done("joint.open")
        for channel in ("joint", "side.applicant", "side.respondent", "notes", "whisper"):
            await talk.says_all(channel)
        await talk.caucuses()
    closed = await office.post("wangmin", f"/rooms/{room['id']}/close", {})
    assert closed.status == 200, closed.json


class _Talk:
    """Everybody's tab by what the forty call them."""

    def __init__(self, scene: Scene, parties: dict[str, Party], tabs: dict[str, Tab]) -> None:
        self.scene = scene
        self.parties = parties
        self.tabs = tabs

    async def lobby(self) -> None:
        """Before the check, to the mediator alone."""
        for line in (one for one in FORTY if one["channel"].startswith("lobby.")):
            speaker = line["speaker"]
            await self.tabs[speaker].says(line["text"], f"lobby.{self.parties[speaker].seat}")

    async def says_all(self, name: str, channel: str = "") -> None:
        """Every line of that channel, by whom it is of; in the room it is called `channel`."""
        for line in (one for one in FORTY if one["channel"] == name):
            tag = LineTag.PROPOSAL if line["tag"] else LineTag.NONE
            await self.tabs[line["speaker"]].says(line["text"], channel or name, tag=tag)

    async def caucuses(self) -> None:
        """With one side after the other."""
        for number, (name, called) in enumerate(CAUCUSES.items(), start=1):
            members = [(self.parties[who], self.tabs[who]) for who in called]
            channel = await self.scene.in_caucus(self.tabs["mediator"], *members, id=f"caucus-{number}")
            await self.says_all(name, channel)


async def _seated(case: FailedCase, room: Json, leaving: AsyncExitStack) -> _Talk:
    """The mediator at the table, everybody else in the lobby."""
    node, token = case.office.node, (await case.office.headers("wangmin"))["Authorization"].removeprefix("Bearer ")
    worker, company = (_party(case, row) for row in room["people"] if row["invite"])
    scene = Scene(node, room["id"], token, worker, company)
    leaving.push_async_callback(scene.close)
    parties = {"applicant party": worker, "respondent representative": company}
    for who, seat in ADDED.items():
        parties[who] = await seat_added(node, scene, who, **seat)
    mediator = await scene.mediator()
    await mediator.enter()
    tabs = {who: await scene.seated(party) for who, party in parties.items()}
    return _Talk(scene, parties, {**tabs, "mediator": mediator})


def _party(case: FailedCase, row: Json) -> Party:
    digits = row["id_no_masked"][-4:] if row["id_no_masked"] else None
    secret = row["invite"]["url"].rsplit("/", 1)[1]
    return Party(case.office.node, secret, row["seat"], row["seat"].ljust(43, "x"), digits)
