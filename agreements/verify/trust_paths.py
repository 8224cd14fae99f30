"""Whether signatures hold: pyHanko's judgement of each, at the moment its own timestamp proves.

A person's certificate lives a day and a file for decades. So a signature is judged at the time of its timestamp, that
timestamp at the time of the closing one, which covers it, that at the time of the next renewal, and the last of them at
the reader's own time.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Final

from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureStatus

from agreements.verify.certificates import Material, common_name
from agreements.verify.cms_form import Checked
from agreements.verify.paper import Paper, Signed
from agreements.verify.report import Line, broken, holds, untrusted
from law.sentence import Sentence

REVOKED: Final = frozenset({AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE})
REASONS: Final[Mapping[AdESSubIndic, Sentence]] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Sentence(
        "证书不能追溯到您信任的根证书", "no path leads from its certificate to a root you trust"
    ),
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Sentence(
        "证书在该时刻不在有效期内", "its certificate was not valid at that time"
    ),
    AdESIndeterminate.TRY_LATER: Sentence("吊销信息已过期", "its revocation list is out of date"),
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Sentence(
        "证书不得用于此用途", "its certificate is not meant for this use"
    ),
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Sentence(
        "证书链或吊销信息在该时刻不完整",
        "its chain of certificates or revocation lists is not complete at that time",
    ),
}
OTHER_REASON: Final = Sentence("证书链无法核实", "its chain of certificates could not be confirmed")


async def judged(paper: Paper, names: Mapping[str, str], material: Material, at: datetime) -> AsyncIterator[Line]:
    """Lines for each signature of the paper, the closing timestamp last. `names`: of persons, by field."""
    for each in paper.persons:
        name = names.get(each.field, each.field)
        async for line in _signature(each, name, material, paper.closing.cms.at):
            yield line
    times = (*(stamp.cms.at for stamp in paper.stamps[1:]), at)
    for number, (stamp, moment) in enumerate(zip(paper.stamps, times, strict=True)):
        yield await _stamp(stamp, number, material, moment)


async def _signature(each: Signed, name: str, material: Material, closed: datetime) -> AsyncIterator[Line]:
    status = await async_validate_pdf_signature(
        each.embedded,
        signer_validation_context=material.context(each.cms.at),
        ts_validation_context=material.context(closed),
    )
    check = f"signature.{each.field}"
    if not status.docmdp_ok or not status.seed_value_ok:
        yield broken(
            check,
            f"{name} 签名之后文件有不允许的改动。",
            f"The file was changed after {name} signed, as it must not be.",
        )
        return
    stamp = status.timestamp_validity
    yield _judged(check, Sentence(f"{name}的签名", f"The signature of {name}"), status)
    yield _judged(
        f"timestamp.{each.field}", Sentence(f"{name}签名的时间戳", f"The timestamp of {name}'s signature"), stamp
    )


async def _stamp(each: Signed, number: int, material: Material, at: datetime) -> Line:
    """`number`: 0 for the closing one; `at`: when the next one says that this one was there, or the reader's time."""
    status = await async_validate_pdf_timestamp(each.embedded, validation_context=material.context(at))
    renewal = Sentence(f"第{number}次续期的存档时间戳", f"The archival timestamp of renewal {number}")
    what = renewal if number else Sentence("封存时间戳", "The closing timestamp")
    return _judged(f"timestamp.{each.field}", what, status)


async def judged_detached(content: bytes, cms: Checked, material: Material, at: datetime) -> AsyncIterator[Line]:
    """Lines for a detached signature with a timestamp of its own, which nothing later covers."""
    status = await async_validate_detached_cms(
        content,
        cms.signed,
        signer_validation_context=material.context(cms.at),
        ts_validation_context=material.context(at),
    )
    name = common_name(cms.signer.subject)
    what = Sentence(f"平台（{name}）对清单的签名", f"The manifest's signature by the platform ({name})")
    yield _judged("signature.manifest", what, status)
    stamp = Sentence("清单签名的时间戳", "The timestamp of the manifest's signature")
    yield _judged("timestamp.manifest", stamp, status.timestamp_validity)


def _judged(check: str, what: Sentence, status: SignatureStatus | None) -> Line:
    if status is None or not (status.intact and status.valid):
        return broken(check, f"{what.zh}无效。", f"{what.en} is not valid.")
    if status.trusted:
        return holds(check, f"{what.zh}有效。", f"{what.en} is valid.")
    if status.revoked or status.trust_problem_indic in REVOKED:
        return broken(check, f"{what.zh}所用证书当时已被吊销。", f"{what.en} rests on a certificate revoked by then.")
    reason = _reason(status.trust_problem_indic)
    return untrusted(check, f"{what.zh}未被改动，但{reason.zh}。", f"{what.en} is intact, but {reason.en}.")


def _reason(problem: AdESSubIndic | None) -> Sentence:
    return OTHER_REASON if problem is None else REASONS.get(problem, OTHER_REASON)
