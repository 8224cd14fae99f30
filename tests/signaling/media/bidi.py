"""Firefox driven by WebDriver BiDi, which it speaks itself: a process with a profile of its own, and tabs to ask.

Commands are JSON over one WebSocket (W3C WebDriver BiDi); nothing but the browser is needed for it.
"""

import asyncio
import itertools
import json
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

FIREFOX = "/usr/bin/firefox-esr"
START_S = 30
END_S = 10
PREFERENCES: dict[str, bool | int | str] = {
    # Everything but this machine goes to a proxy that is not there: no update, telemetry or portal check leaves.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.dns.disabled": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    # A camera and a microphone for everybody who asks, media over the loopback, and sound without a click.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    # Firefox gives no address but that of its default route to who may not use a camera.
    "permissions.default.camera": 1,
    "permissions.default.microphone": 1,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.cubeb.force_mock_context": True,  # a sound card, on machines without one too
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "media.autoplay.block-webaudio": False,
    "media.gmp-manager.updateEnabled": False,
}
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")


class ScriptFailed(Exception):
    """What a page's script threw, or what the browser refused."""


class Tab:
    """One page. `evaluate` is used like that of Playwright's page."""

    def __init__(self, firefox: "Firefox", context: str) -> None:
        self._firefox = firefox
        self._context = context

    async def goto(self, url: str) -> None:
        """Opens an address and waits until it is loaded."""
        await self._firefox.order("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def close(self) -> None:
        """Closes it; its connections end."""
        await self._firefox.order("browsingContext.close", context=self._context)

    async def evaluate(self, expression: str) -> Any:  # noqa: ANN401  # whatever JSON the page gives
        """The value of an expression, awaited if it is a promise. Raises ScriptFailed with what it threw."""
        answer = await self._firefox.order(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise ScriptFailed(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])


class Firefox:
    """A running browser and its orders."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reader = asyncio.create_task(self._read())

    async def order(self, method: str, **parameters: object) -> dict[str, Any]:
        """Sends one command and gives its result. Raises ScriptFailed when the browser refuses it."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        answer = await self._waiting[number]
        if answer["type"] == "error":
            raise ScriptFailed(f"{method}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def tab(self, url: str) -> Tab:
        """An address in a window of its own: a tab behind another one draws nothing and its clocks are slowed."""
        made = await self.order("browsingContext.create", type="window")
        tab = Tab(self, made["context"])
        await tab.goto(url)
        return tab

    async def close(self) -> None:
        """Asks the browser to end."""
        await self.order("browser.close")
        await self._reader

    async def _read(self) -> None:
        async for message in self._socket:
            answer = message.json()
            if answer["type"] != "event" and not (waiting := self._waiting.pop(answer["id"])).done():
                waiting.set_result(answer)
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("Firefox is gone"))


@asynccontextmanager
async def launched() -> AsyncIterator[Firefox]:
    """Firefox with a fresh profile, ended and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as folder:
        rows = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (Path(folder) / "user.js").write_text("\n".join(rows))
        process = await asyncio.create_subprocess_exec(
            *(FIREFOX, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"),
            env={"HOME": folder, "PATH": "/usr/bin:/bin", "MOZ_CRASHREPORTER_DISABLE": "1", "LANG": "C.UTF-8"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            address = await asyncio.wait_for(_address(process), START_S)
            draining = asyncio.create_task(_drained(process))
            async with ClientSession() as client, client.ws_connect(f"{address}/session", max_msg_size=0) as socket:
                firefox = Firefox(socket)
                await firefox.order("session.new", capabilities={})
                yield firefox
                await firefox.close()
            await draining
            await asyncio.wait_for(process.wait(), END_S)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Where it listens, from what it says when it does."""
    assert process.stderr is not None
    async for line in process.stderr:
        if found := LISTENING.search(line):
            return found[1].decode()
    raise ConnectionError("Firefox ended before it listened")


async def _drained(process: asyncio.subprocess.Process) -> None:
    """Takes the rest of what it says, so that it never waits for a reader."""
    assert process.stderr is not None
    async for _ in process.stderr:
        continue
