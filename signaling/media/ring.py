"""What a source sent within the last second, for repair. One ring for each source, shared by all who receive it."""

from collections import deque

KEPT_SECONDS = 1.0
KEPT_PACKETS = 1024
"""Bounds the memory of a sender who floods: about 1.2 MB."""


class Ring:
    """Decrypted packets by extended sequence number."""

    __slots__ = ("_order", "_packets")

    def __init__(self) -> None:
        self._packets: dict[int, bytes] = {}
        self._order: deque[tuple[float, int]] = deque()

    def __len__(self) -> int:
        return len(self._packets)

    def put(self, sequence: int, packet: bytes, now: float) -> None:
        """Keeps a packet and lets go of what is older than a second. `now` in seconds, never going back."""
        order, packets, oldest = self._order, self._packets, now - KEPT_SECONDS
        packets[sequence] = packet
        order.append((now, sequence))
        while order[0][0] < oldest or len(order) > KEPT_PACKETS:
            packets.pop(order.popleft()[1], None)

    def get(self, sequence: int, now: float) -> bytes | None:
        """The packet, or None when it never came or is older than a second."""
        if self._order and self._order[-1][0] < now - KEPT_SECONDS:
            self.clear()
        return self._packets.get(sequence)

    def clear(self) -> None:
        """Forgets everything (the source began anew)."""
        self._packets.clear()
        self._order.clear()
