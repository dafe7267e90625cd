"""How many households a general grid holds (综合网格), and what a proposal weighs where no rule speaks."""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "舟山市网格化服务管理条例",
    "第九条：综合网格一般按常住户数三百户至五百户划分",
    "http://jianbiaoku.com/webarbs/book/171520/4858477.shtml",
    date(2026, 11, 21),
    "The page does not show its title; known by its chapters. More households are allowed where a place is simple.",
)
LEAST_HOUSEHOLDS: Final = 300
MOST_HOUSEHOLDS: Final = 500

WEIGHT_SOURCE: Final = local_choice(
    "No rule says what weighs more when a line is drawn. People first: like work for each grid; then streets and walls of "
    "compounds before lines between two houses; then as few homes as possible that get another grid worker."
)
ROOM: Final = 0.92
"""How full the mean grid may be when the number of grids is proposed: some room to grow before the next redrawing."""
WORK_WEIGHT: Final = 48.0
HOMES_WEIGHT: Final = 32.0
LINE_WEIGHT: Final = 1.0
CHANGE_WEIGHT: Final = 0.6
ROUND_WEIGHT: Final = 12.0

MAIN_ROAD_M: Final = 20.0
LINE_COST: Final = {"main": 0.25, "road": 0.45, "wall": 1.0, "inside": 3.0}
"""What a metre of a line costs: along a street of 20 m and more, along a lane, between two compounds, inside one."""
