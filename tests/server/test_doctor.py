"""What `doctor` finds on real folders, ports and addresses."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest

from server import doctor, media_checkup
from server.doctor import checks, failed
from server.findings import Finding, Installation, Level
from server.ports import PortState, tcp_port, udp_port


def free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(
        data=tmp_path / "data",
        client=tmp_path,
        http_host="127.0.0.1",
        http_port=free_port(socket.SOCK_STREAM),
        media_host="0.0.0.0",  # noqa: S104  # as the relay does
        media_port=free_port(socket.SOCK_DGRAM),
        advertised=(ip_address("127.0.0.1"), ip_address("203.0.114.9")),
        origin="http://localhost:8080",
    )


class RoomApi(BaseHTTPRequestHandler):
    """What a running room server answers to doctor's question."""

    paths: tuple[str, ...] = ("/api/v1/rooms",)

    def do_GET(self) -> None:
        body = json.dumps({"paths": {path: {} for path in self.paths}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


class OtherApi(RoomApi):
    paths = ("/somewhere/else",)


@contextmanager
def serving(answers: type[RoomApi]) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(timeout=10)


def of(code: str, findings: list[Finding]) -> Finding:
    return next(finding for finding in findings if finding.code == code)


def test_a_good_installation_fails_nowhere_and_leaves_no_trace(installation: Installation, tmp_path: Path) -> None:
    findings = checks(installation)
    assert not failed(findings)
    assert len(findings) == len(doctor.CHECKS) == len({finding.code for finding in findings})
    assert list(tmp_path.iterdir()) == []


def test_every_finding_speaks_both_languages_and_every_trouble_says_what_to_do(installation: Installation) -> None:
    troubled = replace(installation, client=None, advertised=(), origin="http://192.168.0.8:8080")
    for finding in checks(troubled):
        assert finding.zh
        assert finding.en
        assert finding.level is Level.OK or (finding.mend_zh and finding.mend_en)


def test_a_missing_client_and_no_media_address_fail(installation: Installation) -> None:
    findings = checks(replace(installation, client=None, advertised=()))
    assert failed(findings)
    assert {finding.code for finding in findings if finding.level is Level.FAIL} == {"client", "advertised"}


@pytest.mark.parametrize(
    ("address", "level"),
    [("127.0.0.1", Level.OK), ("8.8.8.8", Level.OK), ("10.255.255.7", Level.WARN), ("0.0.0.0", Level.FAIL)],  # noqa: S104  # what a careless operator types
)
def test_an_advertised_address_is_ours_or_public(installation: Installation, address: str, level: Level) -> None:
    assert media_checkup.advertised_addresses(replace(installation, advertised=(ip_address(address),))).level is level


@pytest.mark.parametrize(
    ("origin", "level"),
    [
        ("http://localhost:8080", Level.OK),
        ("http://127.0.0.1:8080", Level.OK),
        ("http://[::1]:8080", Level.OK),
        ("https://room.example", Level.OK),
        ("http://room.example", Level.WARN),
        ("http://192.168.1.4:8080", Level.WARN),
    ],
)
def test_plain_http_beyond_this_machine_is_warned_of(installation: Installation, origin: str, level: Level) -> None:
    assert doctor.secure_context(replace(installation, origin=origin)).level is level


def test_a_data_folder_that_cannot_be_one_fails(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    finding = doctor.data_folder(replace(installation, data=tmp_path / "file"))
    assert (finding.code, finding.level) == ("data", Level.FAIL)


@pytest.mark.parametrize(("free_mb", "level"), [(500, Level.OK), (499, Level.WARN), (50, Level.WARN), (49, Level.FAIL)])
def test_little_disk_is_warned_of_and_hardly_any_fails(free_mb: int, level: Level) -> None:
    assert doctor.disk_finding(free_mb).level is level


def test_a_port_of_another_program_fails_and_one_of_a_running_room_does_not(installation: Installation) -> None:
    with serving(OtherApi) as port:
        assert doctor.http_port(replace(installation, http_port=port)).level is Level.FAIL
    with serving(RoomApi) as port, closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as media:
        media.bind(("0.0.0.0", 0))  # noqa: S104  # as the relay does
        ours = replace(installation, http_port=port, media_port=media.getsockname()[1])
        assert doctor.http_port(ours).level is Level.OK
        assert media_checkup.media_port(ours).level is Level.OK
        assert media_checkup.media_port(replace(ours, http_port=installation.http_port)).level is Level.FAIL


def test_ports_are_free_taken_or_of_no_address_here() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert tcp_port("127.0.0.1", taken.getsockname()[1]) is PortState.TAKEN
    assert tcp_port("127.0.0.1", free_port(socket.SOCK_STREAM)) is PortState.FREE
    assert udp_port("127.0.0.1", free_port(socket.SOCK_DGRAM)) is PortState.FREE
    assert tcp_port("203.0.113.77", 8080) is PortState.NO_SUCH_ADDRESS


def test_the_tcp_port_for_media_is_free_taken_or_missed(installation: Installation) -> None:
    assert media_checkup.media_tcp_port(installation).level is Level.OK
    assert media_checkup.media_tcp_port(replace(installation, origin="https://room.example")).level is Level.WARN
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        here = replace(installation, media_host="127.0.0.1", media_tcp_port=port)
        assert media_checkup.media_tcp_port(here).level is Level.FAIL
        with serving(RoomApi) as http_port:
            assert media_checkup.media_tcp_port(replace(here, http_port=http_port)).level is Level.OK
    assert media_checkup.media_tcp_port(replace(here, media_tcp_port=free_port(socket.SOCK_STREAM))).level is Level.OK


def test_the_clock_is_read_without_being_changed(installation: Installation) -> None:
    assert doctor.clock_state() >= -1
    assert doctor.clock(installation).level in {Level.OK, Level.WARN}
