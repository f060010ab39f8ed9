"""The judge sees each sort of loss. Without this, a proof that prints zeros says nothing."""

import pytest

from tests.prove.ledger import Receipt, Row, Verdict, judge

GIVEN = [Receipt(1, 1, "a", "one"), Receipt(2, 1, "b", "two"), Receipt(1, 2, "c", "three")]
ROWS = [Row(1, 1, "a", "one"), Row(2, 1, "b", "two"), Row(1, 2, "c", "three")]


def test_rows_as_acknowledged_are_clean():
    assert judge(GIVEN, ROWS) == Verdict(acked=3, lost=0, dup=0, altered=0, disordered=0, unknown=0)
    assert judge(GIVEN, ROWS).is_clean()


@pytest.mark.parametrize(
    ("receipts", "rows", "found"),
    [
        (GIVEN, ROWS[:2], {"lost": 1}),
        (GIVEN, [*ROWS, Row(1, 3, "c", "three")], {"dup": 1}),
        (GIVEN, [*ROWS[:2], Row(1, 2, "c", "other")], {"altered": 1}),
        (GIVEN, [*ROWS[:2], Row(1, 3, "c", "three")], {"altered": 1}),
        (GIVEN, [*ROWS[:2], Row(2, 2, "c", "three")], {"altered": 1}),
        ([GIVEN[2], GIVEN[1], GIVEN[0]], ROWS, {"disordered": 2}),
        (GIVEN[:2], ROWS, {"unknown": 1}),
        (GIVEN, [], {"lost": 3}),
    ],
)
def test_each_sort_of_loss_is_counted(receipts, rows, found):
    clean = {"acked": len(receipts), "lost": 0, "dup": 0, "altered": 0, "disordered": 0, "unknown": 0}
    assert judge(receipts, rows) == Verdict(**(clean | found))
    assert not judge(receipts, rows).is_clean()
