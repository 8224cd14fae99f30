"""A data folder with its cases, for each test its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.cases.office import CaseOffice, case_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[CaseOffice]:
    async with case_office(tmp_path) as office:
        yield office
