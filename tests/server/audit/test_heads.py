"""A signed head shows what a chain cannot show by itself: a cut-off end, and a history written anew."""

from dataclasses import replace
from datetime import timedelta

from server.audit.chain import GENESIS, Break, Fault, Tail, canonical, sealed
from server.audit.heads import Head, NodeKey, verify_heads
from tests.server.audit.test_chain import NOW, chain

KEY = NodeKey(b"k" * 32)


def head_of(length: int) -> Head:
    """The head of the intact chain after `length` records."""
    return KEY.sign("c1", Tail(length, chain()[length - 1].hash), NOW)


def test_heads_of_an_intact_chain_hold() -> None:
    assert verify_heads(chain(), [head_of(3), head_of(6)], KEY.public) == []


def test_threat31_a_cut_off_tail_is_found() -> None:
    assert verify_heads(chain()[:4], [head_of(3), head_of(6)], KEY.public) == [Break(6, Fault.HEAD)]
    assert verify_heads([], [head_of(6)], KEY.public) == [Break(6, Fault.HEAD)]


def test_threat31_a_chain_written_anew_is_found() -> None:
    forged = []
    tail = Tail(0, GENESIS)
    for _ in range(6):
        record = sealed("c1", tail, NOW, kind="k", v=1, body=canonical({"nothing": "happened"}), salt=b"s" * 16)
        forged.append(record)
        tail = Tail(record.seq, record.hash)
    assert verify_heads(forged, [head_of(6)], KEY.public) == [Break(6, Fault.HEAD)]


def test_threat31_a_changed_head_or_a_strangers_is_found() -> None:
    head = head_of(6)
    stranger = NodeKey(b"s" * 32).sign("c1", Tail(6, head.hash), NOW)
    for wrong in (
        replace(head, hash="0" * 64),
        replace(head, seq=5),
        replace(head, at=NOW + timedelta(seconds=1)),
        replace(head, case="c2"),
        replace(head, key_id="0" * 16),
        replace(head, signature=b""),
        stranger,
    ):
        assert [found.fault for found in verify_heads(chain(), [wrong], KEY.public)] == [Fault.SIGNATURE]


def test_a_head_of_another_case_is_no_head_of_this_one() -> None:
    other = KEY.sign("c2", Tail(6, chain()[5].hash), NOW)
    assert verify_heads(chain(), [other], KEY.public) == [Break(6, Fault.SIGNATURE)]
