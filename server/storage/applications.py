"""Joint applications of cases: each step is one transaction of compare-and-swap and audit facts.

The whole value is sealed: it holds addresses and ID numbers. Strict both ways, as `agreement_json`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from agreements.agreement import Agreement, Drafting, Sealed
from agreements.application import Application
from agreements.ids import SignerId
from agreements.joint.form import Choice, ServiceAddress
from law.sentence import Sentence
from rooms.ids import CaseId
from server.audit.facts import AnyFact
from server.keys import Keys
from server.storage.agreement_json import agreement_from, agreement_text
from server.storage.audit import append_facts, sign_head
from server.storage.database import reading, uninterrupted, writing
from server.storage.sealed_files import register
from server.storage.tables import Applications

CHOICE: Final = TypeAdapter[Choice | None](Choice | None)
ADDRESSES: Final = TypeAdapter(dict[SignerId, ServiceAddress])
FAULT: Final = TypeAdapter[Sentence | None](Sentence | None)


class StaleApplication(Exception):
    """The application in the database is another than the step began with."""


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """An application and where it belongs. `version` counts the commits; 0: not stored yet."""

    case: CaseId
    application: Application
    version: int = 0


@uninterrupted
class ApplicationStore:
    """Applications by case."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def load(self, case: CaseId) -> KeptApplication:
        """As it was last committed; empty, at version 0, where nobody has begun."""
        async with reading(self._engine) as connection:
            found = await connection.execute(select(Applications).where(Applications.case_id == case))
            row = found.one_or_none()
        if row is None:
            return KeptApplication(case, Application())
        text = self._keys.fields.open(row.state, "applications", row.case_id, "state")
        return KeptApplication(case, application_from(text), row.version)

    async def unfinished(self) -> tuple[CaseId, ...]:
        """Cases on whose papers something may be due outside."""
        waiting = select(Applications.case_id).where(Applications.working.is_(True)).order_by(Applications.case_id)
        async with reading(self._engine) as connection:
            return tuple(CaseId(case) for case in (await connection.execute(waiting)).scalars())

    async def commit(self, after: KeptApplication, facts: Iterable[AnyFact], at: datetime) -> KeptApplication:
        """Store one step; raises StaleApplication and then stored nothing."""
        stored = replace(after, version=after.version + 1)
        text, told = application_text(after.application), tuple(facts)
        row = {
            "version": stored.version,
            "working": _works(after.application),
            "state": self._keys.fields.seal(text, "applications", after.case, "state"),
        }
        async with writing(self._engine) as connection:
            if after.version == 0:
                same = select(Applications.case_id).where(Applications.case_id == after.case)
                if (await connection.execute(same)).first():
                    raise StaleApplication(after.case)
                await connection.execute(insert(Applications), {"case_id": after.case, **row})
            else:
                which = (Applications.case_id == after.case) & (Applications.version == after.version)
                if (await connection.execute(update(Applications).where(which).values(row))).rowcount != 1:
                    raise StaleApplication(after.case)
            await append_facts(connection, after.case, at, told, self._keys.node)
            for paper in after.application.papers:
                await register(connection, paper)
            if any(isinstance(paper.stage, Sealed) for paper in after.application.papers):
                # What is taken away can be compared with what this head says, for ever.
                await sign_head(connection, after.case, at, self._keys.node)
        return stored


def application_text(application: Application) -> str:
    """The whole application."""
    plain = {
        "choice": CHOICE.dump_python(application.choice, mode="json"),
        "addresses": ADDRESSES.dump_python(dict(application.addresses), mode="json"),
        "confirmed": ADDRESSES.dump_python(dict(application.confirmed), mode="json"),
        "paper": agreement_text(application.paper) if application.paper else None,
        "confirmations": {who: agreement_text(one) for who, one in application.confirmations.items()},
        "former": [agreement_text(one) for one in application.former],
        "round": application.round,
        "version": application.version,
        "fault": FAULT.dump_python(application.fault, mode="json"),
    }
    return json.dumps(plain, ensure_ascii=False)


def application_from(text: str) -> Application:
    """The one that was stored; raises ValueError where it does not fit today's types: a migration is missing."""
    plain: dict[str, Any] = json.loads(text)
    own: dict[str, Any] = {
        "choice": CHOICE.validate_json(json.dumps(plain["choice"]), strict=True, extra="forbid"),
        "addresses": _addresses(plain["addresses"]),
        "confirmed": _addresses(plain["confirmed"]),
        "paper": agreement_from(plain["paper"]) if plain["paper"] else None,
        "confirmations": {who: agreement_from(one) for who, one in plain["confirmations"].items()},
        "former": tuple(agreement_from(one) for one in plain["former"]),
        "fault": FAULT.validate_json(json.dumps(plain["fault"]), strict=True, extra="forbid"),
    }
    return Application(**(plain | own))


def _addresses(plain: Any) -> dict[SignerId, ServiceAddress]:  # noqa: ANN401 - JSON
    return ADDRESSES.validate_json(json.dumps(plain), strict=True, extra="forbid")


def _works(application: Application) -> bool:
    return any(_is_awake(paper) for paper in application.papers)


def _is_awake(paper: Agreement) -> bool:
    return not isinstance(paper.stage, Drafting | Sealed)
