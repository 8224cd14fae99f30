"""How much a file may ask of the reader. Files of the platform stay far below; what lies above is not looked at."""

from typing import Final

MEGABYTE: Final = 1 << 20

FILE_BYTES: Final = 128 * MEGABYTE
OBJECTS: Final = 100_000
"""In a PDF, over all its revisions."""
REVISIONS: Final = 200
PAGES: Final = 2_000
SIGNATURES: Final = 100
TEXT_PER_PAGE: Final = 200_000
"""Characters."""
ATTACHMENT_BYTES: Final = 8 * MEGABYTE
EVENTS: Final = 200_000
"""Lines of an audit chain."""

MEMORY_BYTES: Final = 2048 * MEGABYTE
"""Address space of the process that reads."""
CPU_S: Final = 120
WALL_S: Final = 180
