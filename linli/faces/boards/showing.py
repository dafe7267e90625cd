"""From figures to parts: the board's own translation, nothing decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.parts import words
from linli.faces.parts.rates import rate_of
from linli.faces.parts.shapes import (
    Area,
    Bar,
    FlowColumn,
    FlowNode,
    FlowStream,
    Rate,
    Ring,
    Row,
    Rung,
    State,
    Words,
)
from linli.insight import standing
from linli.insight.boards import AreaLoad, Board, Outline
from linli.insight.queries import BehindRow, Figure
from linli.insight.streams import CHANNELS, HANDLERS, STANDINGS, Stream
from linli.pillars.governance.reports.texts import STATES


class Named(Protocol):
    """An area of a map, whatever it is coloured by."""

    @property
    def unit_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def shape(self) -> Mapping[str, Any]: ...


def rate(figure: Figure, url: str) -> Rate:
    """Turn a figure into the part that always shows its fraction."""
    return rate_of(
        figure,
        url,
        more_is_better=figure.indicator.more_is_better,
        trend=figure.trend if len(figure.trend) > 2 else (),
        trend_words=_("近 12 个月"),
    )


def rings(shape: Mapping[str, object]) -> tuple[Ring, ...]:
    """Give the rings of a GeoJSON polygon."""
    coordinates: list[list[list[float]]] = shape["coordinates"]  # type: ignore[assignment]
    polygons: Iterable[list[list[list[float]]]] = (
        coordinates if shape["type"] == "MultiPolygon" else [coordinates]  # type: ignore[assignment]
    )
    return tuple(tuple((x, y) for x, y in ring) for polygon in polygons for ring in polygon)


def _load_words(area: AreaLoad) -> str:
    if area.per_hundred is None:
        return _("%(cases)s 件，没有常住户") % {"cases": area.cases}
    return _("每百户 %(rate)s 件（%(cases)s ÷ %(households)s 户）") % {
        "rate": area.per_hundred,
        "cases": area.cases,
        "households": area.households,
    }


def areas(board: Board) -> list[Area]:
    """Colour each area by its cases per hundred households; each leads to its own board."""
    return [
        Area(
            rings=rings(one.shape),
            name=f"{one.around} {one.name}" if one.around_id != one.unit_id else one.name,
            value=one.per_hundred,
            words=_load_words(one),
            url=board_url(one.unit_id),
            group=one.around,
            yellow=one.yellow,
            red=one.red,
        )
        for one in board.areas
    ]


def outlines(board: Board) -> list[Area]:
    """Outline the units one step below, with their names and their boards; where there is one only, name the areas."""
    return outlines_of(board.outlines, board.areas)


def outlines_of(outlined: Sequence[Outline], areas: Sequence[Named], *, is_fine: bool = True) -> list[Area]:
    """Outline what lies around areas, or, where that is one, the areas themselves; grids (`is_fine`) keep whole names."""
    is_one = len(outlined) == 1 < len(areas)
    named: Sequence[Named] = areas if is_one or not is_fine else outlined
    # Every name on this map ends alike: what differs is enough, and fits.
    endings = {one.name[-2:] for one in named}
    is_short = not is_fine or 1 < len(outlined) < len(areas)
    ending = endings.pop() if len(endings) == 1 < len(named) and is_short else ""
    return [
        Area(
            rings=rings(one.shape),
            name=one.name.removesuffix(ending) or one.name,
            url=board_url(one.unit_id),
        )
        for one in named
    ]


def board_url(unit_id: int) -> str:
    """Give the address of a unit's board."""
    return f"{reverse('boards:today')}?{urlencode({'unit': unit_id})}"


