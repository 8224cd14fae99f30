"""Keys of CA, platform and organisation in a PKCS#11 token (SoftHSM 2): a whole ceremony, and no key ever outside."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pkcs11
import pytest
import rfc8785

from agreements import render
from agreements.authority.folder import AuthorityFolder, open_folder
from agreements.authority.places import AuthorityFault, TokenPlace
from agreements.authority.token import TokenKeys
from agreements.document import Document
from agreements.ports import Away, OrganisationSeal, SealLook, SignerIdentity
from agreements.seal.requests import Vouching
from agreements.signing_process import SigningProcess
from agreements.verify.report import Result
from agreements.verify.verification import verify_file
from server.findings import Installation, Level
from server.keys import open_keys
from server.paper_checkup import AUTHORITY, authority
from tests.agreements.render.samples import sample_document
from tests.agreements.seal.papers import look, paper
from tests.agreements.seal.programs import ran
from tests.agreements.verify.sealed import with_seal

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")
LABEL, PIN = "mediation", "4711"
IN_TOKEN = ("root", "issuing", "platform")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> TokenPlace:
    """A fresh token of our own; SoftHSM learns from the environment where it is, here and in the signing process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    made = ran("softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "0815")
    assert made.returncode == 0, made.stderr
    (folder / "pin").write_text(f"{PIN}\n")
    return TokenPlace(next(module for each in MODULES if (module := Path(each)).exists()), LABEL, folder / "pin")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, place: TokenPlace) -> Installation:
    return Installation(
        data=tmp_path_factory.mktemp("installation"),
        client=None,
        http_host="127.0.0.1",
        http_port=1,
        media_host="127.0.0.1",
        media_port=1,
        advertised=(ip_address("127.0.0.1"),),
        origin="http://localhost:8080",
        token=place,
    )


@pytest.fixture(scope="module")
async def process(installation: Installation, place: TokenPlace) -> AsyncIterator[SigningProcess]:
    wrapping = open_keys(installation.data / "keys").authority
    running = SigningProcess(Vouching(installation.data / AUTHORITY, wrapping, token=place))
    await running.start()
    yield running
    await running.stop()


def small_document() -> Document:
    document = sample_document()
    return with_seal(replace(document, terms=document.terms[:1], performance=document.performance[:1]))


async def sealed(process: SigningProcess, document: Document) -> bytes:
    raw = rfc8785.dumps(asdict(document))
    pdf = await process.prepare(render.agreement(document, canonical=raw, digest=hashlib.sha256(raw).hexdigest()))
    *_, organisation = document.fields
    for field in document.fields[1:-1]:
        identity = SignerIdentity(field.signer, document.agreement)
        pdf = (await process.sign(pdf, field.name, identity, look())).pdf
    seal = OrganisationSeal(organisation.signer, "测试0000000001")
    drawn = render.seal(SealLook(organisation.signer_name, seal.serial))
    pdf = (await process.seal_organisation(pdf, organisation.name, seal, drawn)).pdf
    return (await process.close(pdf)).pdf


async def test_a_whole_ceremony_with_keys_in_the_token(process: SigningProcess, tmp_path: Path) -> None:
    closed = await sealed(process, small_document())
    roots = ((await process.roots()).encode(),)
    report = await asyncio.to_thread(verify_file, closed, trust=roots, at=datetime.now(UTC))
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    (tmp_path / "paper.pdf").write_bytes(closed)
    assert ran("pdfsig", "-nocert", tmp_path / "paper.pdf").stdout.count(b"Signature is Valid.") == 5
    assert (await process.renew(closed)).pdf.startswith(closed)


def test_keys_do_not_lie_in_the_folder_and_do_not_leave_the_token(
    process: SigningProcess, installation: Installation, place: TokenPlace
) -> None:
    assert process.pid
    folder = installation.data / AUTHORITY
    assert [path.name for path in folder.glob("*.key.pem")] == ["tsa.key.pem"], "openssl opens that one itself"
    token = TokenKeys(place)
    opened = AuthorityFolder(folder, b"", token)
    seal = next(path.name.removesuffix(".cert.pem") for path in folder.glob("seal-*.cert.pem"))
    for name in (*IN_TOKEN, seal):
        public = opened.key(name).public_key()
        handle = token.opened(name, public).handle()
        assert handle[pkcs11.Attribute.EXTRACTABLE] is False
        assert handle[pkcs11.Attribute.SENSITIVE] is True
        with pytest.raises(TypeError, match="stays in the token"):
            token.opened(name, public).private_numbers()
        with pytest.raises(pkcs11.AttributeSensitive):
            handle[pkcs11.Attribute.VALUE]


def test_the_doctor_says_where_keys_lie(process: SigningProcess, installation: Installation) -> None:
    assert process.pid
    found = authority(installation)
    assert found.level is Level.OK
    assert f"PKCS#11 令牌 {LABEL}" in found.zh
    assert "SHA-256" in found.en
    assert installation.token
    lost = replace(installation, token=replace(installation.token, label="another"))
    assert authority(lost).level is Level.FAIL


async def test_a_token_that_is_not_as_named_is_said_at_the_start(tmp_path: Path, place: TokenPlace) -> None:
    (tmp_path / "pin").write_text("0000\n")
    for wrong in (
        replace(place, label="another"),
        replace(place, pin=tmp_path / "pin"),
        replace(place, pin=tmp_path / "no"),
    ):
        process = SigningProcess(Vouching(tmp_path / AUTHORITY, bytes(32), token=wrong))
        with pytest.raises(AuthorityFault, match="token"):
            await process.start()
        await process.stop()
    assert not (tmp_path / AUTHORITY).exists(), "no half authority"


async def test_an_authority_of_files_is_not_taken_for_one_in_a_token(tmp_path: Path, place: TokenPlace) -> None:
    open_folder(tmp_path / AUTHORITY, bytes(32))
    process = SigningProcess(Vouching(tmp_path / AUTHORITY, bytes(32), token=place))
    with pytest.raises(AuthorityFault, match="has no key"):
        await process.start()
    await process.stop()


async def test_a_token_that_goes_away_is_away_and_works_again_when_it_is_back(
    process: SigningProcess, place: TokenPlace
) -> None:
    prepared = await process.prepare(paper(1))
    tokens = place.pin.parent / "tokens"
    tokens.rename(tokens.with_name("unplugged"))
    try:
        with pytest.raises(Away) as away:
            await process.sign(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
        assert away.value.code == "ca.away"
    finally:
        tokens.with_name("unplugged").rename(tokens)
    signed = await process.sign(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
    assert signed.pdf.startswith(prepared)
