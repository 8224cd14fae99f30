"""Keys are made once, kept to the owner, and never replaced in silence; fields and links depend on them."""

import base64
import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from server.field_keys import FieldKeys, FieldTampered
from server.ids import InviteId
from server.invites import invite_secret, secret_sha256
from server.keys import KeyFault, open_keys

PLACE = ("people", "r1", "s1", "id_no")


def test_keys_are_made_at_first_use_and_stay(tmp_path: Path) -> None:
    first = open_keys(tmp_path / "keys")
    second = open_keys(tmp_path / "keys")
    assert first.invites == second.invites
    assert first.node.public == second.node.public
    assert second.fields.open(first.fields.seal("110101", *PLACE), *PLACE) == "110101"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == {
        "authority.key": 0o600,
        "blobs.key": 0o600,
        "field-1.key": 0o600,
        "invites.key": 0o600,
        "node.key": 0o600,
    }
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_every_folder_has_its_own_keys(tmp_path: Path) -> None:
    assert open_keys(tmp_path / "a").invites != open_keys(tmp_path / "b").invites


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    open_keys(tmp_path)
    (tmp_path / "node.key").chmod(0o640)
    with pytest.raises(KeyFault, match="chmod 600"):
        open_keys(tmp_path)


def test_a_damaged_key_is_refused_and_not_replaced(tmp_path: Path) -> None:
    open_keys(tmp_path)
    (tmp_path / "invites.key").write_bytes(b"short")
    with pytest.raises(KeyFault, match="restore it from backup"):
        open_keys(tmp_path)
    assert (tmp_path / "invites.key").read_bytes() == b"short"


def test_a_new_field_key_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old = open_keys(tmp_path).fields.seal("13812345678", *PLACE)
    (tmp_path / "field-10.key").write_bytes(b"n" * 32)
    (tmp_path / "field-10.key").chmod(0o600)
    fields = open_keys(tmp_path).fields
    assert fields.open(old, *PLACE) == "13812345678"
    assert fields.seal("13812345678", *PLACE).startswith("10:")


def test_a_field_opens_only_at_its_place_with_its_key() -> None:
    fields = FieldKeys({"1": b"k" * 32}, current="1")
    stored = fields.seal("11010519491231002X", *PLACE)
    assert "11010519491231002X" not in stored
    assert stored != fields.seal("11010519491231002X", *PLACE)
    assert fields.open(stored, *PLACE) == "11010519491231002X"
    for place in (("people", "r1", "s2", "id_no"), ("people", "r2", "s1", "id_no"), ("people", "r1", "s1", "phone")):
        with pytest.raises(FieldTampered):
            fields.open(stored, *place)
    with pytest.raises(FieldTampered):
        FieldKeys({"1": b"x" * 32}, current="1").open(stored, *PLACE)


@pytest.mark.parametrize("stored", ["", "1", "1:", "1:AAAA", "2:AAAA", "1:***", "1:" + "A" * 40])
def test_nonsense_in_a_field_is_refused(stored: str) -> None:
    with pytest.raises(FieldTampered):
        FieldKeys({"1": b"k" * 32}, current="1").open(stored, *PLACE)


def test_a_links_secret_is_derived_from_invite_and_generation() -> None:
    mac = hmac.new(b"k" * 32, b"0123456789abcdef|1", hashlib.sha256).digest()
    invite = InviteId("0123456789abcdef")
    secret = invite_secret(b"k" * 32, invite, 1)
    assert secret == base64.b32encode(mac[:20]).decode().lower()
    assert secret.isalnum(), "a link that ends in a sign is cut short by what finds links in messages"
    assert len({secret, invite_secret(b"k" * 32, invite, 2), invite_secret(b"x" * 32, invite, 1)}) == 3
    assert secret_sha256(secret) == hashlib.sha256(secret.encode()).hexdigest()
