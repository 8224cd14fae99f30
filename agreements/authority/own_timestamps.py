"""The in-house timestamp authority (测试): the `openssl ts` command answers, and opens its key itself.

The key stays encrypted on disk; its password goes to the command through a pipe, so neither a file nor the list of
processes shows it. A timestamp of our own proves nothing against ourselves; that takes a remote authority.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agreements.authority.folder import AuthorityFolder
from agreements.authority.places import AuthorityFault
from agreements.authority.refusals import timestamps_away

ANSWER_S: Final = 10.0
CONFIGURATION: Final = """
[ tsa ]
serial = {serial}
default_policy = 2.25.57072331395641666284238821002386733643
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True)
class OwnTimeStampAuthority:
    """One run of the command for each answer, about 15 ms."""

    folder: AuthorityFolder
    command: str

    async def answer(self, request: bytes) -> bytes:
        with tempfile.TemporaryDirectory(prefix="timestamp-") as name:
            desk = Path(name)
            # Random, so that no counter has to outlive a crash; the first bit stays 0: serials are positive.
            (desk / "serial").write_text(f"{secrets.randbits(127):032X}\n")
            (desk / "configuration").write_text(CONFIGURATION.format(serial=desk / "serial"))
            (desk / "request").write_bytes(request)
            return await self._run(desk)

    async def _run(self, desk: Path) -> bytes:
        reading, writing = os.pipe()
        try:
            os.write(writing, self.folder.password("tsa").encode() + b"\n")
            os.close(writing)
            process = await asyncio.create_subprocess_exec(
                *self._arguments(desk, reading),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=(reading,),
            )
        finally:
            os.close(reading)
        try:
            answer, complaint = await asyncio.wait_for(process.communicate(), ANSWER_S)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise timestamps_away(f"no answer within {ANSWER_S:.0f} s") from None
        if process.returncode:
            raise timestamps_away(complaint.decode(errors="replace").strip())
        return answer

    def _arguments(self, desk: Path, password: int) -> tuple[str, ...]:
        signer = ("-signer", str(self.folder.certificate_path("tsa")), "-inkey", str(self.folder.key_path("tsa")))
        configuration = ("-config", str(desk / "configuration"), "-section", "tsa")
        reply = (self.command, "ts", "-reply", *configuration, "-queryfile", str(desk / "request"))
        return (*reply, *signer, "-passin", f"fd:{password}")


def own_timestamp_authority(folder: AuthorityFolder) -> OwnTimeStampAuthority:
    """Raises AuthorityFault where the command is missing or the key does not open."""
    command = shutil.which("openssl")
    if command is None:
        raise AuthorityFault("the openssl command is missing: install the package openssl, or name a remote TSA")
    folder.key("tsa")
    return OwnTimeStampAuthority(folder, command)
