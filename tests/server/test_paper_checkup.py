"""What `doctor` finds of printing, timestamps and keys."""

import json
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from agreements.authority.folder import open_folder
from server.findings import Installation, Level
from server.keys import open_keys
from server.paper_checkup import AUTHORITY, authority, openssl, paper_checks
from server.papers.basis import TemplateFolderError, templates_in
from server.template_preview import preview


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(
        data=tmp_path,
        client=None,
        http_host="127.0.0.1",
        http_port=1,
        media_host="127.0.0.1",
        media_port=1,
        advertised=(ip_address("127.0.0.1"),),
        origin="http://localhost:8080",
    )


def test_on_this_machine_papers_can_be_printed_and_timestamped(installation: Installation) -> None:
    assert [finding.level for finding in paper_checks(installation)] == [Level.OK] * 3
    assert not (installation.data / AUTHORITY).exists(), "looking makes nothing"


def test_at27_a_sample_is_printed_with_the_texts_of_a_folder(tmp_path: Path) -> None:
    own = {"id": "ours", "version": "2026-12", "valid_from": "2026-12-01", "title": "本会调解协议书"}
    (tmp_path / "2026-12.json").write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    with PdfDocument(preview(templates_in(tmp_path), date(2026, 12, 1))) as printed:
        assert "本会调解协议书" in "".join(printed[0].get_textpage().get_text_bounded().split())
    (tmp_path / "2027-01.json").write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(TemplateFolderError, match=r"2027-01\.json：.*version"):
        templates_in(tmp_path)


def test_a_missing_command_is_named(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installation.data))
    assert openssl(installation).level is Level.FAIL


def test_an_authority_is_shown_by_its_root_and_one_that_does_not_open_is_a_fault(installation: Installation) -> None:
    open_folder(installation.data / AUTHORITY, open_keys(installation.data / "keys").authority)
    found = authority(installation)
    assert found.level is Level.OK
    assert "测试" in found.zh
    key = installation.data / "keys" / "authority.key"
    key.write_bytes(bytes(32))
    assert authority(installation).level is Level.FAIL
    key.unlink()
    assert authority(installation).level is Level.FAIL
