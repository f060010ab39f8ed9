"""Rows that many tests look at are made once and lent, so that a test pays for what it changes and not for the school.

    @held
    def lessons(cast):
        return load(cast)

is a fixture like any other. Its rows are made in an open transaction before the test's own, which is a savepoint in
it; tests that follow and ask for the same find them there. A test that does not ask for them never meets them: before
it begins they are rolled back. Each test gets copies of the objects, so that what it sets on them is forgotten too.
A maker's arguments are names of other held rows. Tests whose rows are committed (a live server, transaction=True)
make them anew. Where the test's clock stands, it stands while its rows are made.
"""

import copy
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

_MEMO = pytest.StashKey[dict]()


@dataclass(frozen=True)
class Maker:
    make: Callable
    name: str
    copied: bool
    shared: bool

    @property
    def asks(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.make).parameters)


_makers: dict[int, Maker] = {}  # id of the fixture's definition -> its maker
_shared: dict[str, Maker] = {}  # of the conftest.py files


def held(make: Callable | None = None, *, copied: bool = True, shared: bool = False):
    """A fixture whose rows are lent. `copied=False` lends the objects themselves; `shared` is for a conftest.py, each name once."""
    if make is None:
        return lambda make: held(make, copied=copied, shared=shared)
    maker = Maker(make, make.__name__, copied, shared)

    @pytest.fixture(name=maker.name)
    def lend(request: pytest.FixtureRequest, db: None) -> Any:
        return held_rows.lend(maker, request)

    lend.__doc__ = make.__doc__
    _makers[id(lend)] = maker
    if shared:
        _shared[maker.name] = maker
    return lend


def maker_of(name: str, node: pytest.Item) -> Maker | None:
    """The held rows that a test means by the name, if they are held."""
    own = getattr(node.module, name, None)
    if own is None:
        return _shared.get(name)
    return _makers.get(id(own))


def needs(node: pytest.Item) -> list[Maker]:
    """What a test asks to be lent, each after what it is made from."""
    found: list[Maker] = []

    def add(name: str) -> None:
        maker = maker_of(name, node)
        if maker is None or maker in found:
            return
        for asked in maker.asks:
            add(asked)
        found.append(maker)

    # The cast first: most that is made is made for it, and what stands beneath need not be made again.
    for name in sorted(node.fixturenames, key=lambda name: name not in _shared):
        add(name)
    return found


def is_committed(node: pytest.Item) -> bool:
    """Whether the test's rows are committed, and emptied out of the tables at its end."""
    mark = node.get_closest_marker("django_db")
    marked = mark is not None and (
        mark.kwargs.get("transaction") or mark.kwargs.get("reset_sequences") or mark.args[:1] == (True,)
    )
    return bool(marked) or not {"transactional_db", "live_server", "django_db_reset_sequences"}.isdisjoint(
        node.fixturenames
    )


def side_by_side(items: list[pytest.Item]) -> None:
    """Files whose tests are lent the same shipped content come one after the other, each whole and in its order."""
    content: dict[str, set[str]] = {}
    for item in items:
        lent = {maker.name for maker in needs(item) if maker.shared} - {"cast", "world", "visitors"}
        content.setdefault(item.nodeid.split("::")[0], set()).update(lent)
    first = [item for item in items if not is_committed(item)]
    first.sort(key=lambda item: sorted(content[item.nodeid.split("::")[0]]))
    items[:] = first + [item for item in items if is_committed(item)]


@dataclass
class _Layer:
    maker: Maker
    standing: bool
    block: transaction.Atomic
    value: Any


class Stack:
    """What stands in the database now, each layer in a savepoint of the one beneath."""

    def __init__(self) -> None:
        self._layers: list[_Layer] = []

    def prepare(self, node: pytest.Item, clock_stands: Callable) -> None:
        """Bring the database to what the test asks for, just before the test's own transaction begins."""
        wanted = [] if is_committed(node) else needs(node)
        standing = "standing_clock" in node.fixturenames
        self._notice_a_lost_connection()
        keep = 0
        for layer, maker in zip(self._layers, wanted, strict=False):
            if layer.maker is not maker or layer.standing != standing:
                break
            keep += 1
        self._undo(keep)
        for maker in wanted[keep:]:
            self._push(maker, standing, clock_stands)

    def _push(self, maker: Maker, standing: bool, clock_stands: Callable) -> None:
        beneath = {layer.maker.name: layer.value for layer in self._layers}
        block = transaction.atomic()
        block._from_testcase = True  # code that insists on the outermost transaction may run inside
        block.__enter__()
        try:
            with pytest.MonkeyPatch.context() as patch:
                if standing:
                    clock_stands(patch)
                value = maker.make(**{name: beneath[name] for name in maker.asks})
            connection.check_constraints()  # here and now, not again at the end of every test
        except BaseException:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            raise
        self._layers.append(_Layer(maker, standing, block, value))

    def _undo(self, keep: int) -> None:
        while len(self._layers) > keep:
            layer = self._layers.pop()
            try:
                transaction.set_rollback(True)
                layer.block.__exit__(None, None, None)
            except DatabaseError:  # the connection was ended while nobody asked anything of it
                self._layers.clear()
                connection.connect()

    def _notice_a_lost_connection(self) -> None:
        """A test that closed the connection, or had it ended, took all that was lent with it: the database rolled it back."""
        if not connection.in_atomic_block:
            self._layers.clear()

    def clear(self) -> None:
        self._notice_a_lost_connection()
        self._undo(0)

    @property
    def names(self) -> list[str]:
        """What stands now, the lowest first."""
        return [layer.maker.name for layer in self._layers]

    def lend(self, maker: Maker, request: pytest.FixtureRequest) -> Any:
        for layer in self._layers:
            if layer.maker is maker:
                return self._copy(layer, request.node)
        return maker.make(**{name: request.getfixturevalue(name) for name in maker.asks})

    @staticmethod
    def _copy(layer: _Layer, node: pytest.Item) -> Any:
        """One memory for a test: a lesson's shelf is the very shelf of its cast."""
        if not layer.maker.copied:
            return layer.value
        return copy.deepcopy(layer.value, node.stash.setdefault(_MEMO, {}))


held_rows = Stack()
