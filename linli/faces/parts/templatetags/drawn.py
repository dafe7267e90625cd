"""Maps and charts that the server draws as SVG; no script, no style attribute. ``{% load drawn %}``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _

from linli.faces.parts import flowing, svg
from linli.faces.parts.naming import WIDTH, Label, cards_of, names_of
from linli.faces.parts.shapes import (
    Area,
    Bar,
    FlowColumn,
    FlowStream,
    Layer,
    Place,
    Point,
    Rate,
    Rung,
    Shade,
    Words,
)

register = template.Library()

PLACE_BOX = (250, 150)


@dataclass(frozen=True, slots=True)
class Drawn:
    path: str
    klass: str
    title: str = ""
    url: str = ""


@register.inclusion_tag("parts/map.html")
def map(of: Place, label: Words = "") -> dict[str, Any]:
    """One place: a pin and the outline of its grid. Without a point it says so in words."""
    width, height = PLACE_BOX
    here = [area for area in of.areas if area.is_here]
    points = [point for area in here for ring in area.rings for point in ring]
    if of.lon is not None and of.lat is not None:
        points.append((of.lon, of.lat))
    if not points:
        return {"place": of, "is_empty": True}
    if not here:
        lon, lat = points[0]
        points += [(lon - 0.0012, lat - 0.0009), (lon + 0.0012, lat + 0.0009)]
    frame = svg.fit(points, width=width, height=height, margin=26)
    pin = frame.xy(of.lon, of.lat) if of.lon is not None and of.lat is not None else None
    return {
        "place": of,
        "label": label or _("位置示意图"),
        "width": width,
        "height": height,
        "areas": [
            Drawn(frame.path(area.rings), "m2" if area.is_here else "m1", str(area.name)) for area in of.areas
        ],
        "here": [frame.path(area.rings) for area in here],
        "buildings": [frame.path([ring]) for ring in of.buildings],
        "pin": {"x": pin[0], "y": pin[1]} if pin else None,
    }


@register.inclusion_tag("parts/choropleth.html")
def choropleth(
    areas: Sequence[Area],
    title: Words,
    formula: Words = "",
    outlines: Sequence[Area] = (),
    with_table: bool = True,
    shades: Sequence[Shade] | None = None,
    blank: Words = "",
) -> dict[str, Any]:
    """Grids in five classes of one hue and a texture each, with small yellow and red cards, a legend and a table.

    Equal steps at round figures, or the classes that are given; ``blank`` says what an area without a value means.
    """
    points = [point for area in areas for ring in area.rings for point in ring]
    if not points:
        return {"title": title, "is_empty": True}
    width, height = svg.box_for(points, width=WIDTH, flattest=1.7, tallest=1.1)
    frame = svg.fit(points, width=width, height=height, margin=16)
    limits = svg.classes([area.value or 0 for area in areas])
    legend = _legend(limits)
    if shades is not None:
        limits = tuple(one.least for one in shades[1:])
        legend = [{"look": f"m{index}", "words": one.words} for index, one in enumerate(shades, start=1)]
    if any(area.value is None for area in areas):
        legend.append({"look": "m0", "words": blank or _("没有数")})
    cards = [card for area in areas if area.rings for card in cards_of(frame, area)]
    return {
        "title": title,
        "formula": formula,
        "width": width,
        "height": height,
        "areas": [
            Drawn(
                frame.path(area.rings),
                f"m{svg.class_of(area.value, limits)}",
                f"{area.name} {area.words}".strip(),
                area.url,
            )
            for area in areas
        ],
        "outlines": [frame.path(area.rings) for area in outlines],
        "names": names_of(frame, outlines or areas, cards),
        "cards": cards,
        "legend": legend,
        "table": areas if with_table else (),
        "has_links": any(area.url for area in areas),
        "has_cards": any(area.yellow or area.red for area in areas),
    }


@register.inclusion_tag("parts/layers.html")
def layers(of: Sequence[Layer], title: Words) -> dict[str, Any]:
    """A map of layers, the first at the bottom; areas with words are written on, the table is the page's own."""
    areas = [area for layer in of for area in layer.areas]
    points = [point for area in areas for ring in area.rings for point in ring]
    points += [point for layer in of for line in layer.lines for point in line]
    points += [(dot.lon, dot.lat) for layer in of for dot in layer.dots]
    if not points:
        return {"title": title, "is_empty": True}
    width, height = svg.box_for(points, width=WIDTH, flattest=1.9, tallest=0.95)
    frame = svg.fit(points, width=width, height=height, margin=16)
    named = [area for area in areas if area.name and area.rings]
    names = names_of(frame, named, ())
    return {
        "title": title,
        "width": width,
        "height": height,
        "layers": [_layer(frame, layer) for layer in of],
        "names": [{"label": label, "words": area.words} for label, area in zip(names, named, strict=True)],
        "legend": [layer for layer in of if layer.words],
    }


