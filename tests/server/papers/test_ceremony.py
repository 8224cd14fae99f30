"""A whole ceremony through sockets, with real printing and signing."""

from tests.server.papers.table import Table, agreement, step, until


async def test_from_an_empty_draft_to_the_sealed_papers(table: Table) -> None:
    seats = await table.seats()
    assert (await agreement(table.worker))["stage"] == "none"
    await table.draft()
    frozen = await table.freeze()
    assert frozen["frozen"]["code"] == (await until(table.company, lambda view: view["frozen"]))["frozen"]["code"]
    await table.sign(table.worker, seats["worker"])
    await table.sign(table.company, seats["company"])
    await until(table.mediator, lambda view: all(step(view, seats[who]) == "signed" for who in ("worker", "company")))
    await table.sign(table.mediator, seats["mediator"])
    for tab in table.tabs:
        sealed = await until(tab, lambda view: view["stage"] == "sealed")
        assert sealed["sealed"]["evidence_pages"] >= 1
        assert sealed["trouble"] is None
