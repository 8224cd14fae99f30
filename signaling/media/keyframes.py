"""Key frame requests, merged: however many receivers ask, a sender is asked at most twice a second. Pure."""

from collections.abc import Mapping

from signaling.media.routing import Feed

SECONDS_BETWEEN = 0.5


class KeyFrameRequests:
    """What was asked when, and what is still to be asked."""

    def __init__(self) -> None:
        self._asked_at: dict[Feed, float] = {}
        self._pending: set[Feed] = set()

    def ask(self, camera: Feed) -> None:
        """Somebody needs a key frame of this camera."""
        self._pending.add(camera)

    def due(self, ssrcs: Mapping[Feed, int], now: float) -> list[tuple[int, int]]:
        """`(peer, ssrc)` to ask now. Cameras within their half second, or whose SSRC is not known yet, stay pending."""
        ready = [
            camera
            for camera in self._pending
            if camera in ssrcs and now - self._asked_at.get(camera, -1.0) >= SECONDS_BETWEEN
        ]
        for camera in ready:
            self._asked_at[camera] = now
            self._pending.discard(camera)
        return [(camera.peer, ssrcs[camera]) for camera in ready]

    def forget(self, peer: int) -> None:
        """The peer is gone."""
        self._asked_at = {camera: at for camera, at in self._asked_at.items() if camera.peer != peer}
        self._pending = {camera for camera in self._pending if camera.peer != peer}
