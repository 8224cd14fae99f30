"""Which data plane forwards the media: the native one where its extension can be loaded, else the one in Python."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from law.sentence import Sentence
from server.native_build import Absence, absence
from signaling.media.plane import Plane
from signaling.media.relay import RelayPlane

Wish = Literal["auto", "native", "python"]


class NativeAbsent(Exception):
    """The native plane was asked for by name and is not there; `sentence` says why and what to do."""

    def __init__(self, why: Absence) -> None:
        zh = f"设置要求使用原生（C）媒体转发，但{why.zh}{why.mend_zh}"
        en = f"The settings ask for the native media relay, but {why.en} {why.mend_en}"
        super().__init__(f"{zh} {en}")
        self.why = why
        self.sentence = Sentence(zh, en)


@dataclass(frozen=True, slots=True)
class DataPlane:
    """What runs. `absence`: why it is not the native one, where that was wanted."""

    name: Literal["native", "python"]
    shards: int
    make: Callable[[], Plane]
    absence: Absence | None = None

    def ports(self, first: int) -> range:
        """The UDP ports it binds, beginning with the one set; none where any free one will do (0)."""
        return range(first, first + self.shards) if first else range(0)


def data_plane(wish: Wish, shards: int) -> DataPlane:
    """Raises NativeAbsent where `native` is wished and not there."""
    why = None if wish == "python" else absence()
    if why is not None and wish == "native":
        raise NativeAbsent(why)
    if why is not None or wish == "python":
        return DataPlane("python", 1, RelayPlane, why)
    from signaling.media.native import NativePlane  # noqa: PLC0415 - it is not built everywhere

    return DataPlane("native", shards, lambda: NativePlane(shards))
