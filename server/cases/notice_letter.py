"""Fills the 终止调解告知书 (domain.md §3.10): the text that was given, as it was given, to whom it was given."""

import hashlib
from collections.abc import Sequence
from typing import Final

from agreements.document import SignatureField
from agreements.termination import SCHEMA, TerminationNotice
from law.beijing import day_of
from law.case_notices import ground_cited
from law.causes import cause
from law.citations import printed
from server.cases.ended import COURTS, Ended, NotYet
from server.cases.report import address_of, coded
from server.storage.case_texts import StoredNotice

ID_LETTERS: Final = 32
OWN: Final = "{organisation}，或者它的主管部门"


def termination_notice(
    told: Ended, notices: Sequence[StoredNotice], fields: tuple[SignatureField, ...] = ()
) -> TerminationNotice:
    """One paper for these notices, whose texts are the same. Raises NotYet where there is none.

    `fields`: the organisation's seal, where its keeper puts it on.
    """
    if not notices:
        raise NotYet("handback.notice_missing")
    first, case, line = notices[0], told.case, told.line
    known, day, ended = cause(case.cause, case.received_on), day_of(first.at), day_of(told.at)
    organisation = line.organisation_name
    court = told.court if line.lane in COURTS else None
    return TerminationNotice(
        schema=SCHEMA,
        kind=first.what.value,
        paper=hashlib.sha256("".join(one.id for one in notices).encode()).hexdigest()[:ID_LETTERS],
        number=line.case_no,
        court_case_no=case.court_case_no or "",
        organisation=organisation,
        to=tuple(told.people[one.participant].name for one in notices),
        cause=known.zh if known else case.cause,
        lane=coded("lane", line.lane, ended).zh,
        title=first.text.title.zh,
        version=first.version,
        ended_on=ended.isoformat(),
        ground=coded("ground", case.ground, ended).zh if case.ground else "",
        ground_cited=ground_cited(case.ground, ended).zh if case.ground else "",
        paragraphs=tuple(one.zh for one in first.text.paragraphs),
        statutes=printed(first.text.statutes, day).zh,
        address=address_of(told) or "",
        complaints=court or OWN.format(organisation=organisation),
        dated_on=day.isoformat(),
        fields=fields,
    )
