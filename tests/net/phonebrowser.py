"""Chromium at the phone's end, and what it must be told there."""

import stat
from pathlib import Path

from tests.browser import devices
from tests.net.weaknetwork import SERVER, WeakNetwork

CHROMIUM = "/usr/bin/chromium"


def flags_for(url: str) -> tuple[str, ...]:
    """For either side: the server has an address instead of a name, and no certificate, yet may have the camera."""
    return (
        *(flag for flag in devices.FLAGS if not flag.startswith("--host-resolver-rules")),
        f"--unsafely-treat-insecure-origin-as-secure={url}",
        f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {SERVER}",
    )


def phone_browser(network: WeakNetwork, folder: Path) -> Path:
    """A program that starts Chromium at the phone's side; it talks to us by pipes, which know no networks."""
    program = folder / f"chromium-at-{network.line.device}"
    program.write_text(f'#!/bin/sh\nexec {" ".join(network.phone_command)} {CHROMIUM} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program
