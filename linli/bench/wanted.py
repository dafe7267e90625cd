"""Which indexes a read must use where there are many cases: what is not here finds its rows by reading what grows.

Only those without which a page would get slower by the year; "a|b" says that either is as good, for whoever plans. A name
that no index has is found by a test, a page that stops using one by `linli bench reads` on a large city.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

MANY: Final = 500_000
"""From so many cases on plans are asserted: of few, reading all is often the better plan. Ours to choose."""

INDEXES: Final[dict[str, tuple[str, ...]]] = {
    "inbox": ("case_open_reach",),
    "inbox: everything, newest first": ("case_reach|case_filed", "flow_case_pkey"),
    "inbox: everything, due first": ("case_open_office_due|case_open_reach", "case_reach", "flow_case_pkey"),
    "inbox: a page of long ago": ("case_reach|case_filed", "flow_case_pkey"),
    "case": ("flow_case_number_key", "step_once", "flow_stepwords_pkey", "reports_report_pkey"),
    "case: around it": ("case_area_filed", "case_open_lonlat|case_point", "case_solved"),
    "map: view port": ("case_open_lonlat|case_point",),
    "map: view port of all years": ("case_point",),
    "nearby, resident": ("case_open_lonlat|case_point", "case_area_filed"),
    "nearby, by telephone": ("case_open_lonlat|case_point", "case_area_filed"),
    "search: number": ("flow_case_number_key",),
    "search: telephone": ("reporter_phone",),
    "search: place": ("case_words",),
    "search: words": ("case_words",),
    "search: everything, a building": ("name_words",),
    "search: everything, first letters": ("name_words",),
    "search: everything, one word": ("name_words",),
    "search: everything, a number": ("name_words",),
    "board: subdistrict": (
        "fact_once", "case_respond_by", "callback_at", "case_closed", "case_area_filed|case_filed", "case_open_reach",
    ),
    "board: behind a rate": ("fact_once", "case_respond_by"),
    "board: behind the flow": ("case_area_filed|case_filed",),
    "board: cases in hand": ("case_open_reach|case_area_filed",),
    "board: hot topics": ("case_area_filed|case_filed",),
    "board: district": ("fact_once", "case_respond_by", "callback_at"),
    "board: city": ("fact_once", "case_respond_by", "callback_at"),
    "board: coloured map": ("case_area_filed|case_filed",),
    "board: coloured map, a rate": ("case_respond_by",),
    "board: coloured map of a city": ("case_area_filed|case_filed",),
    "board: comparison": ("case_area_filed|case_filed",),
    "board: comparison of a month": ("case_area_filed|case_filed",),
    "board: behind a figure of a year": ("case_area_filed|case_filed",),
    "board: figures": ("insight_keptfigures_pkey",),
    "board: the wall": ("case_area_filed|case_filed",),
    "board: the wall, comparison": ("case_area_filed|case_filed",),
    "rates, any ground and span": ("fact_once", "case_respond_by", "callback_at"),
    "public list": ("report_published",),
    "public map": ("case_point|report_published",),
    "Open311 requests": ("flow_case_pkey|case_filed|report_published",),
}  # fmt: skip


def missing(name: str, used: Collection[str]) -> list[str]:
    """List the indexes that a read should have used and did not."""
    return [one for one in INDEXES.get(name, ()) if not set(one.split("|")) & set(used)]
