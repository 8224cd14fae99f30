"""rooms, law and the core of agreements compute and never look at the world.

The import contracts forbid, this lists what is allowed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, product_files, tree

PURE = ("law", "rooms", "agreements")
WORKSHOPS = {"package", "pictures", "signing_process"}
"""Modules of agreements that stand beside its core; so do its folders, which print, sign and verify."""
ALLOWED = {
    "__future__",
    "calendar",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "decimal",
    # what differs between two wordings
    "bisect",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "hmac",
    # the dated tables that come with the package
    "importlib.resources",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "types",
    "typing",
    "unicodedata",
    # canonical JSON
    "rfc8785",
    # python-stdnum: check digits of ID numbers and USCC, pure arithmetic
    "stdnum",
    "stdnum.cn",
    "stdnum.exceptions",
}
READS_THE_CLOCK = {"now", "today", "utcnow"}
HAS_A_CLOCK = {"date", "datetime"}


def pure_files() -> list[Path]:
    files = [path.relative_to(ROOT) for path in product_files() if path.relative_to(ROOT).parts[0] in PURE]
    return [
        ROOT / path
        for path in files
        if path.parts[0] != "agreements" or (len(path.parts) == 2 and path.stem not in WORKSHOPS)
    ]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def waits(node: ast.AST) -> bool:
    return isinstance(node, ast.Await | ast.AsyncFunctionDef)


def reads_the_clock(node: ast.AST) -> bool:
    """`date.today`, called or handed on, under whatever it was imported as; `world.today` is a day that came in."""
    if isinstance(node, ast.ImportFrom) and node.module == "datetime":
        return any(alias.name in HAS_A_CLOCK and alias.asname is not None for alias in node.names)
    if not isinstance(node, ast.Attribute) or node.attr not in READS_THE_CLOCK:
        return False
    base = node.value
    return (base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")) in HAS_A_CLOCK


def test_the_pure_packages_import_only_arithmetic() -> None:
    foreign = {
        (str(path.relative_to(ROOT)), name)
        for path in pure_files()
        for name in imported(path)
        if name.split(".")[0] not in PURE and name not in ALLOWED
    }
    assert foreign == set()


def test_the_pure_packages_neither_wait_nor_read_the_clock() -> None:
    impure = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in pure_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.stmt | ast.expr) and (waits(node) or reads_the_clock(node))
    ]
    assert impure == []