def ladder(board: Board) -> list[Rung]:
    """Show how late work climbs and who watches it."""
    words = (
        (_("快到期"), _("承办人")),
        (_("逾期 1 天内"), _("社区书记")),
        (_("1–3 天"), _("分管副主任")),
        (_("3 天以上"), _("街道主任")),
    )
    return [
        Rung(name, count, who, "yellow" if code == "due_soon" else "red", list_url(board.unit.pk, code))
        for code, count, (name, who) in zip(standing.LADDER, board.told.ladder, words, strict=True)
    ]


def list_url(unit_id: int, code: str, states: Sequence[str] = ()) -> str:
    """Give the list of the cases that a number of the first board counts."""
    asked = {"unit": unit_id, **({"state": list(states)} if states else {})}
    return f"{reverse('boards:cases', args=[code])}?{urlencode(asked, doseq=True)}"


def flow_columns(found: Sequence[Stream], url: Callable[..., str]) -> tuple[FlowColumn, ...]:
    """Name the three ways in which the week's cases are shared; every share leads to its cases."""
    channels = list(dict.fromkeys(stream.channel for stream in found))
    return (
        FlowColumn(
            _("从哪里来"),
            tuple(FlowNode(code, channel_words(code), url(channel=code)) for code in channels),
        ),
        FlowColumn(
            _("由谁办"),
            tuple(FlowNode(code, words, url(handler=code)) for code, (words, _kinds) in HANDLERS.items()),
        ),
        FlowColumn(
            _("办得怎样"),
            tuple(FlowNode(code, words, url(standing=code)) for code, (words, _states) in STANDINGS.items()),
        ),
    )


def channel_words(code: str) -> Words:
    """Give a channel's name; one that has none is told by its code."""
    return CHANNELS.get(code) or code or _("其他")


def flow_streams(found: Sequence[Stream], url: Callable[..., str]) -> tuple[FlowStream, ...]:
    """Turn counted streams into the part's shapes, each with the list behind it."""
    return tuple(
        FlowStream(
            (one.channel, one.handler, one.standing),
            one.count,
            url(channel=one.channel, handler=one.handler, standing=one.standing),
        )
        for one in found
    )


def hot(board: Board, url: Callable[..., str]) -> list[Bar]:
    """Show what is boiling, with the change against the week before in words, each with its cases of the week."""
    found = []
    for i, h in enumerate(board.told.hot):
        change = h.now - h.before
        note = (
            _("比上周多 %(n)s") % {"n": change}
            if change > 0
            else _("比上周少 %(n)s") % {"n": -change}
            if change < 0
            else _("和上周一样")
        )
        found.append(
            Bar(
                words.in_language(h.name, h.name_en) or _("没有分类"),
                h.now,
                figure=_("%(n)s 件") % {"n": h.now},
                note=note,
                is_main=i == 0,
                url=url(topic=h.code),
            )
        )
    return found


MOST_STATES = 6


def states(board: Board) -> list[Bar]:
    """Show open cases by where they stand."""
    merged: dict[str, int] = {}
    codes: dict[str, list[str]] = {}
    for state, count in board.told.open_by_state:
        word = str(STATES[state].word)
        merged[word] = merged.get(word, 0) + count
        codes.setdefault(word, []).append(state)
    named = list(merged.items())
    kept = named if len(named) <= MOST_STATES else named[: MOST_STATES - 1]
    rest = named[len(kept) :]
    shown = [(word, count, codes[word]) for word, count in kept]
    if rest:
        shown.append(
            (_("其他"), sum(n for _word, n in rest), [one for word, _n in rest for one in codes[word]])
        )
    return [
        Bar(word, count, is_main=i == 0, url=list_url(board.unit.pk, "open", found))
        for i, (word, count, found) in enumerate(shown)
    ]


def behind_row(row: BehindRow, at: datetime) -> Row:
    """Turn a case behind a figure into a list row."""
    state = STATES[row.state]
    return Row(
        url=reverse("desk:report", args=[row.number]),
        title=row.title,
        state=State(state.shape, state.word),  # type: ignore[arg-type]
        left=(row.number, row.area, words.when(row.at, at)),
        holder=row.holder,
    )
