"""What hostile and broken clients send (threats 5, 8, 12, 13, 19)."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from signaling.transport import HELLO_S, MESSAGE_LIMIT_BYTES
from tests.node import Node, Scene
from tests.tab import Json, Tab, turned_away

Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def raw(node: Node) -> AsyncIterator[Socket]:
    """A bare Engine.IO socket that said nothing yet."""
    async with node.http.ws_connect(f"{node.url}/socket.io/?EIO=4&transport=websocket", max_msg_size=0) as socket:
        assert (await socket.receive_str()).startswith("0{")
        yield socket


async def said_hello(raw: Socket, token: str) -> None:
    await raw.send_str("40" + json.dumps({"token": token, "chat": {}}))
    assert (await raw.receive_str()).startswith("40{")


async def until_closed(raw: Socket) -> list[str]:
    async with asyncio.timeout(5):
        return [str(message.data) async for message in raw]


async def answer_to(raw: Socket, packet: str) -> Json:
    await raw.send_str(packet)
    async with asyncio.timeout(5):
        while True:
            text = await raw.receive_str()
            if text.startswith("4337"):
                answer: Json = json.loads(text[4:])[0]
                return answer


async def test_threat5_a_field_given_twice_is_refused(scene: Scene, raw: Socket) -> None:
    await said_hello(raw, await scene.worker.token())
    packet = '4237["room.enter",{"microphone":true,"camera":true,"camera":false}]'
    assert (await answer_to(raw, packet))["code"] == "wire.ambiguous"


@pytest.mark.parametrize(
    "extra", [{"seat": "x"}, {"sender": "x"}, {"role": "mediator"}, {"room": "other"}, {"session": "x"}]
)
async def test_threat5_a_forged_sender_is_an_unknown_field(scene: Scene, extra: dict[str, str]) -> None:
    _, worker, _ = await scene.at_table()
    line = {"id": "forged-line", "text": "我是调解员", "channel": "joint", "tag": ""}
    assert await worker.refusal("chat.send", **line, **extra) == "wire.malformed"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("no.such", "wire.unknown_event"),
        ("disconnect", "wire.unknown_event"),
        ("connect", "wire.unknown_event"),
        ("*", "wire.unknown_event"),
        ("__class__", "wire.unknown_event"),
        ("trigger_event", "wire.unknown_event"),
    ],
)
async def test_only_names_of_the_contract_are_events(scene: Scene, raw: Socket, event: str, code: str) -> None:
    await said_hello(raw, await scene.worker.token())
    assert (await answer_to(raw, f"4237{json.dumps([event, {}, {}])}"))["code"] == code
    assert not raw.closed


@pytest.mark.parametrize(
    "body", ["1", "null", "[]", '"x"', '{"microphone":1,"camera":true}', '{"microphone":true}', "{}", '{"a":NaN}']
)
async def test_malformed_bodies_are_refused_or_close(scene: Scene, raw: Socket, body: str) -> None:
    await said_hello(raw, await scene.worker.token())
    await raw.send_str(f'4237["room.enter",{body}]')
    got = [await raw.receive_str(timeout=5)]
    assert "wire.malformed" in "".join(got)


@pytest.mark.parametrize(
    "frame", ["42{}", "42[]", "42[1]", "42notjson", '451-["room.enter",{"_placeholder":true,"num":0}]', "49", "4"]
)
async def test_threat13_broken_and_binary_packets_close_the_socket(scene: Scene, raw: Socket, frame: str) -> None:
    await said_hello(raw, await scene.worker.token())
    await raw.send_str(frame)
    await until_closed(raw)
    assert raw.closed


async def test_threat13_a_binary_frame_closes_the_socket_with_its_code(scene: Scene, raw: Socket) -> None:
    await said_hello(raw, await scene.worker.token())
    await raw.send_bytes(b"\x00" * 10)
    assert "wire.binary" in "".join(await until_closed(raw))


async def test_threat12_an_oversized_message_closes_the_socket(scene: Scene, raw: Socket) -> None:
    await said_hello(raw, await scene.worker.token())
    with pytest.raises((ConnectionError, AssertionError)):  # noqa: PT012 - either end may notice first
        await raw.send_str("42" + "x" * (MESSAGE_LIMIT_BYTES + 1))
        await until_closed(raw)
        assert not raw.closed


async def test_threat13_who_never_says_hello_is_closed(raw: Socket) -> None:
    async with asyncio.timeout(HELLO_S + 5):
        while not raw.closed:
            message = await raw.receive()
            if message.type is aiohttp.WSMsgType.TEXT and message.data == "2":
                await raw.send_str("3")
    assert raw.closed


@pytest.mark.parametrize("auth", [None, {}, {"token": "x"}, {"token": 1, "chat": {}}, {"token": "x" * 43, "chat": {}}])
async def test_without_a_live_token_nobody_connects(node: Node, auth: object) -> None:
    assert (await turned_away(node.url, auth))["code"] == "session.unknown"


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_threat8_a_foreign_page_cannot_connect(node: Node, transport: str) -> None:
    url = f"{node.url}/socket.io/?EIO=4&transport={transport}"
    headers = {"Origin": "https://evil.example"}
    if transport == "websocket":
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await node.http.ws_connect(url, headers=headers)
        assert refused.value.status in {400, 403}
        return
    async with node.http.get(url, headers=headers) as response:
        assert response.status in {400, 403}


async def test_threat19_a_flood_is_refused_and_the_rest_goes_on(scene: Scene) -> None:
    _, worker, company = await scene.at_table()
    # Beats cost the server nearly nothing, so that the bucket, not the disk, is what gives out.
    answers = await asyncio.gather(*(worker.call("beat") for _ in range(400)))
    codes = [answer.get("code") for answer in answers if not answer["ok"]]
    assert set(codes) == {"rate.limited"}
    assert len(codes) > 30
    await company.says("还能说话", line="still-works")


async def test_text_that_hides_is_refused_and_markup_is_text(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    line = {"id": "bidi-line", "text": "赔\u202e001", "channel": "joint", "tag": ""}
    assert await worker.refusal("chat.send", **line) == "text.control_characters"
    await worker.says("<img src=x onerror=alert(1)>", line="markup-line")
    await mediator.until("chat.lines")
    assert mediator.lines()[-1]["text"] == "<img src=x onerror=alert(1)>"


async def test_a_socket_of_the_same_tab_replaces_the_former(scene: Scene) -> None:
    _, worker, _ = await scene.at_table()
    again = await Tab(worker.token, scene.node.url).connect()
    scene.tabs.append(again)
    await worker.closed()
    assert worker.seen("session.ended") == []
    assert (await again.view())["you"]["place"] == "joint"
