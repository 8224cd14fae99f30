"""A bundle read by the two programs that lie in it, each as a court would run it: the exit codes they give."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from agreements.bundle.verifiers import SCRIPTS, verify_html, verify_py

READER = Path(__file__).with_name("read_bundles.mjs")


def by_python(root_pem: bytes, bundles: Sequence[bytes], folder: Path, text: bytes = b"") -> list[int]:
    """The one file, in this process: it is read as a court's Python would read it. `text`: of an older one."""
    program = folder / "verify.py"
    program.write_bytes(text := text or verify_py())
    names: dict[str, object] = {"__name__": "verify", "__file__": str(program)}
    exec(compile(text, str(program), "exec"), names)  # noqa: S102  # our own program
    root, place = folder / "root.pem", folder / "bundle.zip"
    root.write_bytes(root_pem)
    codes = []
    for each in bundles:
        place.write_bytes(each)
        codes.append(names["main"]([str(place), "--trust", str(root)]))  # type: ignore[operator]  # a function
    return codes


def by_page(root_pem: bytes, bundles: Sequence[bytes], folder: Path) -> list[int]:
    """The page's own scripts, in Node: the same WebCrypto, without a window."""
    root = folder / "root.pem"
    root.write_bytes(root_pem)
    for number, each in enumerate(bundles):
        (folder / f"{number:04d}.zip").write_bytes(each)
    script = folder / "scripts.js"
    script.write_bytes(scripts())
    command = ["node", str(READER), str(script), str(root), *map(str, sorted(folder.glob("[0-9]*.zip")))]
    path = os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent)))
    ended = subprocess.run(command, capture_output=True, check=True, timeout=300, env={**os.environ, "PATH": path})
    return list(json.loads(ended.stdout))


def scripts() -> bytes:
    """What the page runs, but for the part that needs a window."""
    page = verify_html().decode()
    inside = page.partition("<script>")[2].partition("</script>")[0]
    assert len(SCRIPTS) == 11
    return inside.partition("// What the reader sees.")[0].encode()
