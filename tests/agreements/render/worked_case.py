"""A worked labour case as a finished paper: wages in six instalments and severance, drafted, signed by all, sealed.

`.venv/bin/python -m tests.agreements.render.worked_case` writes the pictures of docs/worked-case.md anew. People,
company and house are invented; the signatures are made for it by an authority that is thrown away.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Final

from PIL import Image
from pypdfium2 import PdfDocument

from agreements import render
from agreements.acts import ClauseAdded, FieldSet
from agreements.agreement import Agreement, Capacity, Matter, Member
from agreements.canonical import canonical_bytes, digest_of
from agreements.dossier import Court, Dossier, Organisation
from agreements.drafting import drafting
from agreements.freezing import document_of
from agreements.ids import AgreementId, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.members import HEAD, on_behalf_of, opened, party_part
from agreements.ports import OrganisationSeal, SealLook, SignatureLook, SignerIdentity
from agreements.seal.sealing import Seals
from agreements.seal.workshop import opened as workshop
from agreements.step import step
from law.beijing import BEIJING
from law.people import Entity, NaturalPerson, Representative
from tests.agreements.render.samples import sample_ink
from tests.agreements.seal.conftest import vouching

DAY: Final = date(2026, 11, 23)
FOLDER: Final = Path("docs/screenshots/worked-case")
COLOURS: Final = 24
WIDTH: Final = 620
"""Pixels of a page in the docs."""
WORKER, COMPANY, MEDIATOR, HOUSE = map(SignerId, ("worker", "company", "mediator", "org-1"))
NAME: Final = "滨江市劳动人事争议联合调解中心"
SEAL: Final = OrganisationSeal(HOUSE, "3301080000123")
PLACE: Final = "330108"
COURT: Final = "滨江市滨江区人民法院"
MEMBERS: Final = (
    Member(
        WORKER,
        Capacity.APPLICANT,
        "龑玥喆",
        FieldName(""),
        NaturalPerson("龑玥喆", "11010519491231002X", "13800000000"),
        "document",
    ),
    Member(
        COMPANY,
        Capacity.RESPONDENT,
        "李建国",
        FieldName(""),
        Entity(
            "滨江市恒远电子有限公司", "91350100M000100Y43", Representative("李建国", "执行董事", phone="0571-80000000")
        ),
        "document",
    ),
    Member(MEDIATOR, Capacity.MEDIATOR, "王敏", FieldName(""), identity="account"),
    Member(HOUSE, Capacity.ORGANISATION, NAME, FieldName(""), identity="account", seal_serial=SEAL.serial),
)
PAID: Final = {
    "payer": COMPANY,
    "payee": WORKER,
    "method": "bank",
    "account_holder": "龑玥喆",
    "account_bank": "中国工商银行滨江支行",
    "account_number": "6222021202012345678",
    "tax": "withheld",
    "proof": "transfer_record",
}
TERMS: Final[tuple[tuple[Kind, Mapping[str, str]], ...]] = (
    (
        Kind.LABOUR_RELATION,
        {
            "act": "dissolved",
            "date": "2026-11-30",
            "proposed_by": "employer",
            "certificate_due": "2026-12-07",
            "transfer": "fifteen_days",
        },
    ),
    (
        Kind.INSTALMENTS,
        {
            **PAID,
            "item_type": "wages",
            "total": "36600",
            "periods": "6",
            "first_due": "2026-12-15",
            "acceleration": "all_due",
            "overdue_days": "5",
            "penalty_type": "daily_rate",
            "penalty_rate": "0.05",
            "penalty_cap": "3660",
        },
    ),
    (Kind.PAYMENT, {**PAID, "item_type": "severance", "amount": "30600", "due": "2026-12-31"}),
    (Kind.ACT, {"obligor": WORKER, "content": "归还工牌和办公用品，办理工作交接", "due": "2026-11-30"}),
    (Kind.FINAL_SETTLEMENT, {"scope": "2022年3月1日至2026年11月30日期间的工资、加班费和经济补偿"}),
)
SAID: Final = (
    (HEAD, "facts", "龑玥喆于2022年3月1日入职滨江市恒远电子有限公司，任生产线质检员，月工资人民币6,800.00元。"),
    (HEAD, "undisputed", "双方对劳动关系存续期间和工资标准无争议。"),
    (HEAD, "court", "binjiang"),
    (party_part(WORKER), "domicile", "滨江市滨江区江南大道588号3幢2单元1102室"),
    (party_part(COMPANY), "domicile", "滨江市滨江区滨安路1188号"),
)


KNOWN: Final = Dossier(
    "SELF",
    "wages",
    PLACE,
    Organisation("peoples_committee", PLACE, has_seal=True),
    {},
    {WORKER: PLACE, COMPANY: PLACE},
    Court("binjiang", COURT, PLACE, "org_location", accepts=True),
)
"""What the ways to enforcement rest on."""


def written() -> Agreement:
    """The draft of the case, as its mediator wrote it."""
    at = datetime.combine(DAY, time(10), BEIJING)
    matter = Matter(
        case_no="（2026）滨劳调字第00017号",
        number="（2026）滨劳调协字第00012号",
        organisation=NAME,
        cause="劳动报酬、经济补偿",
        lane="SELF",
        accepted_on="2026-11-16",
        room="room-1",
    )
    now = opened(AgreementId("worked-case"), matter, MEMBERS, at)
    for act in _acts(at):
        now = step(now, act).agreement
    return now


def _acts(at: datetime) -> Iterator[ClauseAdded | FieldSet]:
    yield from (FieldSet(at, MEDIATOR, part, name, 0, value) for part, name, value in SAID)
    for number, (kind, values) in zip(count(1), TERMS, strict=False):
        clause = PartId(f"clause-{number:02}")
        yield ClauseAdded(at, MEDIATOR, clause, kind, None)
        yield from (FieldSet(at, MEDIATOR, clause, name, 0, value) for name, value in values.items())


async def finished(seals: Seals) -> bytes:
    """The PDF: certified by the platform, signed by all, under the organisation's seal, closed."""
    now = written()
    document = document_of(now, drafting(now).draft, today=DAY, court_name=COURT, dossier=KNOWN)
    canonical = canonical_bytes(document)
    paper = render.agreement(document, canonical=canonical, digest=digest_of(canonical))
    pdf = await seals.prepared(paper)
    for number, member in enumerate(now.members[:-1]):
        box = next(each for each in paper.boxes if each.field == member.field)
        behalf, at = on_behalf_of(member), f"2026-11-23 15:{10 + number}:00"
        look = SignatureLook(member.name, behalf, sample_ink(), at, box.x2 - box.x1, box.y2 - box.y1)
        identity = SignerIdentity(member.id, now.id)
        pdf = (await seals.signed(pdf, member.field, identity, render.appearance(look))).pdf
    drawn = render.seal(SealLook(NAME, SEAL.serial))
    return (await seals.closed((await seals.organisation_sealed(pdf, "organisation", SEAL, drawn)).pdf)).pdf


def main() -> None:
    """Write the pages into docs/, small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = asyncio.run(finished(workshop(vouching(Path(folder)))))
    with PdfDocument(pdf) as paper:
        paper.init_forms()
        for number, page in enumerate(paper, 1):
            whole = page.render(scale=WIDTH / page.get_width(), may_draw_forms=True).to_pil().convert("RGB")
            whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(FOLDER / f"page-{number}.png", optimize=True)


if __name__ == "__main__":
    main()
