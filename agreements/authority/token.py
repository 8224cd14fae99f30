"""Keys in a PKCS#11 token (OASIS PKCS#11 v2.40): made there, used there, and never seen outside. One of two key places.

A key looks like any of `cryptography`'s, so that certificates, lists and signatures are made by the same code; but all
it can do is sign. The token is asked anew for each signature: one that was unplugged works again once it is back.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Never

import pkcs11
from asn1crypto.core import OctetString
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.utils import Buffer
from pkcs11.types import SignMixin
from pkcs11.util.ec import encode_named_curve_parameters

from agreements.authority.places import AuthorityFault, TokenPlace
from agreements.authority.refusals import certificates_away

LABEL: Final = "mediation-room"
ID_BYTES: Final = 16
CURVE: Final = ec.SECP256R1()
NEVER_OUT: Final = {
    pkcs11.Attribute.SENSITIVE: True,
    pkcs11.Attribute.EXTRACTABLE: False,
    pkcs11.Attribute.SIGN: True,
}


class TokenKeys:
    """One token, logged in to as user while this lives. For one thread."""

    def __init__(self, place: TokenPlace) -> None:
        self._place = place
        self._open: pkcs11.Session | None = None
        self._lost = False

    def session(self) -> pkcs11.Session:
        """Logged in; raises AuthorityFault where the token, its module or the PIN is not as named."""
        if self._open is None:
            try:
                pin = self._place.pin.read_text().splitlines()[0]
                library = pkcs11.lib(str(self._place.module))
                if self._lost:
                    library.reinitialize()  # a module may never look again at a token that it has lost
                self._open = _logged_in(library.get_token(token_label=self._place.label), pin)
                self._lost = False
            except (OSError, IndexError, RuntimeError, pkcs11.PKCS11Error) as error:
                said = f"{type(error).__name__} {error}".strip()
                raise AuthorityFault(f"the token {self._place.label} in {self._place.module}: {said}") from error
        return self._open

    def forget(self) -> None:
        """The session is of no use any more; the next request opens another, with the module begun anew."""
        self._open, self._lost = None, True

    def made(self, name: str) -> "TokenKey":
        parameters = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        try:
            domain = self.session().create_domain_parameters(pkcs11.KeyType.EC, parameters, local=True)
            public, _ = domain.generate_keypair(
                id=secrets.token_bytes(ID_BYTES), label=_label(name), store=True, private_template=NEVER_OUT
            )
            return TokenKey(self, name, _public(public))
        except pkcs11.PKCS11Error as error:
            raise AuthorityFault(f"the token {self._place.label} makes no key: {type(error).__name__}") from error

    def opened(self, name: str, public: ec.EllipticCurvePublicKey) -> "TokenKey":
        key = TokenKey(self, name, public)
        try:
            key.handle()
        except (LookupError, pkcs11.PKCS11Error) as error:
            said = f"the token {self._place.label} has no key {_label(name)} for its certificate"
            raise AuthorityFault(said) from error
        return key


@dataclass(frozen=True)
class TokenKey(ec.EllipticCurvePrivateKey):
    """A key that can do one thing."""

    token: TokenKeys
    name: str
    public: ec.EllipticCurvePublicKey

    def handle(self) -> pkcs11.PrivateKey:
        """In the token now; raises LookupError, PKCS11Error."""
        session = self.token.session()
        for public in _labelled(session, self.name, pkcs11.ObjectClass.PUBLIC_KEY):
            if _public(public) == self.public:
                key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=public[pkcs11.Attribute.ID])
                assert isinstance(key, pkcs11.PrivateKey)  # noqa: S101 - it is what was asked for
                return key
        raise LookupError(self.name)

    def sign(self, data: Buffer, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """ECDSA, DER, the hash made here; raises Away where the token does not answer."""
        algorithm = signature_algorithm.algorithm
        assert not isinstance(algorithm, Prehashed)  # noqa: S101 - nobody here hashes beforehand
        digest = hashes.Hash(algorithm)
        digest.update(data)
        try:
            key = self.handle()
            assert isinstance(key, SignMixin)  # noqa: S101 - it was made to sign
            raw = key.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)
        except (LookupError, AuthorityFault, pkcs11.PKCS11Error) as error:
            self.token.forget()
            raise certificates_away(f"the token: {type(error).__name__}") from error
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self.public

    @property
    def curve(self) -> ec.EllipticCurve:
        return CURVE

    @property
    def key_size(self) -> int:
        return CURVE.key_size

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> Never:  # noqa: ARG002
        raise TypeError(f"{_label(self.name)} only signs")

    def private_numbers(self) -> Never:
        raise TypeError(f"{_label(self.name)} stays in the token")

    def private_bytes(
        self,
        encoding: serialization.Encoding,  # noqa: ARG002
        format: serialization.PrivateFormat,  # noqa: A002, ARG002 - cryptography's name
        encryption_algorithm: serialization.KeySerializationEncryption,  # noqa: ARG002
    ) -> Never:
        raise TypeError(f"{_label(self.name)} stays in the token")

    def __copy__(self) -> "TokenKey":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "TokenKey":
        return self


def opened_token(place: TokenPlace) -> TokenKeys:
    """Logged in; raises AuthorityFault."""
    keys = TokenKeys(place)
    keys.session()
    return keys


def _logged_in(token: pkcs11.Token, pin: str) -> pkcs11.Session:
    try:
        return token.open(rw=True, user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        # Who is logged in, is so in all sessions of the process, those behind a failure too (PKCS#11 §5.6.8).
        return token.open(rw=True)


def _labelled(session: pkcs11.Session, name: str, kind: pkcs11.ObjectClass) -> Iterator[pkcs11.Object]:
    """Read out at once: a search that is left open blocks the session."""
    return iter(list(session.get_objects({pkcs11.Attribute.CLASS: kind, pkcs11.Attribute.LABEL: _label(name)})))


def _label(name: str) -> str:
    return f"{LABEL} {name}"


def _public(key: pkcs11.Object) -> ec.EllipticCurvePublicKey:
    point = OctetString.load(key[pkcs11.Attribute.EC_POINT]).native
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
