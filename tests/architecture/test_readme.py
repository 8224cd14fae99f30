"""What README.md tells people to type exists."""

import re

import click
from click.testing import CliRunner

from server.command import main
from tests.architecture.source import ROOT


def said(command: str) -> set[str]:
    """The words that follow `command` where README.md shows something to type: in code blocks and between backticks."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL)
    return {word for part in code for word in re.findall(rf"(?:^|[`\s/]){command} ([a-z][a-z-]*)", part)}


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= said("make") <= targets


def test_every_command_in_the_readme_exists_and_has_help() -> None:
    assert isinstance(main, click.Group)
    assert said("mediation-room")
    for command in said("mediation-room"):
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0, command
