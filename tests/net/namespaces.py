"""Network namespaces for this process: leaving into an empty one, visiting another, coming back (namespaces(7))."""

import contextlib
import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
HERE = "/proc/thread-self/ns/net"

# Python has these two from 3.12 on.
_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: int) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def leave() -> None:
    """Moves this thread and all it starts from now on into a new network namespace, where nothing is up yet.

    Without the right to do so it takes it, as `unshare -rn` does, in a user namespace where it is root; a process with
    several threads cannot. Raises OSError where the machine allows neither.
    """
    try:
        _call("unshare", CLONE_NEWNET)
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        _call("unshare", CLONE_NEWUSER | CLONE_NEWNET)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")


@contextlib.contextmanager
def coming_back() -> Iterator[None]:
    """Whatever namespace the body enters, this thread is back in the former one afterwards.

    Out of a user namespace there is no way back: then it stays, with nothing but its loopback.
    """
    home = os.open(HERE, os.O_RDONLY)
    try:
        yield
    finally:
        with contextlib.suppress(PermissionError):
            _call("setns", home, CLONE_NEWNET)
        os.close(home)


@contextlib.contextmanager
def visiting(pid: int) -> Iterator[None]:
    """The body runs in the namespace of that process: sockets made in it belong there for ever. It must not await."""
    with coming_back():
        there = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
        try:
            _call("setns", there, CLONE_NEWNET)
            yield
        finally:
            os.close(there)
