from signaling.media.ring import KEPT_PACKETS, Ring


def test_a_packet_can_be_had_for_a_second() -> None:
    ring = Ring()
    ring.put(1, b"one", 10.0)
    ring.put(2, b"two", 10.9)
    assert ring.get(1, 10.9) == b"one"
    ring.put(3, b"three", 11.1)
    assert ring.get(1, 11.1) is None
    assert ring.get(2, 11.1) == b"two"


def test_what_an_ended_stream_left_is_given_up_too() -> None:
    ring = Ring()
    ring.put(1, b"one", 10.0)
    assert ring.get(1, 20.0) is None
    assert len(ring) == 0


def test_a_flood_does_not_grow_it() -> None:
    ring = Ring()
    for sequence in range(5000):
        ring.put(sequence, b"x", 1.0)
    assert len(ring) == KEPT_PACKETS
