"""The year's indicators and the key projects on a board: how far, which light and why; each leads to the desk's page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.faces.boards import figures, showing
from linli.faces.boards.guards import BoardRequest, board_around
from linli.faces.parts import lights
from linli.faces.parts.shapes import Bar, Rate
from linli.kernel import clock
from linli.pillars.governance.economy import policies, queries
from linli.pillars.governance.economy.queries import TargetRow
from linli.pillars.governance.economy.rules import Light


def _rate(row: TargetRow) -> Rate:
    """Show how far a target is reached, with both its numbers."""
    latest = row.latest
    return Rate(
        name=str(row.target.get_what_display()),
        numerator=latest.amount_wan if latest else 0,
        denominator=row.target.amount_wan if latest else 0,
        numerator_words=_("累计完成（万元）"),
        denominator_words=_("年度目标（万元）"),
        window=_("1–%(n)s 月") % {"n": latest.until_month} if latest else "",
        left_out=latest.source if latest else "",
    )


@board_around
def projects(request: BoardRequest) -> HttpResponse:
    """Show indicators and projects of the ground, for who reads them. At most twelve queries."""
    if not policies.sees_any(request.actor):
        raise Http404
    unit = figures.ground_of(request)
    today = clock.local(request.at).date()
    targets = queries.targets_of(actor=request.actor, year=today.year, ground=unit.path)
    rows = queries.projects_of(actor=request.actor, today=today, ground=unit.path)
    counts = {light: sum(row.light is light for row in rows) for light in Light}
    context = {
        "unit": unit,
        "year": today.year,
        "rates": [_rate(row) for row in targets],
        "rows": [(row, lights.light_of(row), lights.reasons_of(row), _money(row)) for row in rows],
        "red": counts[Light.RED],
        "yellow": counts[Light.YELLOW],
        "green": counts[Light.GREEN],
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/projects.html", context)


def _money(row: queries.ProjectRow) -> list[Bar]:
    """Show money against time: both as shares of the whole."""
    return [
        Bar(
            _("投资"),
            row.completion or 0.0,
            figure=lights.percent(row.completion),
            note=f"{row.spent:,} ÷ {row.project.total_wan:,}",
            is_main=True,
        ),
        Bar(_("时间"), row.time_passed, figure=lights.percent(row.time_passed)),
    ]
