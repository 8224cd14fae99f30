"""The signing process itself, `python -m agreements.seal.workshop`: the only one in which keys are ever open.

It learns who vouches from its first input, then does one request after another, and ends with its input: when the
server dies, the pipe closes. agreements.signing_process starts it and asks.
"""

import asyncio
import logging
import os
import pickle
import resource
import signal
import sys
from typing import Any, BinaryIO, assert_never

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from agreements.authority.folder import open_folder
from agreements.authority.own_certificates import own_certificate_authority, own_platform
from agreements.authority.own_seals import OwnSealKeeper
from agreements.authority.own_timestamps import own_timestamp_authority
from agreements.authority.places import AuthorityFault
from agreements.authority.remote_timestamps import RemoteTimeStampAuthority
from agreements.authority.token import opened_token
from agreements.ports import Away, ClosedFile, SignedRevision
from agreements.seal.adapters import PortTimeStamper
from agreements.seal.proof import Anchors
from agreements.seal.refusals import SealFault, Unforeseen
from agreements.seal.requests import (
    LENGTH_BYTES,
    Answer,
    Certify,
    Close,
    Done,
    GoneAway,
    Prepare,
    Refused,
    Renew,
    Request,
    Roots,
    SealOrganisation,
    Sign,
    SignManifest,
    Vouching,
)
from agreements.seal.sealing import Seals


def main() -> None:
    """Works until the input ends."""
    # Ctrl-C at the server's terminal is for the server, which lets us finish; and no dump of memory holds a key.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # what it warns of, we answer with
    questions, answers = _pipes()
    try:
        seals = opened(_received(questions))
    except AuthorityFault as fault:
        _received(questions)
        _send(answers, Refused(AuthorityFault.__name__, str(fault)))
        return
    while True:
        _send(answers, asyncio.run(answer(seals, _received(questions))))


def opened(vouching: Vouching) -> Seals:
    """Everything that signs, keys open; raises AuthorityFault."""
    token = opened_token(vouching.token) if vouching.token else None
    folder = open_folder(vouching.folder, vouching.wrapping_key, token)
    authority = own_certificate_authority(folder)
    platform = own_platform(folder)
    keeper = OwnSealKeeper(folder, authority.issuing)
    if vouching.tsa_url is None:
        timestamps = PortTimeStamper(own_timestamp_authority(folder))
        return Seals(authority, keeper, platform, timestamps, Anchors((authority.root,), fetches=False))
    try:
        roots = x509.load_pem_x509_certificates(vouching.tsa_roots)
    except ValueError as error:
        raise AuthorityFault(f"no root certificate is named for the timestamps of {vouching.tsa_url}") from error
    timestamps = PortTimeStamper(RemoteTimeStampAuthority(vouching.tsa_url))
    return Seals(authority, keeper, platform, timestamps, Anchors((authority.root, *roots), fetches=True))


async def answer(seals: Seals, request: Request) -> Answer:
    """What `request` comes to; never raises, since a request that failed must not end the process."""
    try:
        return Done(await _done(seals, request))
    except Away as away:
        return GoneAway(away.code, away.sentence, tuple(getattr(away, "__notes__", ())))
    except SealFault as fault:
        return Refused(type(fault).__name__, str(fault))
    except Exception as error:
        logging.getLogger(__name__).exception("%s failed", type(request).__name__)
        return Refused(Unforeseen.__name__, f"{type(error).__name__} in {type(request).__name__}")


async def _done(seals: Seals, request: Request) -> bytes | SignedRevision | ClosedFile:
    made: bytes | SignedRevision | ClosedFile
    match request:
        case Prepare(rendered):
            made = await seals.prepared(rendered)
        case Sign(pdf, field, identity, appearance):
            made = await seals.signed(pdf, field, identity, appearance)
        case SealOrganisation(pdf, field, seal, appearance):
            made = await seals.organisation_sealed(pdf, field, seal, appearance)
        case Close(pdf, by_hand):
            made = await seals.closed(pdf, by_hand=by_hand)
        case Certify(pdf):
            made = await seals.certified(pdf)
        case Renew(pdf):
            made = await seals.renewed(pdf)
        case SignManifest(manifest):
            made = await seals.manifest_signature(manifest)
        case Roots():
            made = b"".join(root.public_bytes(Encoding.PEM) for root in seals.anchors.roots)
        case _:
            assert_never(request)
    return made


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and answers go; what anyone prints from here on goes to the log."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def _received(questions: BinaryIO) -> Any:  # noqa: ANN401  # the type is the sender's promise, like the pickle itself
    """The next value; ends the process where there is none."""
    length = questions.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        sys.exit(0)
    return pickle.loads(questions.read(int.from_bytes(length, "big")))  # noqa: S301  # from our own parent


def _send(answers: BinaryIO, value: Answer) -> None:
    content = pickle.dumps(value)
    try:
        answers.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
        answers.flush()
    except BrokenPipeError:
        # Whoever asked is gone. Leave at once: on the way out, Python would try to write what is left.
        os._exit(0)


if __name__ == "__main__":
    main()
