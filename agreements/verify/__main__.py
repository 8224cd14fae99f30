"""The confined child: a pickled question on stdin, the report as JSON on stdout."""

import logging
import pickle
import resource
import sys

from pydantic import TypeAdapter

from agreements.verify.limits import CPU_S, MEMORY_BYTES
from agreements.verify.report import Report
from agreements.verify.verification import verify_file


def main() -> None:
    """Answers one question and ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()  # pyHanko logs each doubt with a traceback; the report says it in words
    data, trust, at, known = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent
    report = verify_file(data, trust=trust, at=at, known_sha256=known)
    sys.stdout.buffer.write(TypeAdapter(Report).dump_json(report))


if __name__ == "__main__":
    main()
