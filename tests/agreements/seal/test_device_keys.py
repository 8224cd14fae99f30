"""Tried, and not in the product (docs/decisions.md): a person's key made by WebCrypto on the own device, never outside.

A page makes a key that cannot be taken out, the authority certifies its public half, the server hashes the file, the
page signs the attributes, and the file is put together. What a reload leaves is looked at too.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from playwright.async_api import Page, async_playwright
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.authority import certificates
from agreements.ports import SignerIdentity
from agreements.seal.adapters import as_asn1
from agreements.seal.appearance import stamp_style
from tests.agreements.seal.conftest import House
from tests.agreements.seal.judgement import faults
from tests.agreements.seal.papers import look, paper

WHO = SignerIdentity("seat-1", "agreement-1")
PAGE = """<!doctype html><script>
const kept = () => new Promise((done, failed) => {
  const asked = indexedDB.open("keys", 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore("keys")
  asked.onsuccess = () => done(asked.result)
  asked.onerror = () => failed(asked.error)
})
const stored = (mode, act) => kept().then(db => new Promise((done, failed) => {
  const request = act(db.transaction("keys", mode).objectStore("keys"))
  request.onsuccess = () => done(request.result)
  request.onerror = () => failed(request.error)
}))
const bytes = (buffer) => Array.from(new Uint8Array(buffer))
window.makeKey = async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"])
  window.pair = pair
  await stored("readwrite", keys => keys.put(pair.privateKey, "mine"))
  return bytes(await crypto.subtle.exportKey("spki", pair.publicKey))
}
window.takeOut = async () => crypto.subtle.exportKey("pkcs8", (await window.key())).then(() => "out", why => why.name)
window.key = () => stored("readonly", keys => keys.get("mine"))
window.signWith = async (data) =>
  bytes(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, await window.key(), new Uint8Array(data)))
</script>"""


class DeviceSigner(Signer):
    """Has the page sign; the key stays there."""

    def __init__(self, page: Page, house: House, public: ec.EllipticCurvePublicKey) -> None:
        self._page = page
        issuing = house.folder.issuer("issuing")
        now = datetime.now(UTC).replace(microsecond=0)
        certificate = certificates.signer(WHO, public, issuing, now)
        super().__init__(
            signing_cert=as_asn1(certificate),
            cert_registry=SimpleCertificateStore.from_certs([as_asn1(issuing.certificate)]),
            embed_roots=False,
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        assert digest_algorithm == "sha256"
        if dry_run:
            return bytes(72)
        raw = bytes(await self._page.evaluate("data => signWith(data)", list(data)))
        return encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async def shown(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", shown)])
    async with TestServer(app, host="127.0.0.1") as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(f"http://localhost:{server.port}/")
        yield page
        await browser.close()


async def signed(pdf: bytes, house: House, signer: Signer) -> bytes:
    metadata = PdfSignatureMetadata("party_1", "sha256", subfilter=SigSeedSubFilter.PADES)
    with stamp_style(look()) as style:
        pdf_signer = PdfSigner(metadata, signer, timestamper=house.seals.timestamper, stamp_style=style)
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
        out: Any = await pdf_signer.async_sign_pdf(writer, existing_fields_only=True)
        return bytes(out.getvalue())


@pytest.mark.long
async def test_a_key_of_the_signers_own_device_signs_and_outlives_a_reload(house: House, page: Page) -> None:
    prepared = await house.seals.prepared(paper(1))
    begun = time.perf_counter()
    public = load_der_public_key(bytes(await page.evaluate("makeKey()")))
    assert isinstance(public, ec.EllipticCurvePublicKey)
    made = time.perf_counter()
    assert await page.evaluate("takeOut()") == "InvalidAccessError"
    signer = DeviceSigner(page, house, public)
    before = time.perf_counter()
    pdf = await signed(prepared, house, signer)
    done = time.perf_counter()
    print(f"key {1000 * (made - begun):.0f} ms, signature {1000 * (done - before):.0f} ms")
    closed = await house.seals.closed(pdf)
    assert await faults(closed.pdf, house.roots, closed.at) == []
    await page.reload()
    assert await page.evaluate("window.pair === undefined"), "a key in the page's memory is gone"
    again = await house.seals.closed(await signed(prepared, house, signer))
    assert await faults(again.pdf, house.roots, again.at) == [], "one in IndexedDB is there"
    await page.context.clear_cookies()
    await page.evaluate("new Promise(done => { indexedDB.deleteDatabase('keys').onsuccess = done })")
    with pytest.raises(Exception, match="Error"):
        await asyncio.wait_for(signed(prepared, house, signer), 30)
