"""The C core of the relay, reached by ctypes."""

import ctypes

import pytest

from tests.signaling.media.native.library import built_library


@pytest.fixture(scope="session")
def library() -> ctypes.CDLL:
    """Functions without argtypes yet: each test module declares the ones it calls."""
    return ctypes.CDLL(str(built_library()))
