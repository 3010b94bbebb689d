"""Statements that every act runs: written with SQLAlchemy, compiled once, run by the driver.

SQLAlchemy's own way to a statement takes some ten times as long as SQLite takes for it, and an
act waits for a dozen of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import sqlite

_DIALECT: Final = sqlite.dialect(paramstyle="qmark")


class Statement:
    """A statement with named values; its rows are the driver's tuples, in the columns' order.

    Only for columns that the driver keeps as they are: text, integers, bytes.
    """

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause

    def run(self, connection: Connection, values: Mapping[str, object]) -> Any:
        """Run it in the connection's transaction; return the driver's cursor."""
        sql, names, fixed = self._compiled
        driver = connection.connection.driver_connection
        return driver.execute(sql, _ordered(names, {**fixed, **values}))  # type: ignore[union-attr]

    def run_each(self, connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run it once for each of `rows`."""
        sql, names, fixed = self._compiled
        driver = connection.connection.driver_connection
        driver.executemany(  # type: ignore[union-attr]
            sql, [_ordered(names, {**fixed, **row}) for row in rows]
        )

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        compiled = self._clause.compile(dialect=_DIALECT)
        names = getattr(compiled, "positiontup", None) or ()
        return str(compiled), tuple(names), dict(compiled.params)


def _ordered(names: tuple[str, ...], values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(values[name] for name in names)
