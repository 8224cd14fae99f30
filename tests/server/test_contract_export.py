"""The client's types are what the models say."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from server.contract_export import export, generated
from server.typescript import declarations, definitions, event_map
from signaling.contract.commands import COMMANDS
from signaling.contract.pushes import PUSHES

COMMITTED = Path(__file__).resolve().parents[2] / "web" / "src" / "contract"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(generated())


def test_no_committed_file_has_drifted(files: dict[str, str]) -> None:
    drifted = [name for name, text in files.items() if (COMMITTED / name).read_text(encoding="utf-8") != text]
    assert drifted == [], "run: mediation-room export-contract"


def test_every_event_leads_to_its_payload(files: dict[str, str]) -> None:
    text = files["socket.ts"]
    for event, model in (*COMMANDS.items(), *PUSHES.items()):
        assert f'"{event}": {model.__name__};' in text


def test_export_writes_what_was_generated(tmp_path: Path, files: dict[str, str]) -> None:
    export(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == files


class Inner(BaseModel):
    """Something small."""

    maybe: int | None = None


class Outer(BaseModel):
    """Something with parts."""

    name: str
    parts: tuple[Inner, ...]
    named: dict[str, bool]


def test_defaults_may_be_left_out_on_the_way_in_only() -> None:
    assert "maybe?: number | null;" in declarations(definitions([Outer], "validation"))
    assert "parts: ReadonlyArray<Inner>;" in declarations(definitions([Outer], "serialization"))
    assert "named: Readonly<Record<string, boolean>>;" in declarations(definitions([Outer], "validation"))


class Odd(BaseModel):
    """Outside the subset."""

    anything: object


def test_what_cannot_be_said_is_an_error() -> None:
    with pytest.raises(KeyError):
        declarations(definitions([Odd], "validation"))


def test_an_event_map_is_sorted_by_event() -> None:
    assert event_map("M", {"b": Inner, "a": Outer}) == 'export interface M {\n  "a": Outer;\n  "b": Inner;\n}\n'
