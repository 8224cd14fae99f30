"""Where tests hold somebody to seconds, each of them runs alone (tests/suites.py)."""

from pathlib import Path

import pytest

TIMED = tuple(Path(__file__).parent / folder for folder in ("bench", "stranger", "signaling/media"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` chooses among them."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in TIMED):
            item.add_marker(pytest.mark.alone)
