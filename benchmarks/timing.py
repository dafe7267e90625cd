"""A measured thing, and a table of them."""

import statistics
from dataclasses import dataclass


@dataclass
class Timed:
    """How long something took; `rps` where many asked at once."""

    name: str
    count: int
    p50_ms: float
    p95_ms: float
    rps: float | None = None
    queries: int | None = None
    kb: float | None = None


def timed(name: str, seconds: list[float], **more: float | int | None) -> Timed:
    """Return the middle and the slow end of `seconds`."""
    ms = sorted(1000 * one for one in seconds)
    return Timed(
        name, len(ms), round(statistics.median(ms), 1), round(ms[int(0.95 * (len(ms) - 1))], 1), **more
    )  # type: ignore[arg-type]


def table(rows: list[Timed]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | n | p50 ms | p95 ms | rps at 8 | queries | KB |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        cells = (row.name, row.count, row.p50_ms, row.p95_ms, row.rps, row.queries, row.kb)
        lines.append("| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |")
    return "\n".join(lines)
