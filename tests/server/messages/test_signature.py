"""Gateway and room know each other's words, and no others."""

from datetime import UTC, datetime, timedelta

import pytest

from server.messages import signature
from tests.server.messages.outside import KEY, signed

NOW = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)
BODY = b'{"id":"1"}'


def test_both_sides_sign_alike() -> None:
    assert signature.signed(KEY, BODY, NOW) == signed(BODY, int(NOW.timestamp()))


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_a_signature_is_good_for_five_minutes_either_way(minutes: int) -> None:
    headers = signed(BODY, int((NOW + timedelta(minutes=minutes)).timestamp()))
    assert signature.holds(KEY, BODY, headers, NOW)


@pytest.mark.parametrize(
    "headers",
    [
        signed(BODY, int((NOW + timedelta(minutes=5, seconds=1)).timestamp())),
        signed(BODY, int((NOW - timedelta(minutes=5, seconds=1)).timestamp())),
        signed(BODY + b" ", int(NOW.timestamp())),
        signed(BODY, int(NOW.timestamp()), key="another secret"),
        {**signed(BODY, int(NOW.timestamp())), "X-Timestamp": str(int(NOW.timestamp()) + 1)},
        {**signed(BODY, int(NOW.timestamp())), "X-Timestamp": "١٢٣"},
        {**signed(BODY, int(NOW.timestamp())), "X-Signature": "ä" * 64},
        {"X-Timestamp": "9" * 400, "X-Signature": "0" * 64},
        {"X-Signature": "0" * 64},
        {},
    ],
)
def test_threat11_what_another_signed_or_nobody_is_refused(headers: dict[str, str]) -> None:
    assert not signature.holds(KEY, BODY, headers, NOW)
