"""Passwords of the people who work here: Argon2id (RFC 9106), off the event loop, few at a time."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

AT_A_TIME: Final = 2
"""Each verification takes 64 MiB and a core for about 50 ms; argon2-cffi releases the GIL."""
QUEUE: Final = 20
"""Verifications waiting at most; beyond that the answer is to come back later."""
MIN_LENGTH: Final = 10
"""Characters of a new password (NIST SP 800-63B §5.1.1.1 asks for 8)."""
MAX_LENGTH: Final = 200


class Crowded(Exception):
    """Too many people are signing in at this moment."""


class Passwords:
    """Makes and checks Argon2id hashes, in threads that end with the `with` block."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._threads = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobody = self._hasher.hash(secrets.token_urlsafe(32))

    async def hash(self, password: str) -> str:
        """The encoded hash to store."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one behind `stored`; None (no such person) takes as long as a wrong password.

        Raises Crowded.
        """
        if self._waiting >= QUEUE:
            raise Crowded
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            right = await loop.run_in_executor(self._threads, self._matches, stored or self._nobody, password)
        finally:
            self._waiting -= 1
        return right and stored is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
