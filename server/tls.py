"""A local certificate authority and a server certificate for phones in the same network (`serve --tls self`).

The authority is made once, since people install it by hand; the certificate is made anew whenever it is about to end or
this machine's names have changed. The authority may speak only for this server's names and for addresses that no
stranger on the internet can own (RFC 5280 §4.2.1.10), so that installing it endangers nothing else.
"""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.addresses import Address

AUTHORITY_LIFE = timedelta(days=3650)
CERTIFICATE_LIFE = timedelta(days=397)
"""The longest that browsers take (CA/Browser Forum ballot SC31), counted from its first second to its last."""
RENEW_BEFORE = timedelta(days=30)
CLOCK_SKEW = timedelta(days=1)
"""Certificates begin a day early: the clock of an old phone may be behind."""

PRIVATE_NETWORKS = tuple(
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
)


Subjects = frozenset[x509.GeneralName]


class TlsFiles(NamedTuple):
    """Paths of PEM files: the authority to install on phones, the server's certificate, and its key (mode 0600)."""

    authority: Path
    certificate: Path
    key: Path


class Sentence(NamedTuple):
    """One thing to tell a person, in both languages."""

    zh: str
    en: str


class Pair(NamedTuple):
    """A certificate and the key it belongs to."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class NameRefused(ValueError):
    """A host name that no certificate can hold; `code` is stable."""

    code = "tls.bad_name"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不是有效的主机名或 IP 地址。 “{name}” is no host name or IP address.")


def ensure_self_signed(folder: Path, names: Iterable[str | Address], *, at: datetime) -> TlsFiles:
    """The files for a server that is called `names` (host names and addresses; localhost is added), valid at `at`.

    Made where missing, damaged, ending within `RENEW_BEFORE` or made for other names; otherwise left alone.
    Raises NameRefused, and OSError when the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    subjects = _subjects(names)
    files = TlsFiles(folder / "authority.pem", folder / "server.pem", folder / "server-key.pem")
    authority_key = folder / "authority-key.pem"
    authority = _load(files.authority, authority_key)
    if authority is None or not _may_sign(authority.certificate, subjects, at=at):
        authority = _new_authority(subjects, at=at)
        _store(authority, files.authority, authority_key)
    current = _load(files.certificate, files.key)
    if current is None or not _still_good(current.certificate, authority.certificate, subjects, at=at):
        _store(_new_certificate(authority, subjects, at=at), files.certificate, files.key)
    return files


def unwelcome_clients() -> tuple[Sentence, ...]:
    """Who refuses a self-made authority, and what each needs first (web.md, Old phones)."""
    return (
        Sentence(
            "iPhone / iPad：须先安装该根证书描述文件，并在“设置 › 通用 › 关于本机 › 证书信任设置”中打开信任；"
            "否则页面可打开，但 WebSocket 连接会失败。",
            "iPhone / iPad: install the profile and switch it on in Settings › General › About › Certificate Trust "
            "Settings; without that the page may open, but its WebSockets fail.",
        ),
        Sentence(
            "微信内置浏览器：拒绝自制证书，请改用系统浏览器打开链接。",
            "WeChat's built-in browser refuses it: open the link in the system's browser.",
        ),
        Sentence(
            "安卓 Chrome：须在“设置 › 安全 › 加密与凭据”中把该根证书安装为“CA 证书”。",
            "Chrome on Android: install the authority as a “CA certificate” in Settings › Security › Encryption & "
            "credentials.",
        ),
        Sentence(
            "安卓 Firefox：默认不使用用户安装的证书，请改用 Chrome。",
            "Firefox on Android ignores user-installed authorities by default: use Chrome.",
        ),
    )


def _subjects(names: Iterable[str | Address]) -> Subjects:
    return frozenset(_subject(str(name)) for name in {*map(str, names), "localhost", "127.0.0.1", "::1"})


def _subject(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        pass
    try:
        host = name.rstrip(".").lower().encode("idna").decode()
    except UnicodeError as error:
        raise NameRefused(name) from error
    if not host or not all(part.isalnum() for part in host.replace("-", "").split(".")):
        raise NameRefused(name)
    return x509.DNSName(host)


def _load(certificate: Path, key: Path) -> Pair | None:
    """The pair in these files; None when one is missing, unreadable, or not of the other: then both are made anew."""
    try:
        loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != loaded.public_key():
        return None
    return Pair(loaded, private)


def _may_sign(authority: x509.Certificate, subjects: Subjects, *, at: datetime) -> bool:
    """Whether this authority outlives a new certificate and is allowed to vouch for every subject."""
    if not authority.not_valid_before_utc <= at < authority.not_valid_after_utc - CERTIFICATE_LIFE:
        return False
    try:
        permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    except x509.ExtensionNotFound:
        return False
    return all(any(_within(subject, tree) for tree in permitted) for subject in subjects)


def _within(subject: x509.GeneralName, tree: x509.GeneralName) -> bool:
    if isinstance(subject, x509.IPAddress) and isinstance(tree, x509.IPAddress):
        return ip_address(str(subject.value)) in ip_network(str(tree.value))
    return subject == tree


def _still_good(
    certificate: x509.Certificate, authority: x509.Certificate, subjects: Subjects, *, at: datetime
) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    current = certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc - RENEW_BEFORE
    return current and frozenset(names) == subjects


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _new_authority(subjects: Subjects, *, at: datetime) -> Pair:
    """An authority whose name holds its serial: two machines' authorities can be told apart on one phone."""
    key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    name = _name(f"在线调解室 本地根证书 {serial:x}"[:40])
    networks = [x509.IPAddress(network) for network in PRIVATE_NETWORKS]
    others = [subject for subject in subjects if not any(_within(subject, network) for network in networks)]
    permitted = networks + [_single(subject) for subject in sorted(others, key=repr)]
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), serial, at - CLOCK_SKEW, at + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Pair(builder.sign(key, hashes.SHA256()), key)


def _single(subject: x509.GeneralName) -> x509.GeneralName:
    """The subtree that holds just this subject."""
    return x509.IPAddress(ip_network(str(subject.value))) if isinstance(subject, x509.IPAddress) else subject


def _new_certificate(authority: Pair, subjects: Subjects, *, at: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    begins = at - CLOCK_SKEW
    ends = begins + CERTIFICATE_LIFE - timedelta(seconds=1)
    issuer = authority.certificate
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        x509.CertificateBuilder(
            issuer.subject, _name("mediation-room"), key.public_key(), x509.random_serial_number(), begins, ends
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(sorted(subjects, key=repr)), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issuer_id, critical=False)
    )
    return Pair(builder.sign(authority.key, hashes.SHA256()), key)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _store(pair: Pair, certificate: Path, key: Path) -> None:
    """Key first: after a crash in between the two do not match, and `_load` asks for new ones."""
    secret = pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _replace(key, secret, mode=0o600)
    _replace(certificate, pair.certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _replace(path: Path, content: bytes, *, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment: mkstemp makes it 0600."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    Path(temporary).replace(path)
