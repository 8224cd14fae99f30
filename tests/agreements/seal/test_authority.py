"""The in-house authority: what its certificates say, how its folder comes about, and that its keys lie there sealed."""

import base64
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from agreements.authority.folder import AuthorityFolder, open_folder
from agreements.authority.own_certificates import own_certificate_authority
from agreements.authority.places import AuthorityFault
from agreements.ports import SignerIdentity
from tests.agreements.seal.conftest import House
from tests.agreements.seal.programs import ran

NAMES = ("root", "issuing", "tsa", "platform")
WRAPPING = bytes(range(32))


def test_every_name_says_that_it_is_for_testing(house: House) -> None:
    for name in NAMES:
        certificate = house.folder.certificate(name)
        assert "测试" in certificate.subject.rfc4514_string(), name
        assert certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=19 * 365), name


def test_only_the_timestamp_authority_is_bound_to_one_use_and_critically(house: House) -> None:
    usage = house.folder.certificate("tsa").extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    for name in ("root", "issuing", "platform"):
        with pytest.raises(x509.ExtensionNotFound):
            house.folder.certificate(name).extensions.get_extension_for_class(x509.ExtendedKeyUsage)


@pytest.mark.parametrize("name", ["issuing", "tsa", "platform"])
def test_openssl_finds_each_chain_whole_and_unrevoked(house: House, name: str) -> None:
    trust = ("-CAfile", house.folder.certificate_path("root"), "-CRLfile", house.folder.path / "root.crl.pem")
    checked = ran("openssl", "verify", "-x509_strict", "-crl_check_all", *trust, house.folder.certificate_path(name))
    assert checked.returncode == 0, checked.stderr


async def test_a_signers_certificate_lives_for_a_day_and_names_nobody(house: House, tmp_path: Path) -> None:
    authority = own_certificate_authority(house.folder)
    issued = await authority.certified(SignerIdentity("seat-7f3a", "agreement-1"))
    certificate = issued.certificate
    assert certificate.not_valid_after_utc - datetime.now(UTC) <= timedelta(hours=24)
    assert certificate.subject.rfc4514_string() == ("CN=测试 seat-7f3a,OU=测试 agreement-1,O=测试 在线调解室,C=CN")
    paper = tmp_path / "signer.pem"
    paper.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    lists = tmp_path / "lists.pem"
    made = await authority.revocations()
    lists.write_bytes(b"".join(each.public_bytes(serialization.Encoding.PEM) for each in made))
    issuing = ("-untrusted", house.folder.certificate_path("issuing"))
    trust = ("-CAfile", house.folder.certificate_path("root"), "-CRLfile", lists)
    checked = ran("openssl", "verify", "-x509_strict", "-crl_check_all", *trust, *issuing, paper)
    assert checked.returncode == 0, checked.stderr


async def test_no_two_signatures_share_a_key(house: House) -> None:
    authority = own_certificate_authority(house.folder)
    twice = [(await authority.certified(SignerIdentity("seat-1", "a"))).certificate for _ in range(2)]
    assert twice[0].public_key() != twice[1].public_key()
    assert twice[0].serial_number != twice[1].serial_number


def test_no_key_lies_open_in_the_folder(house: House) -> None:
    files = [path.read_bytes() for path in house.folder.path.iterdir()]
    for name in NAMES:
        assert b"BEGIN ENCRYPTED PRIVATE KEY" in house.folder.key_path(name).read_bytes()
        secret = house.folder.key(name).private_numbers().private_value.to_bytes(32, "big")
        for form in (secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)[:40]):
            assert not any(form in content for content in files), name
    assert house.folder.wrapping_key not in b"".join(files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (house.folder.path, *house.folder.path.iterdir()))


def test_another_wrapping_key_does_not_open_it(house: House) -> None:
    stranger = AuthorityFolder(house.folder.path, WRAPPING)
    with pytest.raises(AuthorityFault, match="does not open under the key-encryption key"):
        stranger.key("issuing")


def test_a_key_copied_over_another_does_not_open(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "authority", WRAPPING)
    folder.key_path("platform").write_bytes(folder.key_path("issuing").read_bytes())
    with pytest.raises(AuthorityFault, match=r"platform\.key\.pem"):
        folder.key("platform")


def test_a_certificate_copied_over_another_is_noticed(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "authority", WRAPPING)
    folder.certificate_path("platform").write_bytes(folder.certificate_path("issuing").read_bytes())
    with pytest.raises(AuthorityFault, match="is not the key of"):
        folder.key("platform")


def test_a_wrapping_key_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthorityFault, match="31 bytes instead of 32"):
        open_folder(tmp_path / "authority", WRAPPING[1:])
    assert list(tmp_path.iterdir()) == []


def test_two_starters_agree_on_one_authority(tmp_path: Path) -> None:
    together = threading.Barrier(6)

    def start() -> None:
        together.wait()
        open_folder(tmp_path / "authority", WRAPPING).key("issuing")

    starters = [threading.Thread(target=start) for _ in range(6)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert [path.name for path in tmp_path.iterdir()] == ["authority"]
    for name in NAMES:
        open_folder(tmp_path / "authority", WRAPPING).key(name)


def test_a_half_made_authority_of_a_crash_is_never_taken_for_one(tmp_path: Path) -> None:
    half = tmp_path / ".authority.00000000.new"
    half.mkdir()
    (half / "root.cert.pem").write_bytes(b"-----BEGIN")
    open_folder(tmp_path / "authority", WRAPPING).key("root")


def test_a_place_that_cannot_be_written_is_a_fault_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AuthorityFault, match="cannot be made"):
        open_folder(tmp_path / "file" / "authority", WRAPPING)
