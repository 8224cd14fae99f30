"""The local authority and certificate, checked by a TLS client that knows only the authority."""

import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509

from server.tls import CERTIFICATE_LIFE, NameRefused, TlsFiles, ensure_self_signed, unwelcome_clients

AT = datetime.now(UTC).replace(microsecond=0)
NAMES = ("room.example", "192.168.7.9", "203.0.113.5")


@contextmanager
def greeting_server(files: TlsFiles) -> Iterator[int]:
    """A TLS server on a free port that says hello to one caller."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.sendall(b"hello")
                except (ssl.SSLError, ConnectionError):
                    return  # the caller refused us; it has its own view of why

        thread = Thread(target=greet)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(timeout=10)


def heard(port: int, name: str, trusting: Path | None) -> bytes:
    context = ssl.create_default_context(cafile=str(trusting) if trusting else None)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        return secure.recv(5)


def certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


@pytest.mark.parametrize("name", [*NAMES, "localhost", "127.0.0.1"])
def test_a_client_that_trusts_the_authority_shakes_hands_under_every_name(tmp_path: Path, name: str) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    with greeting_server(files) as port:
        assert heard(port, name, files.authority) == b"hello"


def test_a_client_without_the_authority_and_a_client_with_another_name_refuse(tmp_path: Path) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    for name, trusting in (("localhost", None), ("bank.example", files.authority)):
        with greeting_server(files) as port, pytest.raises(ssl.SSLCertVerificationError):
            heard(port, name, trusting)


def test_the_authority_cannot_vouch_for_a_name_outside_its_constraints(tmp_path: Path) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    constraints = certificate(files.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = constraints.value.permitted_subtrees or []
    assert {tree.value for tree in permitted if isinstance(tree, x509.DNSName)} == {"room.example", "localhost"}


def test_nothing_is_made_anew_while_it_is_good(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in ensure_self_signed(tmp_path, NAMES, at=AT)]
    later = ensure_self_signed(tmp_path, reversed(NAMES), at=AT + timedelta(days=300))
    assert [path.read_bytes() for path in later] == first


def test_a_new_private_address_or_an_end_in_sight_renews_the_certificate_but_keeps_the_authority(
    tmp_path: Path,
) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    authority, leaf = files.authority.read_bytes(), files.certificate.read_bytes()
    for names, at in (((*NAMES, "10.1.2.3"), AT), (NAMES, AT + timedelta(days=380))):
        ensure_self_signed(tmp_path, names, at=at)
        assert files.authority.read_bytes() == authority
        assert files.certificate.read_bytes() != leaf


def test_a_new_public_name_needs_a_new_authority(tmp_path: Path) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    authority = files.authority.read_bytes()
    ensure_self_signed(tmp_path, (*NAMES, "other.example"), at=AT)
    assert files.authority.read_bytes() != authority
    with greeting_server(files) as port:
        assert heard(port, "other.example", files.authority) == b"hello"


@pytest.mark.parametrize("broken", ["authority.pem", "authority-key.pem", "server.pem", "server-key.pem"])
@pytest.mark.parametrize("content", [b"", b"not a certificate", None])
def test_a_damaged_or_missing_file_is_made_anew(tmp_path: Path, broken: str, content: bytes | None) -> None:
    files = ensure_self_signed(tmp_path, NAMES, at=AT)
    if content is None:
        (tmp_path / broken).unlink()
    else:
        (tmp_path / broken).write_bytes(content)
    ensure_self_signed(tmp_path, NAMES, at=AT)
    with greeting_server(files) as port:
        assert heard(port, "localhost", files.authority) == b"hello"


def test_keys_are_for_their_owner_alone_and_the_certificate_lives_no_longer_than_browsers_allow(tmp_path: Path) -> None:
    files = ensure_self_signed(tmp_path / "tls", NAMES, at=AT)
    for key in (files.key, files.authority.with_name("authority-key.pem")):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    leaf = certificate(files.certificate)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < CERTIFICATE_LIFE
    assert leaf.not_valid_before_utc < AT < leaf.not_valid_after_utc


@pytest.mark.parametrize("name", ["", "a b", "*", "<b>", "a..b", "x" * 70, "room/example"])
def test_a_name_that_no_certificate_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NameRefused) as refused:
        ensure_self_signed(tmp_path, [name], at=AT)
    assert refused.value.code == "tls.bad_name"


def test_every_refusing_client_is_named_in_both_languages() -> None:
    sentences = unwelcome_clients()
    said = " ".join(each.en for each in sentences)
    assert all(name in said for name in ("iPhone", "WeChat", "Chrome", "Firefox"))
    assert all(each.zh and each.en for each in sentences)
