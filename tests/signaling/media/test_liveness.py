from signaling.media.liveness import is_silent
from signaling.media.plane import Pulse


def test_a_sender_is_missed_after_two_seconds() -> None:
    assert not is_silent(Pulse(10.0, 9.0), 8.0, 11.9)
    assert is_silent(Pulse(10.0, 9.0), 8.0, 12.0)


def test_a_listener_is_missed_when_its_consent_lapses() -> None:
    assert not is_silent(Pulse(0.0, 0.0), 10.0, 39.9)
    assert is_silent(Pulse(0.0, 0.0), 10.0, 40.0)


def test_who_stopped_sending_but_still_checks_is_there() -> None:
    assert not is_silent(Pulse(10.0, 10.0), 15.0, 20.0)
