from signaling.media.keyframes import SECONDS_BETWEEN, KeyFrameRequests
from signaling.media.routing import Feed

CAMERA = Feed(1, 1)
SSRCS = {CAMERA: 99}


def test_threat18_a_hundred_requests_a_second_ask_the_sender_twice() -> None:
    requests = KeyFrameRequests()
    asked = 0
    for hundredth in range(100):
        requests.ask(CAMERA)
        asked += len(requests.due(SSRCS, hundredth / 100))
    assert asked == 2


def test_a_request_within_the_half_second_is_kept_not_lost() -> None:
    requests = KeyFrameRequests()
    requests.ask(CAMERA)
    assert requests.due(SSRCS, 0.0) == [(1, 99)]
    requests.ask(CAMERA)
    assert requests.due(SSRCS, 0.1) == []
    assert requests.due(SSRCS, SECONDS_BETWEEN) == [(1, 99)]
    assert requests.due(SSRCS, 2.0) == []


def test_a_peer_that_is_gone_is_forgotten() -> None:
    requests = KeyFrameRequests()
    requests.ask(CAMERA)
    requests.forget(1)
    assert requests.due(SSRCS, 0.0) == []


def test_a_request_before_the_camera_has_sent_waits_for_it() -> None:
    requests = KeyFrameRequests()
    requests.ask(CAMERA)
    assert requests.due({}, 0.0) == []
    assert requests.due(SSRCS, 0.1) == [(1, 99)]
