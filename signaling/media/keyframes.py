"""Key frame requests, merged: however many receivers ask, a sender is asked at most twice a second. Pure."""

SECONDS_BETWEEN = 0.5


class KeyFrameRequests:
    """Of one source: whether somebody needs a key frame, and when its sender was last asked for one."""

    __slots__ = ("_asked_at", "_is_wanted")

    def __init__(self) -> None:
        self._asked_at = -SECONDS_BETWEEN
        self._is_wanted = False

    def ask(self) -> None:
        """Somebody needs one."""
        self._is_wanted = True

    def due(self, now: float) -> bool:
        """Whether to ask the sender now. What comes within the half second is kept, not lost."""
        if not self._is_wanted or now - self._asked_at < SECONDS_BETWEEN:
            return False
        self._asked_at, self._is_wanted = now, False
        return True
