"""A telephone that draws what a computer signs, by the link of its QR code."""

from collections.abc import Sequence
from typing import Final

from tests.node import Node
from tests.server.http.callers import ask, bearer
from tests.server.papers.table import INK
from tests.tab import Json

PHONE: Final = "Old Phone/4.4"
INK_LINKS: Final = {
    "agreement": "/api/v1/session/ink-link",
    "minutes": "/api/v1/session/minutes/ink-link",
    "application": "/api/v1/session/application/ink-link",
}


async def drawn(node: Node, what: str, tab: dict[str, str], signer: str, digests: Sequence[str]) -> Json:
    """The ink as that tab gets it: the link asks for all texts of the press, shows who and what, and works once."""
    path, body = INK_LINKS[what], {"signer": signer, "digests": list(digests)}
    for wrong in ({"signer": "somebody"}, {"digests": ["0" * 64, *digests[1:]]}, {"digests": [*digests, "0" * 64]}):
        assert (await ask(node, "POST", path, tab, json={**body, **wrong})).code == "ink_link.nothing"
    first = await ask(node, "POST", path, tab, json=body)
    link = await ask(node, "POST", path, tab, json=body)
    assert link.status == 200, link.json
    phone, former = ({**bearer(one.json["url"].partition("#")[2]), "User-Agent": PHONE} for one in (link, first))
    assert (await ask(node, "GET", "/api/v1/ink", former)).code == "ink_link.dead"
    shown = (await ask(node, "GET", "/api/v1/ink", phone)).json
    assert shown.keys() == {"name", "papers", "expires_at"}
    assert len(shown["papers"]) == len(digests)
    sent = {"ink": {"strokes": INK["strokes"], "height": 300}, "done": True}
    assert (await ask(node, "POST", "/api/v1/ink", phone, json=sent)).status == 200
    assert (await ask(node, "POST", "/api/v1/ink", phone, json=sent)).code == "ink_link.dead"
    told = (await ask(node, "GET", f"{path}?signer={signer}", tab)).json
    assert told["state"] == "done"
    return {**told["ink"], "typed": None}
