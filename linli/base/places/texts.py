"""What people read about refused changes to the map."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.places import mending
from linli.base.places import operations as o
from linli.kernel.refusals import Refusal

PROBLEMS = {
    "overlap": _("两个网格压在一起"),
    "gap": _("有一块地没人管"),
    "outside": _("画到街道外面去了"),
    "not_polygon": _("这不是一块封闭的地"),
    "invalid": _("边界自己打了结"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    o.MapHasProblems: (422, _("网格图还有 %(count)s 处不对，没有发布。地图上已标出来。")),
    o.NotACommunity: (422, _("网格要建在社区下面，“%(unit)s”不是社区。")),
    mending.NotNeighbours: (422, _("“%(grid)s”和“%(to)s”不挨着。地要划给挨着的网格。")),
    o.GridsRunOut: (422, _("“%(unit)s”的 999 个网格编号都用完了。")),
}
