"""The light of a key project in words, with every reason: for the desk and for boards."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from linli.faces.parts.shapes import State
from linli.pillars.governance.economy.queries import ProjectRow
from linli.pillars.governance.economy.texts import LIGHTS, SHAPES, WHY


def state_of(row: ProjectRow) -> State:
    """Give a project's light, in words and shape."""
    return State(SHAPES[row.light], LIGHTS[row.light])  # type: ignore[arg-type]


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
