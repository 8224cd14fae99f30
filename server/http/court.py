"""The court clerk's desk: the sealed agreements of the own court, what checking them finds, and the bundle to take.

Whatever is looked at closely or taken away stands in the case's audit chain, with the account and the time.
"""

from typing import Final

from agreements.agreement import Sealed
from agreements.bundle.archive import Archive
from agreements.bundle.slots import folder_of
from agreements.ids import AgreementId
from agreements.ports import Away
from server.app_keys import BUNDLES, CLOCK, CONFIG, COURT_PAPERS, SIGNING, STORES
from server.audit.facts import AccessRefused, CourtInspected, PaperTaken
from server.http.access import Call, Staff
from server.http.check_lines import checked
from server.http.files import File, LargeFile
from server.http.paper_bodies import CourtDetail, CourtRow, CourtRows
from server.http.paper_files import newest, pages_of, picture, sealed_of
from server.http.problems import refused
from server.http.room_rows import cause_of
from server.http.source import source, template
from server.papers.bundles import sha256_of
from server.storage.agreements import Kept
from server.storage.court_desk import CourtRow as StoredRow

ZIP: Final = "application/zip"
BUNDLE: Final = "bundle.zip"


async def listed(call: Call[Staff, None]) -> CourtRows:
    """All of the own court, newest first."""
    court = call.caller.account.court
    rows = await call.request.app[STORES].court_desk.rows(court) if court else ()
    return CourtRows(agreements=tuple(_row(call, row) for row in rows))


async def shown(call: Call[Staff, None]) -> CourtDetail:
    """One agreement, its files checked anew."""
    app = call.request.app
    row, kept, sealed = await _own(call)
    found = await checked(app, sealed)
    fact = CourtInspected(row.id, call.caller.account.id, source(call.request))
    await app[STORES].audit.append(kept.case, app[CLOCK](), fact)
    return CourtDetail(
        **dict(_row(call, row)),
        digest=sealed.frozen.digest,
        code=found.code,
        pages=len(sealed.frozen.pages),
        evidence_pages=len(sealed.evidence_pages),
        agreement_sha256=sealed.pdf,
        evidence_sha256=sealed.evidence,
        verdict=found.verdict,
        signatures=found.signatures,
        checks=found.checks,
        not_proved=found.not_proved,
    )


async def page(call: Call[Staff, None]) -> File:
    """One page of the agreement, as signed."""
    app = call.request.app
    _, kept, _ = await _own(call)
    pages = await pages_of(app, kept.agreement)
    return await picture(app[STORES].blobs, pages, call.request.match_info["page"])


async def evidence_page(call: Call[Staff, None]) -> File:
    """One page of the 签署证据页."""
    _, _, sealed = await _own(call)
    return await picture(call.request.app[STORES].blobs, sealed.evidence_pages, call.request.match_info["page"])


async def bundle(call: Call[Staff, None]) -> LargeFile:
    """Everything the court needs, in one ZIP that anybody can check; counted and on record before it goes out."""
    app, account = call.request.app, call.caller.account
    row, kept, sealed = await _own(call)
    try:
        archive, folder = await _packed(call, kept, sealed)
    except Away:
        raise refused("papers.signing_away") from None
    fact = PaperTaken(row.id, account.id, BUNDLE, await sha256_of(archive), source(call.request))
    await app[STORES].court_desk.downloaded(row, account.id, BUNDLE, fact, app[CLOCK]())
    return LargeFile(archive.size, archive.chunks, ZIP, f"{folder}.zip")


async def _packed(call: Call[Staff, None], kept: Kept, sealed: Sealed) -> tuple[Archive, str]:
    """The bundle, and what its folder is called; raises Away."""
    app = call.request.app
    given = await app[COURT_PAPERS].court_bundle(kept, sealed, (await app[SIGNING].roots()).encode())
    archive = await app[BUNDLES].made(given, app[CLOCK]())
    return archive, folder_of(given.facts.case_no, given.facts.day)


async def _own(call: Call[Staff, None]) -> tuple[StoredRow, Kept, Sealed]:
    """The sealed agreement of the path, if it goes to the clerk's court; any other is unknown and leaves a line."""
    stores, account = call.request.app[STORES], call.caller.account
    asked = AgreementId(call.request.match_info["agreement"])
    kept = await stores.agreements.load(asked)
    row = await stores.court_desk.row(account.court, asked) if account.court else None
    if kept is None or row is None:
        if kept is not None:
            what = f"{call.request.method} {template(call.request)}"
            fact = AccessRefused(account.id, what, "agreement.unknown")
            await stores.audit.append(kept.case, call.request.app[CLOCK](), fact)
        raise refused("agreement.unknown")
    return row, kept, await newest(stores, sealed_of(kept.agreement))


def _row(call: Call[Staff, None], row: StoredRow) -> CourtRow:
    app = call.request.app
    return CourtRow(
        id=row.id,
        case_no=row.case_no,
        number=row.number,
        cause=cause_of(row.cause, app[CONFIG].local_day(app[CLOCK]())).zh,
        organisation=row.organisation,
        parties=row.parties,
        sealed_at=row.sealed_at,
        downloads=row.downloads,
        last_download=row.last_download,
    )
