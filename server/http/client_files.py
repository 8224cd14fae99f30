"""The built browser client: only files that lay there at the start can be asked for, so no path leads anywhere else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiohttp import web

from server.http.problems import refused

PAGE: Final = "index.html"
HASHED: Final = "assets/"
"""Vite puts files here whose names change with their content."""
FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"


class ClientFiles:
    """The client's folder as it was at the start. Pages are made up in the browser: every other path is index.html.

    None: there is no client, and whoever asks is told how to build it.
    """

    def __init__(self, folder: Path | None) -> None:
        found = () if folder is None else ((folder, path) for path in folder.rglob("*") if path.is_file())
        self._files: Mapping[str, Path] = {path.relative_to(inside).as_posix(): path for inside, path in found}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The file of that name, or the page; a missing asset is missed, so that an old page notices it is old."""
        name = request.match_info["file"]
        path = self._files.get(name) or self._page(name)
        caching = FOR_EVER if name.startswith(HASHED) else ASK_AGAIN
        return web.FileResponse(path, headers={"Cache-Control": caching})

    def _page(self, name: str) -> Path:
        if name.startswith(HASHED) or "." in name.rsplit("/", 1)[-1]:
            raise refused("path.unknown")
        page = self._files.get(PAGE)
        if page is None:
            raise refused("client.missing")
        return page
