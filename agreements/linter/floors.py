"""Less than the law gives (LR-07): severance by C1, the injury grant by C9, wages by the local minimum.

Where a number is missing the finding says so; no silence is taken for an answer.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from agreements.dossier import Worker
from agreements.draft import Part
from agreements.forms import value_of
from agreements.kinds import REASONS, Kind
from agreements.linter.amounts import amounts
from agreements.linter.finding import Finding, Mend
from agreements.linter.money import net_amount
from agreements.linter.scene import Scene
from law.compensation import Reckoned, compensation
from law.injury import InjuryGrant, Payer, Relation, injury_grant
from law.local_parameters import LocalWages
from law.money import Money
from law.sentence import Sentence

SEVERANCE: Final = "severance"
INJURY: Final = "injury"
WAGES: Final = frozenset({"wages", "min_wage_gap"})
LACKS: Final = {
    "hired": Sentence("入职日期", "the day of hiring"),
    "left": Sentence("离职日期", "the last day of work"),
    "average_wage": Sentence("劳动者月平均工资", "the worker's average wage"),
    "local_average_wage": Sentence("当地上年度职工月平均工资", "the local average wage"),
    "local_minimum_wage": Sentence("当地最低工资", "the local minimum wage"),
    "injury_grade": Sentence("伤残等级", "the grade of disability"),
    "contribution_wage": Sentence("本人工资（月平均缴费工资）", "the contribution wage"),
    "insured": Sentence("是否参加工伤保险", "whether work injury insurance was paid"),
}


def floors(scene: Scene) -> Iterator[Finding]:
    """For each worker what is paid under each head, all terms together."""
    local = scene.means.parameters.at(scene.dossier.place, scene.today)
    for payee in dict.fromkeys(value_of(part, "payee") for part in _payments(scene)):
        on_file = scene.worker(payee)
        if on_file is None:
            continue
        mine = [part for part in _payments(scene) if value_of(part, "payee") == payee]
        worker = _told(on_file, mine)
        yield from _severance(scene, worker, local, [one for one in mine if value_of(one, "item_type") == SEVERANCE])
        yield from _injury(scene, worker, local, [one for one in mine if value_of(one, "item_type") == INJURY])
        for part in mine:
            if value_of(part, "item_type") in WAGES:
                yield from _wage(scene, worker, local, part)


def _told(worker: Worker, parts: list[Part]) -> Worker:
    """What is on file, and over it what the mediator wrote beside a payment to compare it."""
    said = {name: value for part in parts for name in REASONS if (value := value_of(part, name))}
    return replace(
        worker,
        hired=date.fromisoformat(said["hired"]) if "hired" in said else worker.hired,
        left=date.fromisoformat(said["left"]) if "left" in said else worker.left,
        average_wage=Decimal(said["average_wage"]) if "average_wage" in said else worker.average_wage,
        injury_grade=int(said["injury_grade"]) if "injury_grade" in said else worker.injury_grade,
        contribution_wage=Decimal(said["contribution_wage"])
        if "contribution_wage" in said
        else worker.contribution_wage,
        insured=said["insured"] == "yes" if "insured" in said else worker.insured,
    )


def _payments(scene: Scene) -> tuple[Part, ...]:
    return scene.clauses(Kind.PAYMENT, Kind.INSTALMENTS)


def _severance(scene: Scene, worker: Worker, local: LocalWages | None, parts: list[Part]) -> Iterator[Finding]:
    paid = _sum(scene, parts)
    if paid is None:
        return
    found = compensation(
        hired=worker.hired,
        left=worker.left,
        average_wage=worker.average_wage,
        local_average_wage=local.average_wage if local else None,
        local_minimum_wage=local.minimum_wage if local else None,
    )
    first = parts[0]
    if found.share is None:
        yield _unchecked(scene, first, found.lacks)
        return
    share = found.share
    if paid.amount < share.amount * scene.rules.numbers["much_below"]:
        data = {"years": f"{share.years:f}", "base": f"{share.base:,.2f}", "source": _source(local)}
        yield from _low(scene, first, "floor.severance", paid, share.amount, **data)
    elif value_of(first, "floor_known") and paid.amount < share.amount:
        yield from _known(scene, first, share.amount)
    if found.state is Reckoned.SEGMENTED:
        yield scene.rules.said("floor.earlier", first.id, floor=f"{share.amount:,.2f}")


def _injury(scene: Scene, worker: Worker, local: LocalWages | None, parts: list[Part]) -> Iterator[Finding]:
    paid = _sum(scene, parts)
    if paid is None:
        return
    found = injury_grant(
        grade=worker.injury_grade,
        contribution_wage=worker.contribution_wage,
        pool_average_wage=local.average_wage if local else None,
        insured=worker.insured,
        relation=_relation(scene, worker),
    )
    first = parts[0]
    if found.amount is None or found.payer is Payer.UNCHECKED:
        yield _unchecked(scene, first, found.lacks or ("insured",))
        return
    if found.payer is Payer.EMPLOYER and paid.amount < found.amount:
        yield from _low(scene, first, "floor.injury", paid, found.amount, source=_source(local), **_grant(found))
    if found.subsidies is not None:
        yield scene.rules.said("floor.subsidies", first.id)


def _source(local: LocalWages | None) -> str:
    """Which place's numbers, and from where."""
    return f"{local.place}，{local.source}" if local else ""


