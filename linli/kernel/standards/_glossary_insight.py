"""The rows of the glossary about circles on foot and open data."""

from __future__ import annotations

from typing import Final

INSIGHT: Final = """
步行路网 | foot_network | the ways on foot of an office and how fast people walk there | ours
步行的路 | footway | a line that people walk: street, path, crossing, stairs | ours
分年龄人数 | people_count | how many people of an age live in a grid, a count without names | ours
开放数据集 | open_set | a set of figures or places shown to everybody, as it was on a day | ours
生活圈 / 党建圈 | life_circle | what is reached on foot in so many minutes | press
"""