def _layer(frame: svg.Frame, layer: Layer) -> dict[str, Any]:
    places = [(frame.xy(dot.lon, dot.lat), dot) for dot in layer.dots]
    return {
        "look": layer.look,
        "areas": [
            Drawn(frame.path(area.rings), layer.look, f"{area.name} {area.words}".strip(), area.url)
            for area in layer.areas
        ],
        "line": "".join(frame.line(line) for line in layer.lines),
        "dots": [Label(x, y, str(dot.name), url=dot.url) for (x, y), dot in places],
    }


def _legend(limits: Sequence[float]) -> list[dict[str, Words]]:
    if not limits:
        return []
    words = [_("不到 %(bound)s") % {"bound": f"{limits[0]:g}"}]
    words += [f"{low:g}–{high:g}" for low, high in pairwise(limits)]
    words.append(_("%(bound)s 以上") % {"bound": f"{limits[-1]:g}"})
    return [{"look": f"m{index}", "words": word} for index, word in enumerate(words, start=1)]


@register.inclusion_tag("parts/bars.html")
def bars(of: Sequence[Bar], label: Words = "", whole: float | None = None) -> dict[str, Any]:
    """Bars from zero, each with its number; one may be pine, the rest are pale."""
    top = whole or max((bar.value for bar in of), default=0) or 1
    return {
        "label": label,
        "bars": [{"bar": bar, "width": round(200 * min(bar.value / top, 1), 1)} for bar in of],
    }


@register.inclusion_tag("parts/spark.html")
def spark(values: Sequence[float], words: Words = "") -> dict[str, Any]:
    """A way without an axis; ``words`` name its span."""
    if len(values) < 2:
        return {"path": ""}
    path, x, y = svg.spark(values)
    return {"path": path, "x": x, "y": y, "words": words}


WAY_BOX = (420, 190)
WAY_LEFT, WAY_FOOT = 44, 28


@register.inclusion_tag("parts/way.html")
def way(of: Sequence[Point], label: Words = "") -> dict[str, Any]:
    """A line over time from zero, each point with its label; a table beside it says the same."""
    width, height = WAY_BOX
    top = svg.top_of([one.value for one in of if one.value is not None])
    step = (width - WAY_LEFT - 16) / max(len(of) - 1, 1)
    floor = height - WAY_FOOT
    spots = [
        (
            round(WAY_LEFT + index * step, 1),
            None if one.value is None else round(floor - one.value / top * (floor - 14), 1),
        )
        for index, one in enumerate(of)
    ]
    points = [
        {"x": x, "y": y, "point": one, "is_named": len(of) < 8 or (len(of) - 1 - index) % 2 == 0}
        for index, (one, (x, y)) in enumerate(zip(of, spots, strict=True))
    ]
    lines = [{"y": round(floor - part * (floor - 14), 1), "words": f"{top * part:g}"} for part in (0, 0.5, 1)]
    box = {"width": width, "height": height, "left": WAY_LEFT, "right": width - 8, "foot": height - 8}
    return {"points": points, "path": svg.broken(spots), "lines": lines, "label": label, **box}


@register.inclusion_tag("parts/rate.html")
def rate(of: Rate) -> dict[str, Any]:
    """A rate with its fraction, what was left out, and a link to the cases behind it."""
    change = of.change
    words = of.before_words
    if change is not None and not words:
        words = (
            _("和上期一样")
            if change == 0
            else (_("比上期高 %(points)s 点") if change > 0 else _("比上期低 %(points)s 点"))
            % {"points": f"{abs(change):g}"}
        )
    return {"rate": of, "change": words, "rose": (change or 0) > 0}


LADDER_BOX = (474, 214)
LINE, FITS = 25, 12
"""The height of a line of words under a rung, and the letters that fit into its breadth."""


