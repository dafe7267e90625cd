"""What PostgreSQL does for a page: each of its statements explained, blocks counted, scans of large tables named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import psycopg
from django.db import connection

LARGE_ROWS: Final = 5_000
"""A table of fewer rows may be read whole: that does not grow with the years."""

LARGE_SCAN: Final = 20_000
"""So many rows may a scan of an index read and throw away: the newest of a city until a page of one office is full."""


@dataclass
class Plans:
    """What was explained: blocks a page, statements of the last page, scans by table, indexes, the costliest statement."""

    pages: list[int] = field(default_factory=list)
    statements: int = 0
    scans: set[str] = field(default_factory=set)
    indexes: set[str] = field(default_factory=set)
    slowest: str = ""
    most: int = 0

    def blocks(self, share: float) -> int:
        """Give a percentile of the blocks a page read."""
        ordered = sorted(self.pages)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0

    def take(self, sql: str, plan: dict[str, Any]) -> int:
        """Take a plan in; the blocks it read."""
        blocks = int(plan.get("Shared Hit Blocks", 0)) + int(plan.get("Shared Read Blocks", 0))
        if blocks > self.most:
            self.most, self.slowest = blocks, sql
        for node in _nodes(plan):
            table = str(node.get("Relation Name", ""))
            if node["Node Type"] == "Seq Scan" and table in _large():
                self.scans.add(table)
            if "Index Name" in node:
                self.indexes.add(str(node["Index Name"]))
            thrown = int(node.get("Rows Removed by Filter", 0)) * int(node.get("Actual Loops", 1))
            if "Index" in node["Node Type"] and table in _large() and thrown > LARGE_SCAN:
                self.scans.add(f"{table} ({node.get('Index Name', 'index')}, {LARGE_SCAN} rows for nothing)")
        return blocks


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


@cache
def _large() -> frozenset[str]:
    """Name the tables that grow and have grown. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s "
            "AND split_part(relname, '_', 1) IN ('flow', 'reports', 'insight', 'notices', 'topics', 'files')",
            [LARGE_ROWS],
        )
        return frozenset(name for (name,) in cursor.fetchall())


@contextmanager
def explaining(plans: Plans) -> Iterator[None]:
    """Explain every statement of what is done inside, which is done as well."""
    _large()  # asked before anything is explained
    read = [0, 0]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not many and sql.lstrip("( ").upper().startswith(("SELECT", "WITH")) and "FOR UPDATE" not in sql:
            read[0] += 1
            read[1] += plans.take(sql, _explained(sql, params))
        return result

    with connection.execute_wrapper(wrapper):
        yield
    plans.statements = max(plans.statements, read[0])
    plans.pages.append(read[1])


def _explained(sql: str, params: Any) -> dict[str, Any]:
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
        found: Any = cursor.fetchone()
    tree = json.loads(found[0]) if isinstance(found[0], str) else found[0]
    plan: dict[str, Any] = tree[0]["Plan"]
    return plan
