"""The receipt of a submission as a file: what goes back over a one-way line, and is held against what was handed in."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import rfc8785
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from agreements.ids import Digest
from server.storage.submissions import Submission

SCHEMA: Final = "mediation-receipt/1"
MOST_BYTES: Final = 10_000
SKEW: Final = timedelta(minutes=5)
"""By which the court's clock may differ from ours."""


class ReceiptError(ValueError):
    """No receipt for this submission: `code` is `receipt.unreadable` or `receipt.other`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Receipt(BaseModel):
    """What such a file says. `received_by`: who signed for it at the court, as the court calls them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: str
    number: str
    case_no: str
    court: str
    route: str
    sha256: str
    bytes: int
    handed_in_at: AwareDatetime
    received_at: AwareDatetime | None = None
    received_by: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """When and by whom the bundle was signed for."""

    at: datetime
    by: str


def receipt(one: Submission, case_no: str, court: str) -> bytes:
    """The file, canonical JSON; `received_…` are left out until somebody at the court signed for it."""
    told: dict[str, str | int] = {
        "schema": SCHEMA,
        "number": one.number,
        "case_no": case_no,
        "court": court,
        "route": one.route,
        "sha256": one.sha256,
        "bytes": one.size,
        "handed_in_at": one.at.isoformat(timespec="seconds"),
    }
    if one.received_at and one.received_by:
        told |= {"received_at": one.received_at.isoformat(timespec="seconds"), "received_by": one.received_by}
    return rfc8785.dumps(told)


def read_receipt(content: bytes, one: Submission, now: datetime) -> Signed:
    """What the court's file says; raises ReceiptError where it is none, or one for another bundle, time or way."""
    if len(content) > MOST_BYTES:
        raise ReceiptError("receipt.unreadable")
    try:
        plain = json.loads(content)
        said = _Receipt.model_validate({"schema_": plain.pop("schema", ""), **plain})
    except (ValueError, ValidationError, AttributeError, TypeError):
        raise ReceiptError("receipt.unreadable") from None
    if said.schema_ != SCHEMA or said.received_at is None or not (said.received_by or "").strip():
        raise ReceiptError("receipt.unreadable")
    same = (said.number, Digest(said.sha256), said.bytes, said.route)
    in_time = one.at - SKEW <= said.received_at <= now + SKEW
    if same != (one.number, one.sha256, one.size, one.route) or not in_time:
        raise ReceiptError("receipt.other")
    return Signed(said.received_at, (said.received_by or "").strip()[:200])
