from signaling.media.repairs import PACKETS_AT_ONCE, PACKETS_PER_SECOND, RepairBudget


def test_a_usual_loss_is_repaired_whole() -> None:
    assert list(RepairBudget().grant([1, 2, 9], 5.0)) == [1, 2, 9]


def test_threat18_a_nack_storm_gets_no_more_than_its_share() -> None:
    budget = RepairBudget()
    granted = sum(len(budget.grant(range(128), hundredth / 100)) for hundredth in range(1000))
    assert granted <= PACKETS_AT_ONCE + 10 * PACKETS_PER_SECOND
