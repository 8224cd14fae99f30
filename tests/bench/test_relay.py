"""The bench of the relay still measures something; how much is for docs/performance.md."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.relay.generator import built
from signaling.media import srtp
from signaling.media.plane import Profile
from tests.signaling.media.rawclient import key_for, rtp

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "bench.relay", "--json", "--seconds", "1", "--rooms", "1", "--most", "0")


def ran(*more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*COMMAND, *more),
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_one_room_talks_for_a_second_and_everything_is_counted(tmp_path: Path) -> None:
    told = ran("--planes", "python", "--folder", str(tmp_path))
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    assert document == json.loads((tmp_path / "relay.json").read_text())
    (course,) = document["courses"]
    (joining,), (row,) = course["joinings"], course["rows"]
    assert joining["seats"] == 4
    assert joining["cpu_ms_per_join"] > 0
    assert 0 <= row["loss_percent"] < 50
    assert row["out_per_second"] > 1300
    assert row["cpu_us_per_out"] > 0
    assert row["p99_ms"] >= row["p50_ms"] > 0
    assert row["ping"]["count"] > 0
    assert row["unopened"] == 0
    assert row["asked_again"] >= row["repeated"] > 0
    assert row["reports_received"] > 0


def test_without_janus_it_says_so_before_it_measures_anything(tmp_path: Path) -> None:
    told = ran("--peer", "janus", "--folder", str(tmp_path), PATH=str(tmp_path))
    assert told.returncode == 1
    assert "apt-get install janus" in told.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("profile", list(Profile))
def test_the_generators_srtp_is_that_of_libsrtp(profile: Profile) -> None:
    library, key = ctypes.CDLL(str(built())), key_for(profile)
    library.srtp_new.restype = ctypes.c_void_p
    ours = ctypes.c_void_p(library.srtp_new(int(profile), key))
    theirs = srtp.receiving(profile, key)
    packet = rtp(7, 8, 9, 96, b"picture" * 20, mid="1")
    compound = bytes.fromhex("80c90001 00000009 81ca0004 00000009 010562656e636800") + bytes(4)
    room = ctypes.create_string_buffer(packet, len(packet) + 32)
    sealed = library.srtp_seal(ours, room, len(packet), ctypes.c_uint64(7))
    assert theirs.unprotect(room.raw[:sealed]) == packet
    assert library.srtp_open(ours, room, sealed, ctypes.c_uint64(7)) == len(packet)
    assert room.raw[: len(packet)] == packet
    room = ctypes.create_string_buffer(compound, len(compound) + 32)
    sealed = library.srtcp_seal(ours, room, len(compound), 5)
    assert theirs.unprotect_rtcp(room.raw[:sealed]) == compound
    assert library.srtcp_open(ours, room, sealed) == len(compound)
    assert room.raw[: len(compound)] == compound
    room[0] = bytes([room.raw[0] ^ 1])
    assert library.srtcp_open(ours, room, sealed) == -1
    library.srtp_free(ours)
