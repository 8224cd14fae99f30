"""Key frame requests, merged: however many receivers ask, a sender is asked at most twice a second. Pure."""

from typing import NamedTuple

SECONDS_BETWEEN = 0.5


class Camera(NamedTuple):
    """One video intake: peer, line, and the SSRC to ask."""

    peer: int
    line: int
    ssrc: int


class KeyFrameRequests:
    """What was asked when, and what is still to be asked."""

    def __init__(self) -> None:
        self._asked_at: dict[Camera, float] = {}
        self._pending: set[Camera] = set()

    def ask(self, camera: Camera) -> None:
        """Somebody needs a key frame of this camera."""
        self._pending.add(camera)

    def due(self, now: float) -> list[Camera]:
        """Whom to ask now; the others of the pending wait for their half second."""
        ready = [camera for camera in self._pending if now - self._asked_at.get(camera, -1.0) >= SECONDS_BETWEEN]
        for camera in ready:
            self._asked_at[camera] = now
            self._pending.discard(camera)
        return ready

    def forget(self, peer: int) -> None:
        """The peer is gone."""
        self._asked_at = {camera: at for camera, at in self._asked_at.items() if camera.peer != peer}
        self._pending = {camera for camera in self._pending if camera.peer != peer}
