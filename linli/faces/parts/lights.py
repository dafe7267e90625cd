"""The light of a key project in words, with every reason: for the desk and for boards."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from linli.faces.parts.shapes import CardColour, Due, State
from linli.pillars.governance.economy.queries import ProjectRow
from linli.pillars.governance.economy.rules import Light
from linli.pillars.governance.economy.texts import LIGHTS, WHY

CARDS: dict[Light, CardColour] = {Light.YELLOW: "yellow", Light.RED: "red"}


def light_of(row: ProjectRow) -> State | Due:
    """Give a project's light in words: a card where it warns, a state where it does not."""
    if row.light in CARDS:
        return Due(LIGHTS[row.light], CARDS[row.light])
    return State("done" if row.light is Light.GREEN else "hold", LIGHTS[row.light])


def reasons_of(row: ProjectRow) -> list[str]:
    """Give every reason for a light."""
    return [str(WHY[why]) % {"n": n} for why, n in row.reasons]


def step_state(due: date, done: date | None, today: date) -> State:
    """Say where a step of a plan stands."""
    if done is not None:
        return State(
            "done", _("按期到了") if done <= due else _("晚了 %(n)s 天到") % {"n": (done - due).days}
        )
    return (
        State("back", _("过了 %(n)s 天") % {"n": (today - due).days})
        if due < today
        else State("new", _("还没到"))
    )


def percent(value: float | None) -> str:
    """Say a share; a dash where there is none."""
    return "—" if value is None else f"{value:g}%"
