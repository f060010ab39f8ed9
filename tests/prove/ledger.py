"""The ledger of receipts, kept outside the database, and the judgement over what the database has.

A database that was rolled back is consistent with itself: only receipts kept elsewhere show that something is lost.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True)
class Receipt:
    """What the site acknowledged: this op is saved, as this revision of this item."""

    item: int
    rev: int
    op: str
    value: str


@dataclass(frozen=True)
class Row:
    """A saved answer as the database has it."""

    item: int
    rev: int
    op: str
    value: str


@dataclass
class Ledger:
    receipts: list[Receipt] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    doubled: int = 0
    lock: Lock = field(default_factory=Lock)

    def write(self, receipt: Receipt) -> None:
        with self.lock:
            self.receipts.append(receipt)

    def count(self, status: int) -> None:
        with self.lock:
            self.statuses[status] += 1

    def acked(self) -> int:
        return len(self.receipts)


@dataclass(frozen=True)
class Verdict:
    acked: int
    lost: int
    dup: int
    altered: int
    disordered: int
    unknown: int

    def is_clean(self) -> bool:
        return not (self.lost or self.dup or self.altered or self.disordered or self.unknown)


def judge(receipts: Iterable[Receipt], rows: Iterable[Row]) -> Verdict:
    """Compare receipts, in the order in which each item's writer got them, with every saved row."""
    receipts, rows = list(receipts), list(rows)
    by_op: dict[str, list[Row]] = {}
    for row in rows:
        by_op.setdefault(row.op, []).append(row)
    lost = sum(receipt.op not in by_op for receipt in receipts)
    dup = sum(len(same) - 1 for same in by_op.values())
    altered = sum(
        (receipt.item, receipt.rev, receipt.value) not in {(row.item, row.rev, row.value) for row in by_op[receipt.op]}
        for receipt in receipts
        if receipt.op in by_op
    )
    told: dict[int, list[int]] = {}
    for receipt in receipts:
        told.setdefault(receipt.item, []).append(receipt.rev)
    disordered = sum(
        later != earlier + 1 for revs in told.values() for earlier, later in zip([0, *revs], revs, strict=False)
    )
    acknowledged = {receipt.op for receipt in receipts}
    return Verdict(len(receipts), lost, dup, altered, disordered, sum(op not in acknowledged for op in by_op))
