"""What never reaches the log of a real server process: tokens, links, digits, names, passwords."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from server.config import load_config
from tests.node import PASSWORD, Node, add_accounts, free_port, id_number, open_scene
from tests.server.http.callers import ask, bearer, invite


@pytest.mark.parametrize("shape", ["json", "console"])
async def test_threat7_no_token_link_digit_or_name_is_logged(tmp_path: Path, shape: str) -> None:
    port, log = await free_port(), tmp_path / "log"
    config = load_config(None, data=tmp_path / "data", port=port)
    await add_accounts(config, "wangmin")
    command = [sys.executable, "-m", "server", "serve", "--data", str(config.data), "--port", str(port)]
    settings = {
        "MEDIATION_ROOM_MEDIA_PORT": "0",
        "MEDIATION_ROOM_LOG_FORMAT": shape,
        "MEDIATION_ROOM_LOG_LEVEL": "debug",
    }
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*command, stdout=out, stderr=out, env={**os.environ, **settings})
        try:
            async with aiohttp.ClientSession() as session:
                secrets = await _walk(Node(config, None, session))  # type: ignore[arg-type]
        finally:
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0
    text = log.read_text()
    assert text.count("/api/v1/invitation/identity") == 3, "the acts themselves are logged, by template"
    assert [secret for secret in secrets if secret in text] == []
    if shape == "json":
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        assert {line["status"] for line in lines if line.get("event") == "request"} >= {200, 201, 401, 404, 409}


async def _walk(node: Node) -> list[str]:
    """Everything with a secret in it, right and wrong; gives the secrets."""
    await _up(node)
    node.account = await node.log_in()
    scene = await open_scene(node)
    await ask(node, "POST", "/api/v1/login", json={"username": "wangmin", "password": "a mistyped password"})
    await ask(node, "GET", f"/api/v1/me?token={node.account}", bearer("a-made-up-token"))
    await ask(node, "GET", "/api/v1/invitation", invite("a-made-up-link"))
    async with node.http.get(f"{node.url}/j/{scene.worker.invite}"):
        pass
    async with node.http.get(f"{node.url}/assets/{scene.worker.invite}"):
        pass
    wrong = {"device": "d" * 43, "name_confirmed": True, "id_tail": "9999"}
    await ask(node, "POST", "/api/v1/invitation/identity", invite(scene.worker.invite), json=wrong)
    mediator = await scene.mediator()
    await mediator.enter()
    worker, company = await scene.seated(scene.worker), await scene.seated(scene.company)
    await worker.says("这是一句悄悄话", f"lobby.{scene.worker.seat}")
    await mediator.says("另一句悄悄话", "notes")
    tokens = [mediator.token, worker.token, company.token, node.account]
    declared = {"person": scene.worker.seat, "what": "company", "text": "旁边的悄悄话"}
    await ask(node, "POST", "/api/v1/session/declarations", bearer(worker.token), json=declared)
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/codes"
    spoken = {"person": scene.worker.seat, "voice_checked": True}
    code = (await ask(node, "POST", path, bearer(node.account), json=spoken)).json["code"]
    answered = {"person": scene.worker.seat, "code": code}
    await ask(node, "POST", "/api/v1/session/codes/answer", bearer(worker.token), json=answered)
    await scene.close()
    people = [id_number(), "张伟", "李静", "王敏", "悄悄话", "d" * 43]
    typed = [PASSWORD, "a mistyped password", "a-made-up", scene.worker.invite, scene.company.invite]
    return [*tokens, *people, *typed, f"code={code}", f'"{code}"']


async def _up(node: Node) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                async with node.http.get(f"{node.url}/health/live"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
