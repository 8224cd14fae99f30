"""The embedded outbox (模拟) as a page, in a demonstration only and for this machine only; no role reads it.

It stands outside the API: no token opens it, and what it shows is what `mediation-room outbox` shows.
"""

from html import escape
from typing import Final

from aiohttp import web

from law.beijing import clock
from server.app_keys import CLOCK, CONFIG, STORES
from server.config_values import is_loopback
from server.http.problems import refused
from server.http.source import is_this_machine
from server.storage.codes import SimulatedCode

REFRESH_S: Final = 3
PATH: Final = "/demo/codes"


async def demo_codes(request: web.Request) -> web.Response:
    """The codes that are still good; anywhere but in a demonstration on this machine there is no such page."""
    # The name in the address bar too: a stranger's page could point its own name at this machine (DNS rebinding).
    here = is_this_machine(request) and is_loopback(f"//{request.host}")
    if not request.app[CONFIG].demo or not here:
        raise refused("path.unknown")
    codes = await request.app[STORES].codes.live(request.app[CLOCK]())
    return web.Response(text=_page(codes), content_type="text/html")


def _page(codes: tuple[SimulatedCode, ...]) -> str:
    rows = "".join(map(_row, codes)) or "<tr><td colspan=3>暂无验证码 No codes</td></tr>"
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>模拟验证码</title>'
        f'<meta http-equiv="refresh" content="{REFRESH_S}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/api/page.css"></head><body><main><h1>模拟发送的验证码</h1>'
        "<p>演示模式：没有真正发送短信或邮件。只有在服务器本机能看到这一页。"
        " Nothing was really sent; this page is for this machine alone.</p>"
        "<table><thead><tr><th>签署人 Signer</th><th>验证码 Code</th><th>有效至 Good until</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></main></body></html>"
    )


def _row(code: SimulatedCode) -> str:
    return f"<tr><td>{escape(code.name)}</td><td><b>{code.code}</b></td><td>{clock(code.expires)}</td></tr>"
