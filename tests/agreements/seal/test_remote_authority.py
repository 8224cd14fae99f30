"""Timestamps of another house under its own root: revocation is fetched at the closing and then lies in the file."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from agreements.authority import certificates
from agreements.authority.certificates import Issuer
from agreements.ports import Away, OrganisationSeal, SignerIdentity
from agreements.seal.adapters import as_asn1
from agreements.seal.fields import field_names
from agreements.seal.requests import Vouching
from agreements.seal.workshop import opened
from agreements.signing_process import SigningProcess
from tests.agreements.seal.aged import AgedTimestamps, Clock
from tests.agreements.seal.conftest import vouching
from tests.agreements.seal.judgement import faults, read
from tests.agreements.seal.papers import look, paper

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OtherHouse:
    """A timestamp authority over HTTP whose certificate says where its revocation list is."""

    root: x509.Certificate
    url: str
    clock: Clock
    lists: asyncio.Event
    """Set: the revocation list can be fetched."""
    alive: asyncio.Event
    """Set: it answers; else whoever asks finds the line cut."""


def stamping_certificate(key: rsa.RSAPrivateKey, root: Issuer, at: datetime, lists: str) -> x509.Certificate:
    where = x509.DistributionPoint([x509.UniformResourceIdentifier(lists)], None, None, None)
    identifier = x509.SubjectKeyIdentifier.from_public_key(root.key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Other TSA")]))
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + 5 * 365 * DAY)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.CRLDistributionPoints([where]), critical=False)
        .sign(root.key, hashes.SHA256())
    )


@contextlib.asynccontextmanager
async def other_house() -> AsyncIterator[OtherHouse]:
    port, made = unused_port(), datetime.now(UTC).replace(microsecond=0) - DAY
    root_key, key = certificates.fresh_key(), rsa.generate_private_key(65537, 2048)
    root = Issuer(certificates.self_signed_root(root_key, made), root_key)
    certificate = stamping_certificate(key, root, made, f"http://127.0.0.1:{port}/list.crl")
    clock = Clock(datetime.now(UTC).replace(microsecond=0))
    stamps = AgedTimestamps(certificate, key, clock)
    revoked = certificates.empty_revocation_list(root, made, root.certificate.not_valid_after_utc)

    alive = asyncio.Event()
    alive.set()

    async def stamp(request: web.Request) -> web.Response:
        if not alive.is_set() and request.transport:
            request.transport.abort()
        answer = await stamps.answer(await request.read())
        return web.Response(body=answer, content_type="application/timestamp-reply")

    lists = asyncio.Event()
    lists.set()

    async def current_list(_: web.Request) -> web.Response:
        if not lists.is_set():
            raise web.HTTPServiceUnavailable
        return web.Response(body=revoked.public_bytes(DER), content_type="application/pkix-crl")

    app = web.Application()
    app.add_routes([web.post("/", stamp), web.get("/list.crl", current_list)])
    async with TestServer(app, port=port) as server:
        yield OtherHouse(root.certificate, str(server.make_url("/")), clock, lists, alive)


def told(folder: Path, other: OtherHouse) -> Vouching:
    own = vouching(folder)
    return Vouching(own.folder, own.wrapping_key, other.url, other.root.public_bytes(PEM))


async def test_a_file_under_another_houses_timestamps_verifies_offline_under_both_roots(tmp_path: Path) -> None:
    async with other_house() as other:
        seals = opened(told(tmp_path, other))
        prepared = await seals.prepared(paper(1))
        signed = await seals.signed(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
        closed = await seals.closed(signed.pdf)
    ours, theirs = map(as_asn1, seals.anchors.roots)
    for later in (DAY, 40 * DAY, 3 * 365 * DAY):
        assert await faults(closed.pdf, [ours, theirs], closed.at + later) == []
    assert await faults(closed.pdf, [ours], closed.at + DAY) == ["platform", "party_1", "closing"]


async def test_a_timestamp_under_a_root_that_was_not_named_is_away(tmp_path: Path) -> None:
    async with other_house() as other, other_house() as named:
        own = vouching(tmp_path)
        seals = opened(Vouching(own.folder, own.wrapping_key, other.url, named.root.public_bytes(PEM)))
        with pytest.raises(Away) as away:
            await seals.prepared(paper(1))
    assert away.value.code == "tsa.away"


async def test_a_timestamp_authority_whose_clock_is_a_day_off_is_away(tmp_path: Path) -> None:
    async with other_house() as other:
        seals = opened(told(tmp_path, other))
        prepared = await seals.prepared(paper(1))
        other.clock.now -= DAY / 2
        with pytest.raises(Away) as away:
            await seals.signed(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
    assert away.value.code == "tsa.away"


async def test_revocation_data_out_of_reach_is_away_and_the_file_is_closed_when_it_is_back(tmp_path: Path) -> None:
    async with other_house() as other:
        seals = opened(told(tmp_path, other))
        other.lists.clear()
        with pytest.raises(Away) as away:
            await seals.certified(paper(0).pdf)
        assert away.value.code == "tsa.away"
        other.lists.set()
        assert (await seals.certified(paper(0).pdf)).at == other.clock.now


async def test_killed_before_the_organisations_seal_and_before_the_closing_nothing_is_lost(tmp_path: Path) -> None:
    """By the signing process, as the server asks it: each request is Away, and done anew on the same head."""
    seal = OrganisationSeal("org-1", "测试1")
    async with other_house() as other:
        process = SigningProcess(told(tmp_path, other))
        prepared = await process.prepare(paper(1, pages=2, organisation=True))
        head = (await process.sign(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())).pdf
        other.alive.clear()
        with pytest.raises(Away) as away:
            await process.seal_organisation(head, "organisation", seal, look())
        assert away.value.code == "tsa.away"
        other.alive.set()
        sealed = (await process.seal_organisation(head, "organisation", seal, look())).pdf
        other.alive.clear()
        with pytest.raises(Away) as away:
            await process.close(sealed)
        assert away.value.code == "tsa.away"
        other.alive.set()
        closed = (await process.close(sealed)).pdf
        await process.stop()
    assert closed.startswith(sealed)
    assert sealed.startswith(head)
    assert field_names(read(closed)).signed == ("platform", "party_1", "organisation", "closing")
