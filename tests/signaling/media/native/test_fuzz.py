"""The fuzzers' harnesses for seconds: `make fuzz` is what looks for more."""

import subprocess

import pytest

from tests.signaling.media.native.library import ROOT


@pytest.mark.timeout(400)
def test_threat15_the_harnesses_hold_for_their_kept_corpora_and_what_is_near() -> None:
    """Under AddressSanitizer and UBSan, which end the program at once."""
    subprocess.run(("make", "-j2", "-C", str(ROOT / "fuzz"), "brief"), check=True)
