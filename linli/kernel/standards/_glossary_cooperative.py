"""The words of a cooperative and of what bodies meet by rule."""

from __future__ import annotations

from typing import Final

COOPERATIVE: Final = """
股份制经济合作社 | cooperative | a village's common property parted into shares | press
股民代表 | delegate | who represents members at the half-yearly meeting | press
成员（股民） | shareholder | a member of the cooperative | press
登记变更 | share_change | a change of the register by a resolution | ours
决议 | resolution | what representatives are asked to resolve | practice
配股办法 | rule_version | the allotment rules from a day on | press
配股比例 | rule_line | so many shares for so much of what is counted (1:3, 1:8) | press
分红方案 | distribution | a sum parted by shares | practice
议事日历 | meeting_rule | that a body meets so often, by which rule of procedure | press
会议记录 | assembly | a meeting that was held, for one period of its rule | press
一份 | portion | what one member gets of a distribution | ours
"""
