"""What people read about refused changes to the map."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.base.places import footways, mending
from linli.base.places import operations as o
from linli.base.places.candidates import Question, Reason
from linli.base.places.lexicon import Rule
from linli.kernel.refusals import Refusal

PROBLEMS = {
    "overlap": _("两个网格压在一起"),
    "gap": _("有一块地没人管"),
    "outside": _("画到街道外面去了"),
    "not_polygon": _("这不是一块封闭的地"),
    "invalid": _("边界自己打了结"),
}

RULES = {
    Rule.NAME: _("名字对得上"),
    Rule.ALIAS: _("也这么叫"),
    Rule.ADDRESS: _("路名和门牌对得上"),
    Rule.SHORT: _("省了后半截的叫法"),
    Rule.BRANCH: _("几家店同名"),
    Rule.SOUND: _("同音字"),
    Rule.TYPO: _("差一个字"),
    Rule.PART: _("名字里有这几个字"),
    Rule.BUILDING: _("楼号对得上"),
    Rule.CROSSING: _("两条路的路口"),
    Rule.ROAD: _("在说到的这条路上"),
    Rule.COMMUNITY: _("在说到的社区里"),
    Rule.NEARBY: _("离说到的地方最近"),
    Rule.POINT: _("离所在的位置最近"),
}
"""Why words are taken for a place."""

QUESTIONS = {
    Question.NONE: "",
    Question.WHICH: _("说的可能是这几处，请选一处。"),
    Question.CONFLICT: _("说的地方和地图上点的不是一处，请选一处。"),
    Question.ROAD: _("只说了路名，请说在路的哪一段、靠近哪里。"),
    Question.SURE: _("说的是这里吗？"),
    Question.UNKNOWN: _("没有说到认得的地方。"),
}
"""What is asked when no place is certain."""


def why(reasons: Iterable[Reason]) -> str:
    """Say in words why a place is proposed; nothing where it was simply named."""
    rules = dict.fromkeys(reason.rule for reason in reasons)
    return "·".join(str(RULES[rule]) for rule in rules if rule not in (Rule.NAME, Rule.BUILDING))


REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    o.MapHasProblems: (422, _("网格图还有 %(count)s 处不对，没有发布。地图上已标出来。")),
    o.NotACommunity: (422, _("网格要建在社区下面，“%(unit)s”不是社区。")),
    mending.NotNeighbours: (422, _("“%(grid)s”和“%(to)s”不挨着。地要划给挨着的网格。")),
    o.GridsRunOut: (422, _("“%(unit)s”的 999 个网格编号都用完了。")),
    footways.NotAMap: (422, _("这不是 .osm 地图，也不是 GeoJSON，读不出路来。")),
    footways.PackedMap: (422, _("这是压缩的 .pbf，先转成 .osm 再收（osmium cat 就可以）。")),
    footways.NoWays: (422, _("里面没有一条能走人的路。")),
    footways.TooManyWays: (422, _("路超过 %(most)s 条，先裁成一个街道的范围。")),
    footways.WaysElsewhere: (422, _("这些路都不在本街道，也不挨着。")),
    footways.NoPeople: (422, _("没有读到网格和各年龄的人数。第一行写“网格”和年龄段，照模板填。")),
}
