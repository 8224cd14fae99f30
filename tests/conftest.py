"""Where tests hold somebody to seconds, each of them runs alone (tests/suites.py); elsewhere their own mark says so."""

import gc
from datetime import timedelta

import pytest
from hypothesis import settings

from tests.suites import held_to_seconds

# Left to itself it fails a test for an example of 200 ms, which any takes now and then beside other tests. One that
# takes this long on any machine grows with what it is given.
settings.register_profile("beside", deadline=timedelta(seconds=5))
settings.load_profile("beside")

# What is imported stays: to look through it again and again took a tenth of the run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` chooses among them."""
    for item in items:
        if held_to_seconds(item.path):
            item.add_marker(pytest.mark.alone)
