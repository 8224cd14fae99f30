"""A case on a node, beside what its papers cost without one."""

import os
from dataclasses import dataclass

from bench.sealing.bare import Bare, bare
from bench.sealing.course import Case, Phase, Sizes, made_by_a_node
from bench.sealing.family import Peaks, alone


@dataclass(frozen=True)
class Row:
    """One case; `bare`: one room's papers in one process without server. Load average before it began."""

    pages: int
    signers: int
    rooms: int
    load_average: float
    freezing: Phase
    signing: Phase
    sealing: Phase
    sizes: Sizes
    tried_again: int
    memory_mib: Peaks
    bare: Bare

    @property
    def times_bare(self) -> float:
        """The slowest room's sealing, of what all rooms' would take one after another without a server."""
        return self.sealing.took.max_ms / 1000 / (self.bare.sealing.clock_s * self.rooms)

    @property
    def times_bare_cpu(self) -> float:
        """The same of CPU seconds: what other work on the machine changes least."""
        return self.sealing.cpu_s / (self.bare.sealing.cpu_s * self.rooms)


def row_of(case: Case) -> Row:
    """The node first, then the bare work for its first room's papers."""
    load = os.getloadavg()[0]
    made, peaks = alone(made_by_a_node, case)
    plain, _ = alone(bare, made.agreement, made.canonical)
    return Row(
        pages=made.pages,
        signers=case.signers,
        rooms=case.rooms,
        load_average=load,
        freezing=made.freezing,
        signing=made.signing,
        sealing=made.sealing,
        sizes=made.sizes,
        tried_again=made.tried_again,
        memory_mib=peaks,
        bare=plain,
    )
