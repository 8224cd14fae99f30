"""Where the built client lies. The build itself is `npm run build` in this folder."""

from pathlib import Path


class ClientNotBuilt(RuntimeError):
    """There is no built client beside this module."""


def client_dir() -> Path:
    """The folder with `index.html` and `assets/`; raises ClientNotBuilt where nobody has built it."""
    folder = Path(__file__).resolve().parent / "client"
    if not (folder / "index.html").is_file():
        raise ClientNotBuilt(
            "网页客户端尚未构建，请运行 make run，或在 web 目录运行 npm ci && npm run build。 "
            "The web client is not built; run `make run`, or `npm ci && npm run build` in web/."
        )
    return folder
