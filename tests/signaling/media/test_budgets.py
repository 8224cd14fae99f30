from signaling.media.budgets import OFFER_WINDOW_SECONDS, PACKETS_AT_ONCE, PACKETS_PER_SECOND, OfferBudget, RepairBudget


def test_a_usual_loss_is_repaired_whole() -> None:
    assert list(RepairBudget().grant([1, 2, 9], 5.0)) == [1, 2, 9]


def test_threat18_a_nack_storm_gets_no_more_than_its_share() -> None:
    budget = RepairBudget()
    granted = sum(len(budget.grant(range(128), hundredth / 100)) for hundredth in range(1000))
    assert granted <= PACKETS_AT_ONCE + 10 * PACKETS_PER_SECOND


def test_threat16_offers_are_counted_over_a_minute() -> None:
    budget = OfferBudget(2)
    assert [budget.grant(at) for at in (0.0, 1.0, 2.0)] == [True, True, False]
    assert budget.grant(OFFER_WINDOW_SECONDS)
    assert not budget.grant(OFFER_WINDOW_SECONDS + 0.5)
