from dataclasses import replace

import pytest

from tests.agreements.render.samples import RARE, sample_document
from tests.agreements.verify.sealed import House, SealedCase, opened_house, sealed_case, with_seal


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return opened_house(tmp_path_factory.mktemp("verify") / "authority")


@pytest.fixture(scope="session")
async def case(house: House) -> SealedCase:
    """Rare names, four pages, the organisation's seal over their edges."""
    return await sealed_case(house, with_seal(sample_document(names=RARE)))


@pytest.fixture(scope="session")
async def small_case(house: House) -> SealedCase:
    """As few bytes as a whole agreement can have, for those who change each of them."""
    document = sample_document()
    return await sealed_case(house, replace(document, terms=document.terms[:1], performance=document.performance[:1]))


@pytest.fixture(scope="session")
async def stranger(tmp_path_factory: pytest.TempPathFactory) -> SealedCase:
    """The like of `small_case`, of a house nobody here trusts, whose certificates bear the same names."""
    document = sample_document()
    small = replace(document, terms=document.terms[:1], performance=document.performance[:1])
    return await sealed_case(opened_house(tmp_path_factory.mktemp("stranger") / "authority"), small)
