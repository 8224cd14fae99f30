from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from signaling.media import ice
from signaling.media.plane import Address

HERE, THERE = Address("192.0.2.1", 1000), Address("192.0.2.2", 2000)


def check(*, nominate: bool = False, transaction: bytes | None = None, **attributes: object) -> stun.Message:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction_id=transaction)
    message.attributes["USERNAME"] = "ours:theirs"
    message.attributes.update({name.replace("_", "-"): value for name, value in attributes.items()})
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(b"password")
    return message


def test_a_check_is_parsed_and_its_signature_decides() -> None:
    parsed = ice.parse_check(bytes(check()))
    assert parsed is not None
    assert ice.own_ufrag(parsed) == "ours"
    assert ice.is_signed(parsed, "password")
    assert not ice.is_signed(parsed, "another")


def test_an_unsigned_check_is_not_signed() -> None:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    parsed = ice.parse_check(bytes(message))
    assert parsed is not None
    assert not ice.is_signed(parsed, "password")
    assert ice.own_ufrag(parsed) is None


def test_responses_and_indications_are_no_checks() -> None:
    for kind in (stun.Class.RESPONSE, stun.Class.INDICATION, stun.Class.ERROR):
        assert ice.parse_check(bytes(stun.Message(stun.Method.BINDING, kind))) is None


@given(st.binary(max_size=600))
def test_threat15_no_datagram_breaks_the_check_parser(wild: bytes) -> None:
    ice.parse_check(wild)
    ice.parse_check(b"\x00\x01" + len(wild).to_bytes(2) + b"\x21\x12\xa4\x42" + bytes(12) + wild)


def test_the_reply_tells_the_mapped_address_signed() -> None:
    reply = stun.parse_message(ice.reply(check(), HERE, "password"))
    assert reply.attributes["XOR-MAPPED-ADDRESS"] == HERE[:2]
    assert reply.check_message_integrity(b"password")


def test_a_client_that_believes_we_lead_is_told_of_the_conflict() -> None:
    conflicting = check(ICE_CONTROLLED=5)
    reply = stun.parse_message(ice.reply(conflicting, HERE, "password"))
    assert reply.error_code == 487
    path = ice.Path()
    assert path.confirm(conflicting, HERE, 1.0)
    assert path.addresses == []


def test_the_first_proved_address_is_used_until_another_is_nominated() -> None:
    path = ice.Path()
    path.confirm(check(), HERE, 1.0)
    path.confirm(check(), THERE, 1.0)
    assert path.addresses == [HERE, THERE]
    path.prefer(THERE)
    assert path.addresses == [THERE, HERE]
    path.confirm(check(nominate=True), HERE, 1.0)
    path.prefer(THERE)
    assert path.addresses == [HERE, THERE]


def test_threat17_a_check_replayed_from_elsewhere_moves_nothing() -> None:
    path = ice.Path()
    seen = check(nominate=True)
    assert path.confirm(seen, HERE, 1.0)
    assert path.confirm(seen, HERE, 1.0)
    assert not path.confirm(seen, THERE, 2.0)
    assert (path.addresses, path.consent_at) == ([HERE], 1.0)


def test_addresses_are_bounded_and_the_one_in_use_stays() -> None:
    path = ice.Path()
    path.confirm(check(nominate=True), HERE, 1.0)
    for port in range(100):
        path.confirm(check(), Address("192.0.2.9", port), 1.0)
    assert path.addresses[0] == HERE
    assert len(path.addresses) == ice.ADDRESSES_PER_PEER
    assert path.addresses[-1] == Address("192.0.2.9", 99)


def test_threat17_an_address_is_held_while_it_is_checked_from() -> None:
    path = ice.Path()
    path.confirm(check(nominate=True), HERE, 100.0)
    path.confirm(check(nominate=True), THERE, 120.0)
    assert path.holds(HERE, 129.9)
    assert not path.holds(HERE, 130.0)
    assert path.holds(THERE, 130.0)
    path.release(HERE)
    assert (path.addresses, path.nominated) == ([THERE], True)
    path.release(THERE)
    assert (path.addresses, path.nominated) == ([], False)


def test_consent_lapses_after_thirty_seconds_and_a_check_renews_it() -> None:
    path = ice.Path()
    path.confirm(check(), HERE, 100.0)
    assert not path.lapse(129.9)
    assert path.lapse(130.0)
    assert path.addresses == []
    assert not path.lapse(131.0)
    path.confirm(check(), HERE, 140.0)
    assert path.addresses == [HERE]


def test_threat17_a_source_that_sends_rubbish_is_no_longer_looked_at() -> None:
    budget = ice.SourceBudget()
    looked_at = 0
    for _ in range(5000):
        if budget.allows("192.0.2.66", 1.0):
            looked_at += 1
            budget.charge("192.0.2.66")
    assert looked_at == budget.BAD_AT_ONCE
    assert budget.allows("192.0.2.66", 2.0)


def test_the_name_of_a_check_is_found_without_parsing_it() -> None:
    assert ice.claimed_ufrag(bytes(check(USERNAME="ours:theirs"))) == b"ours"
    assert ice.claimed_ufrag(bytes(check(USERNAME="no colon"))) == b"no colon"
    assert ice.claimed_ufrag(b"\x00\x01" + bytes(18)) == b""
    assert ice.claimed_ufrag(bytes(check(USERNAME="ours:" + "x" * 600))) == b""


@given(st.binary(max_size=600))
def test_threat15_no_datagram_breaks_the_search_for_a_name(wild: bytes) -> None:
    ice.claimed_ufrag(wild)