def _grant(found: InjuryGrant) -> dict[str, str]:
    return {"months": str(found.months), "base": f"{found.base:,.2f}"}


def _relation(scene: Scene, worker: Worker) -> Relation:
    """Ended where a term or the file says so; by whom is asked only where a term says it is not the worker."""
    terms = scene.clauses(Kind.LABOUR_RELATION)
    if any(value_of(part, "proposed_by") == "worker" for part in terms):
        return Relation.ENDED_BY_WORKER
    return Relation.EXPIRED if terms or worker.left else Relation.KEPT


def _wage(scene: Scene, worker: Worker, local: LocalWages | None, part: Part) -> Iterator[Finding]:
    minimum = local.minimum_wage if local else None
    wages = [*([worker.average_wage] if worker.average_wage is not None else []), *_monthly(scene, part)]
    if minimum is None or not wages:
        yield _unchecked(
            scene, part, (*(() if minimum else ("local_minimum_wage",)), *(() if wages else ("average_wage",)))
        )
    elif min(wages) < minimum and not value_of(part, "floor_known"):
        data = {"wage": f"{min(wages):,.2f}", "floor": f"{minimum:,.2f}", "source": _source(local)}
        yield _by_saying(scene.rules.said("floor.wage", part.id, "floor_known", **data))


def _monthly(scene: Scene, part: Part) -> Iterator[Decimal]:
    """`按每月1,600.00元计算`."""
    before = re.compile(f"(?:{scene.rules.words['monthly'].pattern})$")
    for text in (value_of(part, "note"), value_of(part, "item")):
        for written in amounts(text):
            if before.search(text[: written.start]):
                yield written.money.amount


def _low(scene: Scene, part: Part, code: str, paid: Money, floor: Decimal, **data: str) -> Iterator[Finding]:
    """The warning, or, where the worker has said to know it, whether the sum that was said is right."""
    if value_of(part, "floor_known"):
        yield from _known(scene, part, floor)
    else:
        found = scene.rules.said(code, part.id, "floor_known", amount=paid.shown, floor=f"{floor:,.2f}元", **data)
        yield _by_saying(found)


def _by_saying(found: Finding) -> Finding:
    return replace(found, mend=Mend(found.mend.says, "floor_known", "yes") if found.mend else None)


def _known(scene: Scene, part: Part, floor: Decimal) -> Iterator[Finding]:
    stated = value_of(part, "floor_amount")
    if stated and Money.parsed(stated).amount == floor:
        return
    data = {"floor": f"{floor:,.2f}", "stated": f"{Money.parsed(stated).amount:,.2f}" if stated else ""}
    code = "floor.other_amount" if stated else "floor.unsaid_amount"
    found = scene.rules.said(code, part.id, "floor_amount", **data)
    yield replace(found, mend=Mend(found.mend.says, "floor_amount", f"{floor:.2f}") if found.mend else None)


def _unchecked(scene: Scene, part: Part, lacks: tuple[str, ...]) -> Finding:
    found = [LACKS[one] for one in lacks]
    zh, en = "、".join(one.zh for one in found), ", ".join(one.en for one in found)
    return scene.rules.said("floor.unchecked", part.id, zh=zh, en=en)


def _sum(scene: Scene, parts: list[Part]) -> Money | None:
    """What is really paid by all of them; None where there is none, or one has no amount yet."""
    sums = [net_amount(scene, part) for part in parts]
    whole = [one for one in sums if one is not None]
    return Money(sum(one.fen for one in whole)) if parts and len(whole) == len(sums) else None
