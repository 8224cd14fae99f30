"""Passwords: right, wrong, nobody's, and too many at once."""

import asyncio
import time

import pytest

from server.accounts import AT_A_TIME, QUEUE, Crowded, Passwords


async def test_a_hash_verifies_its_password_and_no_other() -> None:
    with Passwords() as passwords:
        stored = await passwords.hash("correct horse")
        assert stored.startswith("$argon2id$")
        assert await passwords.verify(stored, "correct horse")
        assert not await passwords.verify(stored, "correct horse ")
        assert not await passwords.verify("not a hash", "correct horse")


@pytest.mark.alone
async def test_nobodys_password_is_never_right_and_takes_as_long() -> None:
    with Passwords() as passwords:
        stored = await passwords.hash("x")
        began = time.perf_counter()
        assert not await passwords.verify(stored, "y")
        between = time.perf_counter()
        assert not await passwords.verify(None, "y")
        ended = time.perf_counter()
    assert ended - between > (between - began) / 4


async def test_the_loop_goes_on_while_passwords_are_checked() -> None:
    with Passwords() as passwords:
        stored = await passwords.hash("x")
        checks = asyncio.gather(*(passwords.verify(stored, "x") for _ in range(AT_A_TIME * 2)))
        turns = 0
        while not checks.done():
            turns += 1
            await asyncio.sleep(0.001)
        assert all(await checks)
    assert turns > 5


async def test_threat19_a_crowd_is_told_to_come_back_and_the_queue_empties_again() -> None:
    with Passwords() as passwords:
        stored = await passwords.hash("x")
        answers = await asyncio.gather(
            *(passwords.verify(stored, "x") for _ in range(QUEUE + 5)), return_exceptions=True
        )
        assert [type(answer) for answer in answers].count(Crowded) == 5
        assert await passwords.verify(stored, "x")
