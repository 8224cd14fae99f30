"""No file names a package registry or a place on one developer's machine."""

import re

from tests.architecture.source import ROOT, known_files

# Put together here, so that this file does not name them either.
REGISTRIES = [
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "registry\\.npm" + r"js\.(org|com)",
    "npm" + r"mirror\.com",
    "deb\\.deb" + r"ian\.org",
    "snapshot\\.deb" + r"ian\.org",
    "tuna\\.tsing" + r"hua\.edu\.cn",
    "mirrors\\.ali" + r"yun\.com",
]
MACHINE = [r"(?<![\w.])/wo" + r"rk/", r"(?<![\w.])/ro" + r"ot/", r"(?<![\w.])/ho" + r"me/\w"]
PATTERN = re.compile("|".join(REGISTRIES + MACHINE))


def test_no_known_file_names_a_registry_or_a_developers_folder() -> None:
    named = []
    for path in known_files():
        content = path.read_bytes()
        if b"\0" in content[:1024]:
            continue  # a picture or a font
        named += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1)
            if PATTERN.search(line)
        ]
    assert named == []
