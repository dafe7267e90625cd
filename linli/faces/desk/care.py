"""Care at the desk: who should be visited this week, lists, taking people up one by one or from a sheet, wishes."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.careforms import FileForm, PersonForm, group_choices, group_name
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.service.canteens import queries as canteens
from linli.pillars.service.care import operations, queries
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.care.operations import Ground
from linli.pillars.service.care.policies import may_help, works_in_care
from linli.pillars.service.care.rules import RowUnclear
from linli.pillars.service.care.texts import COLUMNS
from linli.pillars.service.volunteers.models import Volunteer

caring = desk_for(
    works_in_care, gettext_lazy("关爱名单归网格、社区和街道的民政科室；别的岗位看不到谁在里面。")
)

AHEAD = timedelta(days=7)
VIEWS = {
    "due": gettext_lazy("七天内要去"),
    "late": gettext_lazy("过了日子"),
    "review": gettext_lazy("等级要复核"),
    "pairs": gettext_lazy("这个月结对还没去"),
    "all": gettext_lazy("名单"),
}


def _asked(request: DeskRequest) -> dict[str, Any]:
    view, group, grid = (request.GET.get(name, "") for name in ("view", "group", "grid"))
    return {
        "view": view if view in VIEWS else "due",
        "group": group if group in GROUPS else "",
        "grid_id": int(grid) if grid.isascii() and grid.isdigit() and len(grid) < 10 else None,
        "until": request.at + AHEAD,
    }


def _address(asked: dict[str, Any], name: str = "desk:care", **more: object) -> str:
    kept = {"view": asked["view"], "group": asked["group"], "grid": asked["grid_id"] or "", **more}
    return f"{reverse(name)}?{urlencode({k: v for k, v in kept.items() if v})}"


@caring
@require_GET
def people(request: DeskRequest) -> HttpResponseBase:
    """List who is owed a visit, who is late, whose level must be looked at again, or everybody."""
    asked = _asked(request)
    page = request.GET.get("page", "")
    after = queries.PAGE * (int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0)
    rows, count = queries.people(actor=request.actor, at=request.at, after=after, **asked)
    counts = queries.counts(actor=request.actor, at=request.at, until=asked["until"])
    grids = queries.grounds(actor=request.actor)
    number = after // queries.PAGE
    context = {
        "rows": [
            (
                row,
                [group_name(group) for group in row.groups],
                str(CarePerson.Level(row.level).label) if row.level else "",
                words.due(row.due_at, request.at) if row.due_at else None,
            )
            for row in rows
        ],
        "count": count,
        "views": [
            (word, counts[view], _address({**asked, "view": view}), view == asked["view"])
            for view, word in VIEWS.items()
            if grids or view in ("due", "late", "all")
        ],
        "view": asked["view"],
        "group": asked["group"],
        "grid": asked["grid_id"],
        "groups": group_choices(),
        "grids": grids,
        "decides": bool(grids),
        "helps": may_help(request.actor),
        "missed_count": len(canteens.missed(actor=request.actor, at=request.at))
        if grids and asked["view"] == "due"
        else 0,
        "export_url": _address(asked, "desk:care-sheet"),
        "previous_url": _address(asked, page=number - 1) if number > 1 else _address(asked) if number else "",
        "next_url": _address(asked, page=number + 1) if after + len(rows) < count else "",
    }
    return furniture.page(request, "desk/care/list.html", context)


@caring
@require_GET
def sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows in the same order, masked."""
    rows = queries.export(actor=request.actor, at=request.at, most=MOST_ROWS, **_asked(request))
    columns = [
        (str(_("姓名")), 10.0),
        (str(_("社区")), 14.0),
        (str(_("网格")), 14.0),
        (str(_("类别")), 24.0),
        (str(_("探访等级")), 10.0),
        (str(_("最晚哪天去")), 17.0),
        (str(_("上次什么时候")), 17.0),
        (str(_("过了日子")), 8.0),
    ]
    lines = (
        (
            row.name,
            row.community,
            row.grid,
            "、".join(group_name(group) for group in row.groups),
            str(CarePerson.Level(row.level).label) if row.level else "",
            row.due_at,
            row.seen_at,
            _("是") if row.is_late else "",
        )
        for row in rows
    )
    return sheet_response(_("关爱名单"), columns, lines, request.at)


@caring
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Write somebody down with a group and its ground."""
    form = PersonForm(request.POST or None, grids=queries.grounds(actor=request.actor))
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = operations.take_up(
                actor=request.actor,
                at=request.at,
                grid=form.grids[given["grid"]],
                name=given["name"],
                phone=given["phone"],
                door=given["door"],
                grounds=[Ground(given["group"], given["basis"], given["ground"])],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("记下了。要定期去看，就定一个探访等级。"))
            return redirect("desk:care-person", person_id=person.pk)
    context = {"form": form, "file_form": FileForm(), "grids": form.grids}
    return furniture.page(request, "desk/care/new.html", context, status=status)


@caring
@require_POST
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a sheet of people in, and say row by row what was refused."""
    form = FileForm(request.POST, request.FILES)
    grids = queries.grounds(actor=request.actor)
    context: dict[str, Any] = {"form": PersonForm(grids=grids), "file_form": form, "grids": grids}
    status = 422
    if form.is_valid():
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "people"
                path.write_bytes(form.cleaned_data["file"].read())
                rows = operations.people_of_file(path)
            taken = operations.import_people(actor=request.actor, at=request.at, rows=rows)
        except Refusal as refusal:
            form.add_error("file", said(refusal, request.at))
            status = status_of(refusal)
        else:
            status = 200
            refused = [(row.row, _why(row.refusal, request)) for row in taken if row.refusal]
            context |= {
                "new_count": sum(row.is_new for row in taken),
                "same_count": sum(not row.is_new and row.refusal is None for row in taken),
                "refused": refused,
                "is_taken": True,
            }
    return furniture.page(request, "desk/care/new.html", context, status=status)


def _why(refusal: Refusal, request: DeskRequest) -> str:
    if isinstance(refusal, RowUnclear):
        column = COLUMNS.get(str(refusal.data["column"]), refusal.data["column"])
        refusal = RowUnclear(row=refusal.data["row"], column=str(column))
    return said(refusal, request.at)


@caring
@require_GET
def wishes(request: DeskRequest) -> HttpResponseBase:
    """List the wishes of one's ground: to be confirmed, taken, open."""
    skills = dict(Volunteer.Skill.choices)
    rows = queries.wishes_of(actor=request.actor)
    context = {"rows": [(one, skills.get(one.skill, "")) for one in rows]}
    return furniture.page(request, "desk/care/wishes.html", context)


@caring
@require_GET
def wishes_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the wishes as a sheet: the same rows, without whose they are."""
    columns = [
        (str(_("心愿")), 40.0),
        (str(_("要会什么")), 14.0),
        (str(_("怎么样了")), 16.0),
        (str(_("网格")), 14.0),
        (str(_("谁认领")), 12.0),
        (str(_("最晚")), 17.0),
        (str(_("发出")), 17.0),
    ]
    skills = dict(Volunteer.Skill.choices)
    lines = (
        (
            one.words,
            str(skills.get(one.skill, "")),
            one.get_state_display(),
            str(one.person.grid),
            one.taken_by.name if one.taken_by else "",
            one.taken_until,
            one.published_at,
        )
        for one in queries.wishes_of(actor=request.actor, size=MOST_ROWS)
    )
    return sheet_response(_("心愿"), columns, lines, request.at)
