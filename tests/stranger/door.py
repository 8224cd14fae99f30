"""The way in over HTTP, §2 of docs/protocol.md."""

import asyncio
import base64
import secrets
from typing import Any

import aiohttp

Json = dict[str, Any]

READING_S = 10.5
"""The notice counts as read after ten seconds."""


class Refusal(Exception):
    """The server said no: `code` is stable, `zh` and `en` are for people."""

    def __init__(self, code: str, message: Json) -> None:
        super().__init__(code)
        self.code = code
        self.zh = message["zh"]
        self.en = message["en"]


def new_device_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


class Door:
    """The way in, over HTTP; each way ends with a seat token."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self._http = http

    async def ask(self, method: str, path: str, authorization: str = "", body: Json | None = None) -> Json:
        headers = {"Authorization": authorization} if authorization else {}
        async with self._http.request(method, f"{self._url}/api/v1{path}", headers=headers, json=body) as response:
            answer = await response.json(content_type=None)
        if response.status >= 400:
            raise Refusal(answer["code"], {"zh": answer["detail"], "en": answer["title"]})
        return dict(answer)

    async def party(self, invite: str, device: str, id_tail: str | None = None) -> str:
        """Reads the notice, says who one is and agrees to everything."""
        invitation = await self.ask("GET", "/invitation", f"Invite {invite}")
        said = {"device": device, "name_confirmed": True, "id_tail": id_tail if invitation["asks_digits"] else None}
        session = await self.ask("POST", "/invitation/identity", f"Invite {invite}", said)
        if session["next"] == "consents":
            notice = invitation["notice"]
            given = [consent["id"] for consent in notice["consents"]]
            consents = {"version": notice["version"], "given": given}
            await self.ask("POST", "/session/consents", f"Bearer {session['token']}", consents)
        return str(session["token"])

    async def prepared(self, invite: str, token: str) -> Json:
        """Reads the notice for as long as it takes, declares what is asked, for each person; gives the session."""
        bearer = f"Bearer {token}"
        session = await self.ask("GET", "/session", bearer)
        version = (await self.ask("GET", "/invitation", f"Invite {invite}"))["notice"]["version"]
        for person in session["persons"]:
            who = {"person": person["person"]}
            await self.ask("POST", "/session/notice", bearer, {**who, "act": "opened", "version": version})
        await asyncio.sleep(READING_S)
        for person in session["persons"]:
            who = {"person": person["person"]}
            await self.ask("POST", "/session/notice", bearer, {**who, "act": "finished", "version": version})
            for what in ("false_mediation", "no_recording", "company"):
                await self.ask("POST", "/session/declarations", bearer, {**who, "what": what, "text": ""})
        return session

    async def proved(self, token: str, session: Json, account: str) -> None:
        """Each person gives the code that the mediator reads out on the telephone."""
        path = f"/rooms/{session['room']}/seats/{session['seat']}/codes"
        for person in session["persons"]:
            who = {"person": person["person"]}
            spoken = await self.ask("POST", path, f"Bearer {account}", {**who, "voice_checked": True})
            await self.ask("POST", "/session/codes/answer", f"Bearer {token}", {**who, "code": spoken["code"]})

    async def resumed(self, invite: str, device: str) -> str:
        """A new token for the device that is bound already."""
        session = await self.ask("POST", "/invitation/resume", f"Invite {invite}", {"device": device})
        return str(session["token"])

    async def login(self, username: str, password: str) -> str:
        """The token of a mediator's account."""
        login = await self.ask("POST", "/login", body={"username": username, "password": password})
        return str(login["token"])

    async def mediator(self, account: str, room: str) -> str:
        session = await self.ask("POST", f"/rooms/{room}/enter", f"Bearer {account}")
        return str(session["token"])
