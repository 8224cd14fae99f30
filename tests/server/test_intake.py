"""Uploads share a bounded amount of memory, and one seat cannot take it all."""

import pytest

from server.intake import Crowded, Intake


def test_what_does_not_fit_is_turned_away_until_there_is_room_again() -> None:
    intake = Intake(held_bytes=100)
    with intake.holding("a", 60):
        with pytest.raises(Crowded), intake.holding("b", 41):
            raise AssertionError("taken in")
        with intake.holding("b", 40):
            pass
    with intake.holding("b", 100):
        pass


def test_one_seat_has_two_uploads_at_most() -> None:
    intake = Intake()
    with intake.holding("a", 1), intake.holding("a", 1):
        with pytest.raises(Crowded), intake.holding("a", 1):
            raise AssertionError("taken in")
        with intake.holding("b", 1):
            pass
    with intake.holding("a", 1), intake.holding("a", 1):
        pass


def test_room_is_given_back_when_the_upload_fails() -> None:
    intake = Intake(held_bytes=10, at_once=1)
    with pytest.raises(ZeroDivisionError), intake.holding("a", 10):
        raise ZeroDivisionError
    with intake.holding("a", 10):
        pass
