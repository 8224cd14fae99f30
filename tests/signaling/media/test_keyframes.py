from signaling.media.keyframes import SECONDS_BETWEEN, KeyFrameRequests


def test_threat18_a_hundred_requests_a_second_ask_the_sender_twice() -> None:
    requests = KeyFrameRequests()
    asked = 0
    for hundredth in range(100):
        requests.ask()
        asked += requests.due(hundredth / 100)
    assert asked == 2


def test_a_request_within_the_half_second_is_kept_not_lost() -> None:
    requests = KeyFrameRequests()
    assert not requests.due(0.0)
    requests.ask()
    assert requests.due(0.0)
    requests.ask()
    assert not requests.due(0.1)
    assert requests.due(SECONDS_BETWEEN)
    assert not requests.due(2.0)
