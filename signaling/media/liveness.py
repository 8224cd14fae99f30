"""When a connected seat counts as silent. Pure.

A seat that sends media is missed after 2 s without any packet, which the watch notices within half a second: sound
comes at least every 400 ms (Opus DTX), RTCP about every second. One that sends none (muted, or only listening) shows
itself by ICE checks alone, which browsers may send as rarely as every 6 s: it is missed when its consent lapses; its
sign within 3 s is the beat of its signalling socket.
"""

from signaling.media.ice import CONSENT_SECONDS
from signaling.media.plane import Pulse

SILENT_SECONDS = 2.0


def is_silent(pulse: Pulse, checked_at: float, now: float) -> bool:
    """Whether nothing authenticated has come for too long. All times in seconds of one clock."""
    last = max(pulse.rtp, pulse.rtcp, checked_at)
    sends_media = pulse.rtp > last - SILENT_SECONDS
    return now - last >= (SILENT_SECONDS if sends_media else CONSENT_SECONDS)
