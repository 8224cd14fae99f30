"""The minutes' whole behaviour: one act in, the next minutes and their facts out. A raised refusal changes nothing."""

from dataclasses import replace
from typing import assert_never

from rooms.minutes import closing, keeping, reading
from rooms.minutes.acts import (
    Act,
    Confirmed,
    Corrected,
    Dissented,
    EndAsked,
    Excused,
    FreezeAsked,
    Happened,
    Headed,
    Offered,
    Reopened,
    Sealed,
    Struck,
    Written,
)
from rooms.minutes.minutes import Minutes
from rooms.minutes.outcome import Step


def step(minutes: Minutes, act: Act) -> Step:
    """The next minutes and their facts; raises Refusal where nothing may change."""
    outcome = _react(minutes, act)
    # That nothing was found in the chain is no change of what anybody sees.
    if replace(outcome.minutes, seen=minutes.seen) == minutes:
        return outcome
    return replace(outcome, minutes=replace(outcome.minutes, version=minutes.version + 1))


def _react(minutes: Minutes, act: Act) -> Step:  # noqa: C901, PLR0911, PLR0912 - one line per act, nothing else
    match act:
        case Written():
            return keeping.write(minutes, act)
        case Corrected():
            return keeping.correct(minutes, act)
        case Struck():
            return keeping.strike(minutes, act)
        case Headed():
            return keeping.head(minutes, act)
        case Happened():
            return keeping.happened(minutes, act)
        case Offered():
            return reading.offer(minutes, act)
        case Confirmed():
            return reading.confirm(minutes, act)
        case Dissented():
            return reading.dissent(minutes, act)
        case Excused():
            return reading.excuse(minutes, act)
        case FreezeAsked():
            return closing.freeze(minutes, act)
        case Reopened():
            return closing.reopen(minutes, act)
        case Sealed():
            return closing.seal(minutes, act)
        case EndAsked():
            return closing.end(minutes, act)
        case _:
            assert_never(act)
