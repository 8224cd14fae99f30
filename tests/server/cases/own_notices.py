"""What a party reads behind its own link when the case has failed, and what our verifier says of a sealed notice."""

import asyncio
import hashlib
import io
import json
from datetime import UTC, datetime

import pikepdf

from agreements.verify.confinement import confined
from agreements.verify.report import Report
from server.app_keys import SIGNING
from tests.node import Party
from tests.server.http.callers import stores_of
from tests.server.http.case_office import CaseOffice, OwnSide
from tests.tab import Json


async def side_of(office: CaseOffice, room: Json, name: str) -> OwnSide:
    """On the device that sat at the table."""
    [row] = [one for one in room["people"] if one["name"] == name]
    invite, seat = row["invite"]["url"].rsplit("/", 1)[1], row["seat"]
    digits = row["id_no_masked"][-4:] if row["id_no_masked"] else None
    return OwnSide(office, invite, await Party(office.node, invite, seat, seat.ljust(43, "x"), digits).token())


async def papers_of(side: OwnSide) -> list[str]:
    return [str(one["id"]) for one in (await side.own_case())["notices"] if one["paper"]]


async def verified(office: CaseOffice, pdf: bytes) -> tuple[Report, Json]:
    """What our verifier says, and the data inside; the paper is in the registry."""
    assert await stores_of(office.node).sealed_files.knows(hashlib.sha256(pdf).hexdigest())
    roots = await office.node.runner.app[SIGNING].roots()
    report = await asyncio.to_thread(confined, pdf, trust=(roots.encode(),), at=datetime.now(UTC))
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return report, dict(json.loads(paper.attachments["notice.json"].get_file().read_bytes()))
