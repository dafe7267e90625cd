"""What people read about a proposal: where a line runs and why there, and why a grid is out of its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from linli.insight.division.rules import Border, Limits, Stretch, Why

MOSTLY: Final = 0.7
SHOWN: Final = 3
LEAST_SHARE: Final = 0.12
"""A stretch shorter than this share of its border is not told."""


def why_outside(why: Why | None, limits: Limits) -> str:
    """Say why a grid has fewer or more households than it should."""
    told = {"least": f"{limits.least:g}", "most": f"{limits.most:g}"}
    return {
        None: "",
        Why.FEW: _("这一片总共不到 %(least)s 户"),
        Why.ONE_BUILDING: _("里面有一栋楼就超过 %(most)s 户，楼不能拆开"),
        Why.NO_COUNT: _("这么多户怎么分都落不进 %(least)s–%(most)s 户"),
        Why.CHOSEN: _("按选定的网格数分不进 %(least)s–%(most)s 户"),
        Why.UNFOUND: _("整栋整栋地分，没有找到更合适的分法"),
    }[why] % told


class Telling:
    """Says where borders run and why, by the names of a community's compounds and grids."""

    def __init__(
        self,
        compounds: Mapping[int, str],
        homes: Mapping[int, float],
        limits: Limits,
        households: Sequence[float],
        names: Sequence[str],
    ) -> None:
        self.compounds = compounds
        self.homes = homes
        self.limits = limits
        self.households = households
        self.names = names

    def where(self, border: Border) -> str:
        """Say along what two grids part, the longest stretch first."""
        told = [s for s in border.stretches if s.length_m >= LEAST_SHARE * border.length_m] or [
            border.stretches[0]
        ]
        words = [self._stretch(each) for each in told[:SHOWN]]
        return _("，").join(dict.fromkeys(words))

    def _stretch(self, each: Stretch) -> str:
        metres = f"{round(each.length_m / 10) * 10:,.0f}" if each.length_m >= 10 else f"{each.length_m:.0f}"
        names = [self.compounds[pk] for pk in each.compounds]
        if each.kind == "road":
            return _("沿%(road)s分开（%(m)s 米）") % {"road": each.road, "m": metres}
        if each.kind == "inside":
            return _("从%(name)s里面两栋楼之间分开（%(m)s 米）") % {"name": names[0], "m": metres}
        if len(names) > 1:
            told = {"one": names[0], "other": names[1], "m": metres}
            return _("从%(one)s和%(other)s之间分开（%(m)s 米）") % told
        if names:
            return _("沿%(name)s的边分开（%(m)s 米）") % {"name": names[0], "m": metres}
        return _("沿楼和楼之间的空地分开（%(m)s 米）") % {"m": metres}

    def why(self, border: Border) -> str:
        """Say why there: it is so today, a street parts them, a compound is too large, or one side would be too large."""
        inside = [s for s in border.stretches if s.kind == "inside"]
        for each in inside:
            homes = self.homes.get(each.compounds[0], 0.0)
            if homes > self.limits.most:
                told = {"name": self.compounds[each.compounds[0]], "n": f"{homes:,.0f}"}
                return _("因为%(name)s有 %(n)s 户，一个网格放不下") % {**told}
        if border.today >= MOSTLY:
            return _("因为现在的网格就在这里分开")
        roads = [s for s in border.stretches if s.kind == "road"]
        if roads and sum(s.length_m for s in roads) >= border.length_m / 2:
            widest = max(roads, key=lambda s: (s.width_m, s.length_m))
            told = {"road": widest.road, "m": f"{widest.width_m:g}"}
            return _("因为%(road)s宽 %(m)s 米，网格员不用来回过街") % told
        both = self.households[border.one] + self.households[border.other]
        if both > self.limits.most:
            told = {"n": f"{both:,.0f}", "most": f"{self.limits.most:g}"}
            if inside:
                return _("因为两边合起来有 %(n)s 户，超过 %(most)s 户；从这里分，两边的工作量才差不多") % told
            return _("因为两边合起来有 %(n)s 户，超过 %(most)s 户；这里是小区的边，不拆小区") % told
        return _("因为这样分，两边的工作量差不多")
