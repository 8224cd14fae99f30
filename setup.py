"""The one part that is compiled: the native data plane. Everything else stands in pyproject.toml.

Where there is no C compiler, no Python.h or no OpenSSL header, the installation goes on without it and the server
forwards in Python; `mediation-room doctor` says why. MEDIATION_ROOM_NATIVE=required makes a failed build fatal (tests,
CI, packages); MEDIATION_ROOM_NATIVE=no leaves it out.
"""

import os
from pathlib import Path

from setuptools import Extension, setup

MEDIA = Path("signaling/media")
WISH = os.environ.get("MEDIATION_ROOM_NATIVE", "")
REQUIRED = WISH == "required"
FLAGS = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-fstack-protector-strong", "-fvisibility=hidden"]

relay = Extension(
    "signaling.media._relay",
    sources=[str(MEDIA / "_relay.c"), *sorted(str(path) for path in (MEDIA / "native").glob("*.c"))],
    depends=sorted(str(path) for path in (MEDIA / "native").glob("*.h")),
    libraries=["crypto"],
    define_macros=[("_GNU_SOURCE", None)],
    extra_compile_args=[*FLAGS, "-Werror"] if REQUIRED else FLAGS,
    optional=not REQUIRED,
)

setup(ext_modules=[] if WISH == "no" else [relay])
