"""Segmentation offload of the native plane: used where the way takes it, given up where it does not."""

import json
import subprocess
import sys

from tests.net.segments import PACKETS


def sent_over(mtu: int) -> dict[str, int]:
    done = subprocess.run(
        (sys.executable, "-m", "tests.net.segments", str(mtu)), check=True, capture_output=True, text=True, timeout=60
    )
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def test_packets_of_one_length_leave_in_few_calls() -> None:
    counted = sent_over(65536)
    assert counted["came"] == PACKETS
    assert counted["dropped_send"] == 0
    assert counted["send_calls"] < PACKETS / 8


def test_a_way_that_refuses_segments_gets_every_packet_by_itself() -> None:
    """An MTU below the packets' length: the kernel refuses the segmented message (EMSGSIZE)."""
    counted = sent_over(1000)
    assert counted["came"] == PACKETS
    assert counted["dropped_send"] == 0
    assert counted["send_calls"] > PACKETS / 4
