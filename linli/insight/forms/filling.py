"""Filling a form for somebody: every blank gets a value with its origin, a proposal with its doubt, or a question.

Reads alone. What may not be known, is not known, or does not fit the words of the form is asked; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linli.base.orgs.roles import UnitKind
from linli.insight.forms import lists, sources
from linli.insight.forms.given import LEVELS, NEVER, Circumstances, shown
from linli.insight.forms.rules import sums
from linli.insight.forms.rules.filled import Filled, ListFilled, State, names_of, words_of
from linli.insight.forms.rules.meaning import Bag
from linli.insight.forms.rules.plain import folded
from linli.insight.forms.rules.slots import Where
from linli.insight.forms.rules.wanting import (
    Label,
    Understood,
    Want,
    What,
    day_words,
    period_words,
    understand,
)
from linli.insight.forms.sources import Ask, Figure, Tally, Whose
from linli.kernel.clock import local


@dataclass(frozen=True, slots=True)
class Result:
    """A form filled."""

    title: Bag
    cells: tuple[Filled, ...]
    lists: tuple[ListFilled, ...]
    disagreeing: tuple[tuple[str, str, str], ...]
    """Where a total is not the sum of its parts: address, what it says, what they make."""


def fill(given: Circumstances) -> Result:
    """Fill a form. One query for each figure and time that it asks for, one or two for each list."""
    grounds = given.grounds()
    mapping = given.mapping or {}
    found = lists.recognised(given, grounds)
    taken = lists.taken(given, found)
    understood = understand(
        given.layout, grounds, sources.CONCEPTS, period=given.period, mapping=mapping, taken=taken
    )
    cells = _figures(given, understood)
    cells |= lists.looked_up(given, found, grounds)
    for address, total in sums.summed(understood.wants, cells).items():
        cells[address] = replace(
            cells[address], value=total, state=State.CHECK.value, by="sum", why="", doubts=(("sum", ""),)
        )
    _said(given, cells)
    wrong = sums.disagreeing(given.layout, cells)
    for address, (_said_value, made) in wrong.items():
        if address in cells:
            cells[address] = cells[address].doubted("sum_differs", made)
    order = {slot.address: n for n, slot in enumerate(given.layout.slots)}
    told = tuple((address, said, made) for address, (said, made) in wrong.items())
    listed = tuple(lists.filled(given, one) for one in found if not one.is_lookup)
    return Result(
        understood.title,
        tuple(sorted(cells.values(), key=lambda c: order.get(c.address, 0))),
        listed + lists.unknown(given, found),
        told,
    )


# ------------------------------------------------------------ figures and labels


def _figures(given: Circumstances, understood: Understood) -> dict[str, Filled]:
    names = names_of(given.layout.slots)
    asks: list[Ask] = [
        (w.code, w.period) for w in understood.wants if w.what is What.FIGURE and not _shut(given, w)
    ]
    tallies = sources.read(asks, office=given.ground, at=given.at)
    return {
        want.slot.address: _cell(given, want, names[want.slot.address], tallies) for want in understood.wants
    }


def blank(want: Want, name: str) -> Filled:
    """Give a cell with nothing in it yet."""
    slot = want.slot
    nth = slot.nth if slot.where in (Where.INSIDE, Where.LINE) else None
    return Filled(
        slot.address, slot.table, slot.row, slot.col, nth, name, want.key, words_of(slot), State.ASK.value
    )


def _cell(given: Circumstances, want: Want, name: str, tallies: Mapping[Ask, Tally]) -> Filled:
    cell = blank(want, name)
    match want.what:
        case What.LEAVE:
            return replace(cell, state=State.LEAVE.value)
        case What.LABEL:
            return _label(given, want, cell)
        case What.FIGURE:
            if why := _shut(given, want):
                return replace(
                    cell,
                    why=why,
                    by=f"figure:{want.code}",
                    about=_who(given, want),
                    whose=_of(want).whose.value,
                )
            return _counted(given, want, cell, tallies[want.code, want.period])
        case _:
            never = next((code for words, code in NEVER.items() if words in cell.words), "")
            return replace(cell, why=never or want.why, about=want.about)


def _of(want: Want) -> Figure:
    return sources.FIGURES[want.code]


def _shut(given: Circumstances, want: Want) -> str:
    """Say why a figure is not to be had: no time to count it in, too small a ground, not theirs to know."""
    figure = _of(want)
    if figure.is_flow and want.period is None:
        return "period"
    units = [given.units.get(pk) for pk in want.grounds]
    if any(unit is None or LEVELS.get(unit.kind, 0) < LEVELS[figure.level] for unit in units):
        return "too_small"
    if not all(given.reached.covers(figure.whose, unit) for unit in units if unit is not None):
        return "party" if figure.whose is Whose.PARTY else "not_yours"
    return ""


def _who(given: Circumstances, want: Want) -> str:
    """Say whom to ask for a figure that somebody else may know."""
    unit = given.units.get(want.grounds[0]) if want.grounds else None
    return str(unit or given.ground)


def _counted(given: Circumstances, want: Want, cell: Filled, tally: Tally) -> Filled:
    figure, slot = tally.figure, want.slot
    units = [given.units[pk] for pk in want.grounds]
    reading = tally.over(units)
    doubts = list(want.doubts)
    if tally.is_past_unknown:
        doubts.append(("past", ""))
    if figure.doubt == "partly" and reading.above < reading.below:
        doubts.append(("partly", str(reading.below - reading.above)))
    elif figure.doubt in ("formula", "people") and want.key not in (given.mapping or {}):
        doubts.append((figure.doubt, ""))
    period = (
        (want.period.start.isoformat(), want.period.last.isoformat())
        if want.period and figure.is_flow
        else None
    )
    made = replace(
        cell, by=f"figure:{want.code}", grounds=want.grounds, period=period, above=reading.above, below=reading.below,
        at=tally.at.isoformat(timespec="minutes"), whose="" if figure.whose is Whose.GROUND else figure.whose.value,
    )  # fmt: skip
    if reading.value is None:
        return replace(made, state=State.ASK.value, why="no_base")
    value = shown(
        reading.value,
        figure,
        slot.unit or "",
        is_percent=slot.is_percent,
        head="".join(slot.above + slot.beside),
    )
    return replace(made, value=value, state=sums.state_of(doubts), doubts=tuple(doubts))


def _label(given: Circumstances, want: Want, cell: Filled) -> Filled:
    today = local(given.at).date()
    value: str = ""
    doubts: tuple[tuple[str, str], ...] = ()
    match Label(want.code):
        case Label.UNIT:
            value = given.ground.name
            wants_community = "社区" in cell.words and given.ground.kind != UnitKind.COMMUNITY
            if wants_community and "街道社区" not in cell.words:
                return replace(cell, why="too_small", about=str(given.ground))
        case Label.DAY:
            value = day_words(today)
        case Label.AS_OF:
            last = given.period.last if given.period and given.period.last < today else today
            value = day_words(last)
        case Label.PERIOD:
            if given.period is None:
                return replace(cell, why="period")
            value = period_words(given.period)
        case Label.FILLER:
            value = given.filler
    if not value:
        return cell
    return replace(
        cell,
        value=value,
        state=sums.state_of(doubts),
        by=f"label:{want.code}",
        doubts=doubts,
        at=given.at.isoformat(timespec="minutes"),
    )


def _said(given: Circumstances, cells: dict[str, Filled]) -> None:
    """Put in what people typed: this time as it stands, of the last time as a proposal where nothing else is known."""
    for address, cell in cells.items():
        typed = (given.answers or {}).get(cell.name)
        before = (given.last or {}).get(cell.name)
        if typed is not None and cell.why not in NEVER.values():
            value, who = typed
            cells[address] = replace(
                cell,
                value=_typed(folded(value) if value.strip().isascii() else value),
                state=State.SURE.value,
                by="answer",
                who=who,
                why="",
                doubts=(),
            )
        elif (
            before is not None
            and cell.state == State.ASK
            and not cell.value
            and cell.why not in (*NEVER.values(), "not_yours")
        ):
            value, who = before
            cells[address] = replace(
                cell,
                value=_typed(value),
                state=State.CHECK.value,
                by="last",
                who=who,
                doubts=(("last", who),),
            )


def _typed(text: str) -> str | int | float:
    plain = text.strip()
    if (
        plain.isascii()
        and plain.isdigit()
        and len(plain) < 12
        and (plain == "0" or not plain.startswith("0"))
        and len(plain) < 9
    ):
        return int(plain)
    whole, dot, part = plain.partition(".")
    if dot and whole.isascii() and whole.isdigit() and part.isascii() and part.isdigit() and len(plain) < 14:
        return float(plain)
    return plain