@register.inclusion_tag("parts/ladder.html")
def ladder(of: Sequence[Rung], label: Words = "") -> dict[str, Any]:
    """How late work climbs: one column a rung, higher and redder; the words say who watches it."""
    width, height = LADDER_BOX
    count = max(len(of), 1)
    gap, floor = 8, 204
    column = (width - gap * (count - 1)) / count
    step = (floor - 70 - 8) / max(count - 1, 1)
    under = [[wrap(str(words), FITS) or [""] for words in (rung.name, rung.who)] for rung in of]
    # Who watches stands on one line for all rungs, below the longest name.
    longest = [max((len(rung[part]) for rung in under), default=1) for part in (0, 1)]
    rungs = []
    for index, rung in enumerate(of):
        tall = 70 + step * index
        # Nobody on a rung is good news and looks like it.
        kind = "c-y" if rung.card == "yellow" else ("c-r" if index == count - 1 else "c-rt")
        kind = kind if rung.count else "c-none"
        rungs.append(
            {
                "rung": rung,
                "klass": kind,
                "ink": {"c-y": "ony", "c-r": "onr", "c-none": "t2"}.get(kind, ""),
                "x": round(index * (column + gap) + 1, 1),
                "middle": round(index * (column + gap) + column / 2, 1),
                "y": round(floor - tall, 1),
                "figure_y": round(floor - tall + 44, 1),
                "width": round(column - 2, 1),
                "height": round(tall, 1),
                "names": [(floor + 3 + LINE * (i + 1), line) for i, line in enumerate(under[index][0])],
                "whos": [
                    (floor + 3 + LINE * (longest[0] + i + 1), line) for i, line in enumerate(under[index][1])
                ],
            }
        )
    said = "；".join(f"{rung.name} {rung.count}，{rung.who}" for rung in of)
    return {
        "rungs": rungs,
        "has_links": any(rung.url for rung in of),
        "label": label or said,
        "width": width,
        "height": height + LINE * sum(longest),
    }


@register.inclusion_tag("parts/live_map.html")
def live_map(
    cases_url: str = "", shapes_url: str = "", bounds: str = "", label: Words = ""
) -> dict[str, Any]:
    """The desk's and the boards' map of cases. Without WebGL it says so; a list of the same belongs below it.

    ``cases_url`` answers GeoJSON points for an added ``bbox=w,s,e,n`` (properties: number, title, url, state,
    card; ``total`` beside ``features``); ``shapes_url`` answers polygons (kind, name, words, url, level 1–5).
    """
    return {
        "cases_url": cases_url,
        "shapes_url": shapes_url,
        "bounds": bounds,
        "label": label or _("地图：案件和网格"),
    }


@register.inclusion_tag("parts/grid_editor.html")
def grid_editor(field: BoundField, shapes_url: str, check_url: str, grid: str = "") -> dict[str, Any]:
    """Draws and mends grids. ``field`` is a hidden one that gets the changed grids as GeoJSON.

    ``shapes_url`` answers GeoJSON polygons (kind "grid" with id and name are edited, the rest lies below);
    ``check_url`` takes the changed ones and answers ``{"problems": [{"kind", "geometry", "words"}]}``.
    """
    return {
        "field": field,
        "shapes_url": shapes_url,
        "check_url": check_url,
        "grid": grid,
    }


FLOW_BOX = (800, 220)


@register.inclusion_tag("parts/flow.html")
def flow(
    columns: Sequence[FlowColumn],
    streams: Sequence[FlowStream],
    label: Words = "",
    size: tuple[int, int] = FLOW_BOX,
) -> dict[str, Any]:
    """Where it comes from, who handles it, how it ends: bars and bands of one scale, and the same as a table."""
    width, height = size
    names = [{node.code: node.name for node in column.nodes} for column in columns]
    few = flowing.fold(columns, streams, most=5, rest=_("其他"))
    drawn = flowing.lay_out(*few, width=width, height=height, line=24, side=200)
    return {
        "label": label,
        "width": width,
        "height": height,
        "flow": drawn,
        "bar": flowing.BAR,
        "has_links": any(box.url for box in drawn.boxes),
        "heads": [column.name for column in columns],
        "rows": [
            {"names": [name[code] for name, code in zip(names, stream.codes, strict=True)], "stream": stream}
            for stream in streams
        ],
    }
