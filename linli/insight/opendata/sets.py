"""The sets there are: what each holds, word for word, and how it is made. A set that is not here cannot be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.places.models import Facility, Grid, GridShape
from linli.insight.circles import queries as circles
from linli.insight.circles.texts import KINDS
from linli.insight.opendata import rules
from linli.kernel.standards import walking
from linli.pillars.governance.reports.models import Report

YEAR: Final = timedelta(days=365)
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a set, as the data dictionary tells it."""

    name: str
    words: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class OpenData:
    """A set that can be published: its columns, whether it lies on a map, and what makes its rows."""

    code: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    make: Callable[[Unit, datetime], list[dict[str, Any]]]
    is_map: bool = False


AREA = Column("area", _("哪里"), _("社区；空着的是全街道"))


def _reports(office: Unit, at: datetime) -> list[dict[str, Any]]:
    """Count what was filed in the year before by community and category. One query."""
    rows = (
        Report.objects.filter(
            case__area__path__startswith=office.path,
            case__filed_at__gte=at - YEAR,
            case__filed_at__lte=at,
            category__isnull=False,
        )
        .values_list("case__area_id", "category__parent__name", "category__name")
        .annotate(n=Count("pk"))
    )
    below = dict(Unit.objects.filter(path__startswith=office.path).values_list("pk", "path"))
    named = {
        unit.pk: unit.name for unit in Unit.objects.filter(parent=office, kind="community", is_active=True)
    }
    counts: dict[rules.Key, int] = {}
    columns: set[str] = set()
    for area, group, leaf, n in rows:
        line = [int(pk) for pk in below.get(area, "").strip("/").split("/") if pk]
        community = next((named[pk] for pk in line if pk in named), "")
        if community:
            column = group or leaf
            columns.add(column)
            counts[community, column] = counts.get((community, column), 0) + n
    shown = rules.shown(sorted(named.values()), sorted(columns), counts)
    return [
        {"area": row, "category": column, "count": shown.cells[row, column]}
        for row in (*shown.rows, rules.TOTAL)
        for column in (*shown.columns, rules.TOTAL)
    ]


def _circles(office: Unit, _at: datetime) -> list[dict[str, Any]]:
    """Tell the share of those who reach each kind of facility near enough, by community; no heads are counted out."""
    out = []
    for kind, need in walking.NEEDS.items():
        found = circles.circle(unit=office, office=office, kind=kind, minutes=need.minutes)
        if found is None:
            continue
        for one in (*found.communities, found.whole):
            few = 0 < one.within < rules.LEAST or 0 < one.without < rules.LEAST or 0 < one.whole < rules.LEAST
            share = None if few or one.percent is None else round(one.percent)
            name = rules.TOTAL if one is found.whole else one.name
            out.append({"area": name, "kind": kind, "minutes": need.minutes, "percent": share})
    return sorted(out, key=lambda row: (row["area"] == rules.TOTAL, row["area"], row["kind"]))


def _facilities(office: Unit, _at: datetime) -> list[dict[str, Any]]:
    """List the public facilities of the kinds that circles know. One query."""
    found = Facility.objects.filter(
        area__path__startswith=office.path, component_code="", ended_on=None, kind__in=KINDS
    ).order_by("kind", "name", "pk")
    return [
        {"name": one.name, "kind": one.kind, "hours": one.hours, "geometry": _point(one.lon, one.lat)}
        for one in found
    ]


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def _grids(office: Unit, _at: datetime) -> list[dict[str, Any]]:
    """Give the grids as they are drawn, with how many households each has. Two queries."""
    shapes = GridShape.objects.filter(valid_until=None, grid__unit__path__startswith=office.path)
    drawn = dict(shapes.values_list("grid_id", "shape"))
    grids = Grid.objects.filter(pk__in=drawn).select_related("unit__parent").order_by("code")
    return [
        {
            "code": one.code,
            "name": one.unit.name,
            "area": str(one.unit.parent or ""),
            "households": None if 0 < one.households_count < rules.LEAST else one.households_count,
            "geometry": drawn[one.pk],
        }
        for one in grids
    ]


NAME = Column("name", _("名称"), _("牌子上的名字"))
SETS: Final[Mapping[str, OpenData]] = {
    each.code: each
    for each in (
        OpenData(
            "reports",
            _("一年来反映的事"),
            _("居民一年里反映了多少件、哪一类、在哪个社区"),
            (
                AREA,
                Column("category", _("类别"), _("事项目录的大类；空着的是合计")),
                Column("count", _("件数"), _("一年里登记的件，到发布那天")),
            ),
            _reports,
        ),
        OpenData(
            "circles",
            _("生活圈"),
            _("各种设施，该走到的时间里有多少人走得到"),
            (
                AREA,
                Column("kind", _("设施"), _("设施的种类")),
                Column("minutes", _("分钟"), _("标准里走到它的时间")),
                Column("percent", _("走得到的占 %"), _("走得到的人 ÷ 用得着它的人，四舍五入到整数")),
            ),
            _circles,
        ),
        OpenData(
            "facilities",
            _("公共设施"),
            _("食堂、卫生站、学校、公园在哪里，几点开门"),
            (
                NAME,
                Column("kind", _("设施"), _("设施的种类")),
                Column("hours", _("开放时间"), _("设施自己报的")),
            ),
            _facilities,
            is_map=True,
        ),
        OpenData(
            "grids",
            _("网格"),
            _("网格的范围和户数"),
            (
                Column("code", _("网格编码"), _("15 位：区 6、街道 3、社区 3、序号 3")),
                NAME,
                AREA,
                Column("households", _("户数"), _("登记的户数")),
            ),
            _grids,
            is_map=True,
        ),
    )
}
