"""The asking side of the signing process: an own OS process that alone opens the keys of CA, TSA and platform.

One request at a time. The process is started when needed and again after it died; whoever was waiting is told Away and
asks again. A request is either answered with a whole file or has changed nothing, so asking twice is harmless.
"""

import asyncio
import contextlib
import os
import pickle
import sys
from pathlib import Path
from typing import Final, TypeVar

from agreements.authority.places import AuthorityFault
from agreements.authority.refusals import certificates_away
from agreements.ports import Away, ClosedFile, OrganisationSeal, Rendered, SignedRevision, SignerIdentity
from agreements.seal import refusals
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

MODULE: Final = "agreements.seal.workshop"
CODE: Final = Path(__file__).resolve().parents[1]
ANSWER_S: Final = 60.0
"""Start included (about 1 s). Closing a file of 20 signers takes about 2 s."""
GOODBYE_S: Final = 5.0
PASSED: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SOFTHSM2_CONF")
"""Of the environment; the last says where SoftHSM has its tokens."""
KINDS: Final = {kind.__name__: kind for kind in (refusals.NotSignable, refusals.BrokenFile, refusals.Unforeseen)}

Value = TypeVar("Value", bytes, SignedRevision, ClosedFile)


class SigningProcess:
    """Every method but start and stop raises Away while CA, TSA or the process cannot be reached, and SealFault.

    Waiting requests are served in the order they came. `answer_s`: a request that takes longer ends the process.
    """

    def __init__(self, vouching: Vouching, *, answer_s: float = ANSWER_S) -> None:
        self._vouching = vouching
        self._answer_s = answer_s
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._stopped = False

    @property
    def pid(self) -> int | None:
        """Of the process, None while there is none."""
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Start, make the authority's folder if there is none, and open the keys; raises AuthorityFault and Away."""
        await self._value(bytes, Roots())

    async def stop(self) -> None:
        """Let the request in hand finish for a few seconds, then end. Nothing can be asked afterwards."""
        self._stopped = True
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), GOODBYE_S)
        await self._end()

    async def roots(self) -> str:
        """PEM of every root that our signatures end at: ours, and a remote timestamp authority's."""
        return (await self._ask(bytes, Roots())).decode()

    async def prepare(self, rendered: Rendered) -> bytes:
        """`rendered` with all its fields, certified by the platform."""
        return await self._ask(bytes, Prepare(rendered))

    async def sign(self, pdf: bytes, field: str, identity: SignerIdentity, appearance: bytes) -> SignedRevision:
        """`pdf` with one more signature; NotSignable where `field` is unknown or signed."""
        return await self._ask(SignedRevision, Sign(pdf, field, identity, appearance))

    async def seal_organisation(
        self, pdf: bytes, field: str, seal: OrganisationSeal, appearance: bytes
    ) -> SignedRevision:
        """`pdf` with the organisation's seal and its strips; NotSignable where somebody else has yet to sign."""
        return await self._ask(SignedRevision, SealOrganisation(pdf, field, seal, appearance))

    async def close(self, pdf: bytes, *, by_hand: bool = False) -> ClosedFile:
        """`pdf`, signed by all, sealed for years; NotSignable where somebody has not signed, unless `by_hand`."""
        return await self._ask(ClosedFile, Close(pdf, by_hand))

    async def certify(self, pdf: bytes) -> ClosedFile:
        """The evidence page, certified by the platform and sealed."""
        return await self._ask(ClosedFile, Certify(pdf))

    async def renew(self, pdf: bytes) -> ClosedFile:
        """`pdf`, closed before, with one archival timestamp more; NotSignable where it was never closed."""
        return await self._ask(ClosedFile, Renew(pdf))

    async def sign_manifest(self, manifest: bytes) -> bytes:
        """Detached CMS (DER) of the platform over `manifest`."""
        return await self._ask(bytes, SignManifest(manifest))

    async def _ask(self, kind: type[Value], request: Request) -> Value:
        try:
            return await self._value(kind, request)
        except AuthorityFault as fault:
            # The folder was in order at start: an operator can put it back, and we shall ask again.
            raise certificates_away(str(fault)) from fault

    async def _value(self, kind: type[Value], request: Request) -> Value:
        match await self._answer(request):
            case Done(value) if isinstance(value, kind):
                return value
            case GoneAway(code, sentence, why):
                away = Away(code, sentence)
                for note in why:
                    away.add_note(note)
                raise away
            case Refused(AuthorityFault.__name__, message):
                raise AuthorityFault(message)
            case Refused(name, message):
                raise KINDS[name](message)
            case unexpected:
                raise refusals.Unforeseen(f"{type(request).__name__} answered with {type(unexpected).__name__}")

    async def _answer(self, request: Request) -> Answer:
        async with self._turn:
            if self._stopped:
                raise certificates_away("the signing process is stopped")
            try:
                async with asyncio.timeout(self._answer_s):
                    return await self._exchange(request)
            except (TimeoutError, EOFError, OSError) as error:
                await self._end()
                raise certificates_away(f"the signing process is gone: {type(error).__name__}") from error
            except BaseException:
                # Cancelled in the middle: the answer would be taken for that of the next request.
                await self._end()
                raise

    async def _exchange(self, request: Request) -> Answer:
        if self._process is not None and self._process.returncode is not None:
            await self._end()  # died while nobody waited
        if self._process is None:
            self._process = await _started()
            await _send(self._process, self._vouching)
        await _send(self._process, request)
        return await _received(self._process)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _started() -> asyncio.subprocess.Process:
    """A fresh interpreter with our own code and nothing of ours open: no socket, no secret of the environment."""
    passed = {name: os.environ[name] for name in PASSED if name in os.environ}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", MODULE),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=passed | {"PYTHONPATH": str(CODE)},
        start_new_session=True,
    )


async def _send(process: asyncio.subprocess.Process, value: Vouching | Request) -> None:
    if process.stdin is None:
        raise BrokenPipeError
    content = pickle.dumps(value)
    process.stdin.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
    await process.stdin.drain()


async def _received(process: asyncio.subprocess.Process) -> Answer:
    if process.stdout is None:
        raise BrokenPipeError
    length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
    answer: Answer = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301  # our own child, our own code
    return answer
