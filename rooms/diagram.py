"""The session as people read it: a picture and a table from the very rows `next_phase` goes by."""

from collections.abc import Iterable, Iterator
from typing import Final

from rooms.refusals import SENTENCES
from rooms.room import Phase
from rooms.session_moves import Move

NAMES: Final = {
    Phase.PLANNED: "已安排",
    Phase.LOBBY: "等候",
    Phase.CHECK: "核验",
    Phase.JOINT: "共同调解",
    Phase.CAUCUS: "单独会谈",
    Phase.BREAK: "休息",
    Phase.INTERRUPTED: "中断",
    Phase.CLOSED: "已结束",
}


def mermaid(table: Iterable[Move]) -> str:
    """A Mermaid state diagram: every phase by its Chinese name and id, every change once with what brings it about."""
    arrows: dict[tuple[Phase, Phase], list[str]] = {}
    for move in table:
        for source in move.sources if move.target is not None and move.label is not None else ():
            assert move.target is not None  # noqa: S101 - as the line above asks; mypy forgets it
            assert move.label is not None  # noqa: S101
            arrows.setdefault((source, move.target), []).append(move.label.zh)
    names = (f'    state "{name} {phase}" as {phase}' for phase, name in NAMES.items())
    lines = (f"    {source} --> {target} : {'、'.join(labels)}" for (source, target), labels in arrows.items())
    start, end = f"    [*] --> {Phase.PLANNED}", f"    {Phase.CLOSED} --> [*]"
    return "\n".join(("stateDiagram-v2", *names, start, *lines, end))


def move_lines(table: Iterable[Move]) -> Iterator[str]:
    """A Markdown table with a line for each row: the event, from and to, what must hold; or why it cannot be."""
    yield _line("事件 Event", "从 From", "到 To", "须满足，否则拒绝 Guards")
    yield _line(*["---"] * 4)
    for move in table:
        sources = "、".join(NAMES[phase] for phase in move.sources)
        name = f"{move.label.zh} " if move.label is not None else ""
        if move.missing is not None:
            yield _line(f"`{move.event}`", sources, "–", f"拒绝：{SENTENCES[move.missing][0]}")
            continue
        target = NAMES[move.target] if move.target is not None else "不变"
        guards = (*((move.when,) if move.when else ()), *move.guards)
        yield _line(f"{name}`{move.event}`", sources, target, "；".join(SENTENCES[f"guard.{one}"][0] for one in guards))


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
