"""The API as a page for people: OpenAPI rendered here, without scripts and without anything from elsewhere."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from server.http.access import AnyRoute, holders
from server.http.files import OCTETS, Download, Upload
from server.http.openapi import JsonObject, codes, status_of

STYLE: Final = """
:root { color-scheme: light dark; --line: #8886; --quiet: #777; }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .6rem 1rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.5rem; }
summary span { color: var(--quiet); display: block; }
code, pre { font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; }
"""


def page(table: Iterable[AnyRoute], document: JsonObject) -> str:
    """The whole HTML page."""
    info = document["info"]
    title = escape(str(info["title"])) if isinstance(info, dict) else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/api/page.css"></head>'
        f"<body><main><h1>{title}</h1>"
        "<p>本页列出全部 HTTP 接口，机器可读的版本见 <a href=/api/openapi.json>openapi.json</a>。"
        " Every HTTP route; for machines: <a href=/api/openapi.json>openapi.json</a>.</p>"
        f"<h2>接口 Routes</h2>{''.join(map(_route, table))}"
        f"<h2>数据 Models</h2>{''.join(_models(document))}</main></body></html>"
    )


def _route(route: AnyRoute) -> str:
    rows = [
        ("可用者 For", ", ".join(holders(route))),
        ("参数 Query", " · ".join(f"{each.name}: {each.meaning.zh} {each.meaning.en}" for each in route.query)),
        ("请求 Request", _model(route.request)),
        ("成功 Answer", f"{route.status.value} {_model(route.response)}"),
        ("拒绝 Refusals", ", ".join(f"{status_of(code).value} {code}" for code in codes(route))),
    ]
    listed = "".join(f"<dt>{name}</dt><dd><code>{escape(text)}</code></dd>" for name, text in rows if text)
    return (
        f"<details><summary><b>{route.method}</b> <code>{escape(route.path)}</code>"
        f"<span>{escape(route.summary.zh)} · {escape(route.summary.en)}</span></summary><dl>{listed}</dl></details>"
    )


def _model(model: type | Upload | Download | None) -> str:
    match model:
        case None:
            return ""
        case Upload():
            return f"{OCTETS} (≤ {model.limit_bytes} bytes; {', '.join(name for name, _ in model.headers)})"
        case Download():
            return ", ".join(model.media_types)
        case _:
            return model.__name__


def _models(document: JsonObject) -> Iterator[str]:
    components = document["components"]
    schemas = components["schemas"] if isinstance(components, dict) else {}
    for name in sorted(schemas):
        text = escape(json.dumps(schemas[name], ensure_ascii=False, indent=2))
        yield f"<details><summary><code>{escape(name)}</code></summary><pre>{text}</pre></details>"
