"""The names we take up, and that each module stands on its own feet."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
from grimp import build_graph

from tests.architecture.source import ROOT, TOP_LEVEL, module_name, product_files, project

ALEMBIC_RUNS = "server.storage.migrations."
"""Scripts that only work inside a migration run; they are exercised by the storage tests."""

IMPORT_EACH_ALONE = """
import importlib, sys
for name in sys.argv[2:]:
    for loaded in [each for each in sys.modules if each.split(".")[0] in sys.argv[1].split(",")]:
        del sys.modules[loaded]
    importlib.import_module(name)
"""


def test_the_listed_packages_are_the_folders_with_modules() -> None:
    found = {module_name(path.parent / "__init__.py") for path in product_files()}
    assert set(project()["tool"]["setuptools"]["packages"]) == found


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_a_top_level_name_belongs_to_us_alone(name: str) -> None:
    assert set(packages_distributions()[name]) == {"mediation-room-server"}


def imported_by_nobody() -> list[str]:
    """Where importing begins. The contracts allow no circles, so all below comes in as it would come alone."""
    graph = build_graph(*TOP_LEVEL, include_external_packages=False)
    return sorted(name for name in graph.modules if not graph.find_modules_that_directly_import(name))


def test_every_module_imports_without_any_other_of_ours_before_it_and_without_a_warning() -> None:
    begin = [name for name in imported_by_nobody() if not name.startswith(ALEMBIC_RUNS)]
    assert {"server.__main__", "agreements.verify.__main__"} <= set(begin)
    command = [sys.executable, "-W", "error", "-c", IMPORT_EACH_ALONE, ",".join(TOP_LEVEL), *begin]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=110)
    assert ended.returncode == 0, ended.stderr


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][\w.\[\]-]*==\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))


def test_the_test_lock_contains_the_run_lock_so_that_one_environment_serves_both() -> None:
    assert pins("run.txt")
    assert pins("run.txt") <= pins("test.txt")


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "node.txt", "lock.txt"])
def test_every_locked_package_has_hashes(name: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements" / name).read_text(), flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if block.strip())
