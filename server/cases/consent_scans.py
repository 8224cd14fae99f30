"""Fills 书面同意封存说明 of a consent that lies on the case's file as a scan: from the file and the consents on it."""

from collections.abc import Iterator, Mapping

from agreements.consent_cover import SCHEMA, ConsentScan
from law.beijing import clock, day_of
from law.causes import cause
from rooms.cases.case import Case
from rooms.cases.ids import ParticipantId
from server.cases.report import coded
from server.ids import AccountId
from server.storage.case_desk import CaseLine
from server.storage.case_materials import StoredMaterial
from server.stores import Stores

OF_FILE = "案卷"


async def consent_scan(stores: Stores, line: CaseLine, case: Case, paper: StoredMaterial) -> ConsentScan:
    """That paper of that case."""
    known, people = cause(line.cause, line.received_on), await stores.case_people.parties(case.id)
    standings = {one.id: coded("standing", one.standing, line.received_on).zh for one in case.participants}
    names = {who: f"{standing}{people[who].name}" for who, standing in standings.items()}
    filer = await stores.accounts.by_id(AccountId(paper.by))
    return ConsentScan(
        schema=SCHEMA,
        organisation=line.organisation_name,
        number=line.case_no,
        court_case_no=line.court_case_no or "",
        cause=known.zh if known else line.cause,
        whose=names[paper.owner] if paper.owner else OF_FILE,
        title=paper.title,
        form=coded("copy_form", paper.form, line.received_on).zh,
        bytes=paper.bytes,
        sha256=paper.sha256,
        filed_by=filer.name if filer else names.get(ParticipantId(paper.by), line.organisation_name),
        filed_at=clock(paper.at),
        consents=tuple(_recorded(line, case, paper, names)),
        dated_on=day_of(paper.at).isoformat(),
    )


def _recorded(line: CaseLine, case: Case, paper: StoredMaterial, names: Mapping[ParticipantId, str]) -> Iterator[str]:
    """`申请人张三：在线调解，同意（书面，2026-03-02）`, each answer that names this paper."""
    on = line.received_on
    for one in case.participants:
        for step, answer in one.consents.items():
            if answer.evidence == paper.id:
                asked, how = coded("consent_step", step, on).zh, coded("consent_how", answer.how, on).zh
                said = "同意" if answer.given else "不同意"
                yield f"{names[one.id]}：{asked}，{said}（{how}，{answer.on.isoformat()}）"
