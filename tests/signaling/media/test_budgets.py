from rooms.ids import SeatId
from signaling.media.budgets import (
    MEDIA_RATE,
    OFFER_WINDOW_SECONDS,
    PACKETS_AT_ONCE,
    PACKETS_PER_SECOND,
    Inflow,
    OfferBudgets,
    RepairBudget,
)

A, B = SeatId("a"), SeatId("b")


def test_a_usual_loss_is_repaired_whole() -> None:
    assert list(RepairBudget().grant([1, 2, 9], 5.0)) == [1, 2, 9]


def test_threat18_a_nack_storm_gets_no_more_than_its_share() -> None:
    budget = RepairBudget()
    granted = sum(len(budget.grant(range(128), hundredth / 100)) for hundredth in range(1000))
    assert granted <= PACKETS_AT_ONCE + 10 * PACKETS_PER_SECOND


def test_threat16_offers_are_counted_over_a_minute() -> None:
    budgets = OfferBudgets(2)
    assert [budgets.grant(A, at) for at in (0.0, 1.0, 2.0)] == [True, True, False]
    assert budgets.grant(A, OFFER_WINDOW_SECONDS)
    assert not budgets.grant(A, OFFER_WINDOW_SECONDS + 0.5)
    assert budgets.grant(B, OFFER_WINDOW_SECONDS + 0.5)


def test_threat16_offers_older_than_a_minute_leave_no_trace() -> None:
    budgets = OfferBudgets(1)
    for number in range(5000):
        budgets.grant(SeatId(str(number)), number / 10)
        budgets.grant(A, number / 10)
    assert len(budgets) <= 10 * OFFER_WINDOW_SECONDS + 1


def test_a_browser_at_its_best_and_a_second_of_its_packets_at_once_pass() -> None:
    inflow = Inflow(MEDIA_RATE)
    for second in range(100, 160):
        assert all(inflow.admits(1100, second + number / 330) for number in range(330))
    assert all(inflow.admits(1100, 162.0) for _ in range(660))


def test_threat18_a_peer_is_taken_at_its_rate_and_a_seconds_worth_at_once() -> None:
    small, large = Inflow(MEDIA_RATE), Inflow(MEDIA_RATE)
    times = [100 + number / 10_000 for number in range(100_000)]
    assert abs(sum(small.admits(60, at) for at in times) - 11 * MEDIA_RATE.packets) <= 2
    assert abs(sum(large.admits(1000, at) for at in times) - 11 * MEDIA_RATE.octets / 1000) <= 2


def test_threat17_what_was_not_the_peers_own_is_not_counted() -> None:
    inflow = Inflow(MEDIA_RATE)
    for _ in range(10_000):
        assert inflow.admits(1000, 100.0)
        inflow.refund(1000)
