"""Both timestamp authorities: the in-house one by `openssl ts`, and one elsewhere over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from asn1crypto import tsp

from agreements.authority.folder import open_folder
from agreements.authority.own_timestamps import own_timestamp_authority
from agreements.authority.places import AuthorityFault
from agreements.authority.remote_timestamps import ANSWER_BYTES, RemoteTimeStampAuthority
from agreements.ports import Away
from agreements.seal.adapters import PortTimeStamper
from tests.agreements.seal.conftest import House
from tests.agreements.seal.programs import ran

REPLY = "application/timestamp-reply"


@asynccontextmanager
async def serving(response: web.StreamResponse) -> AsyncIterator[str]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return response

    app = web.Application()
    app.router.add_post("/tsa", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/tsa"))


def query(folder: Path, data: bytes) -> bytes:
    """A request by somebody else's program."""
    (folder / "data").write_bytes(data)
    return ran("openssl", "ts", "-query", "-data", folder / "data", "-sha256", "-cert").stdout


async def test_openssl_accepts_our_token(house: House, tmp_path: Path) -> None:
    answer = await own_timestamp_authority(house.folder).answer(query(tmp_path, b"agreement"))
    (tmp_path / "reply").write_bytes(answer)
    command = ("openssl", "ts", "-verify", "-data", tmp_path / "data", "-in", tmp_path / "reply")
    trust = ("-CAfile", house.folder.certificate_path("root"))
    assert b"Verification: OK" in ran(*command, *trust).stdout
    (tmp_path / "data").write_bytes(b"another")
    assert ran(*command, *trust).returncode != 0


async def test_a_token_is_strict_and_holds_one_certificate_and_nothing_unsigned(house: House, tmp_path: Path) -> None:
    answer = await own_timestamp_authority(house.folder).answer(query(tmp_path, b"agreement"))
    token = tsp.TimeStampResp.load(answer, strict=True)["time_stamp_token"]["content"]
    (info,) = token["signer_infos"]
    assert token["version"].native == "v3"
    assert [each["algorithm"].native for each in token["digest_algorithms"]] == ["sha256"]
    assert info["digest_algorithm"]["algorithm"].native == "sha256"
    assert not info["unsigned_attrs"]
    (certificate,) = token["certificates"]
    assert "测试" in certificate.chosen.subject.human_friendly


async def test_no_two_tokens_share_a_serial(house: House, tmp_path: Path) -> None:
    authority = own_timestamp_authority(house.folder)
    request = query(tmp_path, b"agreement")
    answers = [tsp.TimeStampResp.load(await authority.answer(request)) for _ in range(3)]
    infos = [answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed for answer in answers]
    assert len({info["serial_number"].native for info in infos}) == 3
    assert all(info["serial_number"].native > 0 for info in infos)


async def test_a_lost_key_file_is_away_and_says_why_only_to_the_log(tmp_path: Path) -> None:
    authority = own_timestamp_authority(open_folder(tmp_path / "authority", bytes(32)))
    authority.folder.key_path("tsa").unlink()
    with pytest.raises(Away) as away:
        await authority.answer(query(tmp_path, b"agreement"))
    assert away.value.code == "tsa.away"
    assert "tsa.key.pem" in away.value.__notes__[0]
    assert "tsa.key.pem" not in away.value.sentence.en
    assert authority.folder.password("tsa") not in away.value.__notes__[0]


def test_without_the_key_it_does_not_even_start(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "authority", bytes(32))
    folder.key_path("tsa").unlink()
    with pytest.raises(AuthorityFault):
        own_timestamp_authority(folder)


async def test_nobody_listening_is_away() -> None:
    with pytest.raises(Away) as away:
        await RemoteTimeStampAuthority(f"http://127.0.0.1:{unused_port()}/").answer(b"")
    assert away.value.code == "tsa.away"


@pytest.mark.parametrize(
    ("response", "why"),
    [
        (web.Response(status=503), "503"),
        (web.Response(body=b"x", content_type="text/html"), "text/html"),
        (web.Response(status=302, headers={"Location": "/elsewhere"}), "302"),
        (web.Response(body=bytes(ANSWER_BYTES + 1), content_type=REPLY), "more than"),
    ],
)
async def test_what_is_no_timestamp_answer_is_away(response: web.Response, why: str) -> None:
    async with serving(response) as url:
        with pytest.raises(Away) as away:
            await RemoteTimeStampAuthority(url).answer(b"")
    assert why in away.value.__notes__[0]


class Echo:
    """A timestamp authority that always gives the same answer."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    async def answer(self, request: bytes) -> bytes:  # noqa: ARG002  # the port's; this one does not listen
        return self._answer


async def test_threat30_an_old_token_played_again_is_away(house: House, tmp_path: Path) -> None:
    old = await own_timestamp_authority(house.folder).answer(query(tmp_path, b"agreement"))
    for answer in (old, b"", b"junk", old[:-5]):
        with pytest.raises(Away) as away:
            await PortTimeStamper(Echo(answer)).async_timestamp(bytes(32), "sha256")
        assert away.value.code == "tsa.away"
