"""The in-house authority's folder: certificates in the open, keys as PKCS#8 under PBES2 (RFC 8018). Made once, whole.

Where there is a token, keys lie in it instead, but for that of the timestamps, which the openssl command opens itself.
In the folder each key's password is derived from the key-encryption key (HKDF, RFC 5869) and the key's name, so that a
file copied over another does not open. The root's key is never opened again: its revocation list is made with it, for
its lifetime.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agreements.authority import certificates
from agreements.authority.certificates import Issuer
from agreements.authority.places import AuthorityFault, KeyHolder

WRAPPING_KEY_BYTES: Final = 32
ROOT_LIST: Final = "root.crl.pem"
TSA: Final = "tsa"


@dataclass(frozen=True, slots=True)
class AuthorityFolder:
    """A folder that is there and whole. Keys are read when asked for."""

    path: Path
    wrapping_key: bytes
    token: KeyHolder | None = None

    def has(self, name: str) -> bool:
        """Whether there is a certificate of that name; its key was there before it."""
        return self.certificate_path(name).exists()

    def certificate(self, name: str) -> x509.Certificate:
        """`root`, `issuing`, `tsa` or `platform`; raises AuthorityFault."""
        try:
            return x509.load_pem_x509_certificate(self.certificate_path(name).read_bytes())
        except (OSError, ValueError) as error:
            raise AuthorityFault(f"{self.certificate_path(name)} cannot be read: {error}") from error

    def key(self, name: str) -> ec.EllipticCurvePrivateKey:
        """The key that belongs to certificate `name`; raises AuthorityFault."""
        public = self.certificate(name).public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise AuthorityFault(f"{self.certificate_path(name)} is not for a key on a curve")
        return self._place(name).opened(name, public)

    def make_key(self, name: str) -> ec.EllipticCurvePrivateKey:
        """A new key, kept; raises AuthorityFault. It counts once its certificate is kept too."""
        try:
            return self._place(name).made(name)
        except OSError as error:
            raise AuthorityFault(f"{self.path} takes no key: {error}") from error

    def keep_certificate(self, name: str, certificate: x509.Certificate) -> None:
        """In the place of one that may be there already; raises AuthorityFault."""
        try:
            _write(self.certificate_path(name), certificate.public_bytes(serialization.Encoding.PEM))
        except OSError as error:
            raise AuthorityFault(f"{self.path} takes no certificate: {error}") from error

    def _place(self, name: str) -> KeyHolder:
        return self.token if self.token and name != TSA else _KeyFiles(self)

    def issuer(self, name: str) -> Issuer:
        return Issuer(self.certificate(name), self.key(name))

    def root_list(self) -> x509.CertificateRevocationList:
        """What the root has revoked; raises AuthorityFault."""
        try:
            return x509.load_pem_x509_crl((self.path / ROOT_LIST).read_bytes())
        except (OSError, ValueError) as error:
            raise AuthorityFault(f"{self.path / ROOT_LIST} cannot be read: {error}") from error

    def certificate_path(self, name: str) -> Path:
        return self.path / f"{name}.cert.pem"

    def key_path(self, name: str) -> Path:
        return self.path / f"{name}.key.pem"

    def password(self, name: str) -> str:
        """What the file of key `name` opens under: 64 hex digits."""
        derivation = HKDF(hashes.SHA256(), WRAPPING_KEY_BYTES, salt=None, info=f"mediation-room {name} key".encode())
        return derivation.derive(self.wrapping_key).hex()


@dataclass(frozen=True, slots=True)
class _KeyFiles:
    """A KeyHolder: one encrypted file for each key."""

    folder: AuthorityFolder

    def made(self, name: str) -> ec.EllipticCurvePrivateKey:
        key = certificates.fresh_key()
        _write(self.folder.key_path(name), _sealed(key, self.folder.password(name)))
        return key

    def opened(self, name: str, public: ec.EllipticCurvePublicKey) -> ec.EllipticCurvePrivateKey:
        path = self.folder.key_path(name)
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), self.folder.password(name).encode())
        except (OSError, ValueError) as error:
            raise AuthorityFault(f"{path} does not open under the key-encryption key") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != public:
            raise AuthorityFault(f"{path} is not the key of {self.folder.certificate_path(name)}")
        return key


def open_folder(path: Path, wrapping_key: bytes, token: KeyHolder | None = None) -> AuthorityFolder:
    """The authority in `path`, made if there is none; raises AuthorityFault. Whether keys open is seen at their use."""
    if len(wrapping_key) != WRAPPING_KEY_BYTES:
        raise AuthorityFault(f"the key-encryption key has {len(wrapping_key)} bytes instead of {WRAPPING_KEY_BYTES}")
    try:
        if not path.exists():
            _create(path, wrapping_key, token)
    except OSError as error:
        raise AuthorityFault(f"{path} cannot be made: {error}") from error
    return AuthorityFolder(path, wrapping_key, token)


def _create(path: Path, wrapping_key: bytes, token: KeyHolder | None) -> None:
    # Written whole beside its place, then renamed: a crash leaves no half authority, and of two starters one wins.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    fresh.mkdir(mode=0o700)
    try:
        _write_all(AuthorityFolder(fresh, wrapping_key, token), datetime.now(UTC).replace(microsecond=0))
        _sync(fresh)
        fresh.rename(path)
        _sync(path.parent)
    except (OSError, AuthorityFault):
        shutil.rmtree(fresh, ignore_errors=True)
        if not path.exists():
            raise


def _write_all(folder: AuthorityFolder, at: datetime) -> None:
    keys = {name: folder.make_key(name) for name in ("root", "issuing", TSA, "platform")}
    root = Issuer(certificates.self_signed_root(keys["root"], at), keys["root"])
    made = {
        "root": root.certificate,
        "issuing": certificates.issuing_authority(keys["issuing"].public_key(), root, at),
        "tsa": certificates.timestamp_authority(keys["tsa"].public_key(), root, at),
        "platform": certificates.platform(keys["platform"].public_key(), root, at),
    }
    for name, certificate in made.items():
        folder.keep_certificate(name, certificate)
    # Good as long as the root: it lies in every closed file, and has to outlast them.
    nothing = certificates.empty_revocation_list(root, at, root.certificate.not_valid_after_utc)
    _write(folder.path / ROOT_LIST, nothing.public_bytes(serialization.Encoding.PEM))


def _sealed(key: ec.EllipticCurvePrivateKey, password: str) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
