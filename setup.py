"""The one part that is compiled: the native data plane. Everything else stands in pyproject.toml.

Where there is no C compiler, no Python.h or no OpenSSL header, the installation goes on without it and the server
forwards in Python; `mediation-room doctor` says why, with the help of the note that is left here in place of the
library. MEDIATION_ROOM_NATIVE=required makes a failed build fatal (tests, CI, packages); MEDIATION_ROOM_NATIVE=no
leaves it out.
"""

import os
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

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


class RelayBuild(build_ext):
    """Leaves `_relay.absent`, with the reason, where there is no library after it; never a library of other sources."""

    def run(self) -> None:
        """Builds, or leaves it be."""
        # Asked now: while it builds, setuptools says that it is not in place.
        self._folder = MEDIA if self.inplace or self.editable_mode else Path(self.build_lib, MEDIA)
        (self._folder / "_relay.absent").unlink(missing_ok=True)
        if WISH == "no":
            self._leave("off")
        else:
            super().run()

    def build_extension(self, ext: Extension) -> None:
        """Builds one."""
        try:
            super().build_extension(ext)
        except Exception as error:
            Path(self.get_ext_fullpath(ext.name)).unlink(missing_ok=True)
            self._leave(f"failed: {error}")
            raise

    def copy_extensions_to_source(self) -> None:
        """A server that runs keeps the library it has loaded: the new one is another file."""
        self._remove()
        super().copy_extensions_to_source()

    def _leave(self, why: str) -> None:
        self._remove()
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "_relay.absent").write_text(why + "\n", encoding="utf-8")

    def _remove(self) -> None:
        for library in self._folder.glob("_relay.*.so"):
            library.unlink()


setup(ext_modules=[relay], cmdclass={"build_ext": RelayBuild})
