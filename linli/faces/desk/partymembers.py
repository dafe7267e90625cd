"""Whom Party organisations have, at the desk: only for who keeps one, masked, opened one value at a time for a reason."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.people.journal import What, record
from linli.faces.desk import furniture
from linli.faces.desk import partyforms as pf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.partyteamforms import HonourForm
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.kernel.clock import local
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches import policies, queries
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.rules import MemberRowUnclear
from linli.pillars.party.branches.texts import COLUMNS
from linli.pillars.party.floating import operations as floating
from linli.pillars.party.team.operations import record_honour
from linli.pillars.party.team.queries import own_honours

knowing = desk_for(
    policies.knows_members,
    gettext_lazy("党组织里有谁，只有党组织的岗位能看；别的岗位、领导和管理员都看不到。"),
)

FIELDS = {"name": gettext_lazy("姓名"), "phone": gettext_lazy("联系电话"), "door": gettext_lazy("住址")}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _asked(request: DeskRequest) -> dict[str, Any]:
    door, standing = request.GET.get("door", ""), request.GET.get("standing", "")
    return {
        "organisation_id": _number(request.GET.get("organisation", "")),
        "grid_id": _number(request.GET.get("grid", "")),
        "door_role": door if door in PartyMember.Door.values else "",
        "standing": standing if standing in PartyMember.Standing.values else "",
    }


def _address(asked: dict[str, Any], name: str = "desk:party-members", **more: object) -> str:
    kept = {
        "organisation": asked["organisation_id"],
        "grid": asked["grid_id"],
        "door": asked["door_role"],
        "standing": asked["standing"],
        **more,
    }
    query = urlencode({k: v for k, v in kept.items() if v})
    return reverse(name) + (f"?{query}" if query else "")


def _context(request: DeskRequest) -> dict[str, Any]:
    asked = _asked(request)
    number = _number(request.GET.get("page", "")) or 0
    after = queries.PAGE * min(number, 10_000)
    rows, count = queries.members_of(actor=request.actor, after=after, **asked)
    return {
        "rows": rows,
        "count": count,
        "organisation": asked["organisation_id"],
        "organisations": [
            row
            for row in queries.organisations_of(actor=request.actor, at=request.at)[0]
            if row.counts is not None
        ],
        "door": asked["door_role"],
        "doors": PartyMember.Door.choices,
        "standing": asked["standing"],
        "standings": PartyMember.Standing.choices,
        "sheet_url": _address(asked, "desk:party-members-sheet"),
        "previous_url": _address(asked, page=number - 1 or "") if number else "",
        "next_url": _address(asked, page=number + 1) if after + len(rows) < count else "",
        "file_form": pf.FileForm(),
    }


@knowing
@require_GET
def members(request: DeskRequest) -> HttpResponseBase:
    """List whom the organisations one keeps have, masked."""
    return furniture.page(request, "desk/party/members.html", _context(request))


@knowing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows, masked; that it was taken is on record."""
    rows, _count = queries.members_of(actor=request.actor, size=MOST_ROWS, **_asked(request))
    record(What.EXPORTED, at=request.at, actor=request.actor, subject=queries.MEMBERS)
    columns = [
        (str(_("姓名")), 10.0), (str(_("所在党组织")), 24.0), (str(_("网格")), 16.0), (str(_("人员类别")), 12.0),
        (str(_("组织关系")), 12.0), (str(_("党内职务")), 10.0), (str(_("户类型")), 12.0), (str(_("在职")), 8.0),
    ]  # fmt: skip
    cells = (
        (
            r.name, r.organisation, r.grid, r.standing, r.relation, r.position, r.door_role,
            str(_("是")) if r.is_in_service else "",
        )
        for r in rows
    )  # fmt: skip
    return sheet_response(_("党员名册"), columns, cells, request.at)


@knowing
@require_POST
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a sheet of members in, and say row by row what was refused."""
    form = pf.FileForm(request.POST, request.FILES)
    context: dict[str, Any] = {}
    status = 422
    if form.is_valid():
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "members"
                path.write_bytes(form.cleaned_data["file"].read())
                rows = op.members_of_file(path)
            new, same, refused = op.import_members(actor=request.actor, at=request.at, rows=rows)
        except Refusal as refusal:
            form.add_error("file", said(refusal, request.at))
            status = status_of(refusal)
        else:
            status = 200
            context = {
                "is_taken": True,
                "new_count": new,
                "same_count": same,
                "refused": [(one.row, _why(one.refusal, request)) for one in refused],
            }
    return furniture.page(
        request, "desk/party/members.html", {**_context(request), "file_form": form, **context}, status=status
    )


def _why(refusal: Refusal, request: DeskRequest) -> str:
    if isinstance(refusal, MemberRowUnclear):
        column = COLUMNS.get(str(refusal.data["column"]), refusal.data["column"])
        refusal = MemberRowUnclear(row=refusal.data["row"], column=str(column))
    return said(refusal, request.at)


@knowing
@require_GET
def member(request: DeskRequest, person_id: int) -> HttpResponseBase:
    """Show somebody, masked."""
    return _page(request, queries.get_member(actor=request.actor, pk=person_id))


def _page(
    request: DeskRequest, one: PartyMember, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    hidden = {
        "name": mask_name(one.name),
        "phone": mask_phone(one.phone) if one.phone else "",
        "door": "•••" if one.door else "",
    }
    context = {
        "one": one,
        "name": hidden["name"],
        "reveals": [
            (FIELDS[field], masked, reverse("desk:party-member-reveal", args=[one.pk, field]))
            for field, masked in hidden.items()
            if masked
        ],
        "joined": list(one.joinings.select_related("organisation__unit")),
        "honours": own_honours(member=one),
        "keeps": policies.keeps(request.actor, one.organisation),
        "folds": FOLDS.shown(request, one, [one.pk], given),
    }
    return furniture.page(request, "desk/party/member.html", context, status=status)


def _change_form(request: DeskRequest, one: PartyMember, *, prefix: str, **bind: Any) -> Form | None:
    first = {
        "standing": one.standing,
        "relation": one.relation,
        "position": one.position,
        "door_role": one.door_role,
        "grid": str(one.grid_id or ""),
    }
    return pf.MemberForm(grids=queries.grids_of(one.organisation), initial=first, **bind)


def _move_form(request: DeskRequest, one: PartyMember, **bind: Any) -> Form | None:
    belonging, _joined = queries.homes_for(actor=request.actor, office_id=one.office_id)
    homes = [home for home in belonging if home.pk != one.organisation_id]
    return pf.HomeForm(homes=homes, **bind) if homes else None


def _join_form(request: DeskRequest, one: PartyMember, **bind: Any) -> Form | None:
    _belonging, joined = queries.homes_for(actor=request.actor, office_id=one.office_id)
    there = {*one.joinings.values_list("organisation", flat=True), one.organisation_id}
    more = [home for home in joined if home.pk not in there]
    return pf.HomeForm(homes=more, **bind) if more else None


def _float_form(request: DeskRequest, one: PartyMember, **bind: Any) -> Form | None:
    return None if one.floatings.filter(ended_on=None).exists() else pf.FloatForm(**bind)


def _honour_form(request: DeskRequest, one: PartyMember, **bind: Any) -> Form | None:
    return HonourForm(initial={"year": local(request.at).year}, **bind)


def _leave_form(request: DeskRequest, one: PartyMember, *, prefix: str, **bind: Any) -> Form | None:
    return pf.LeaveForm(**bind)


def _change(request: DeskRequest, one: PartyMember, form: Any) -> None:
    kept = {k: v for k, v in form.cleaned_data.items() if k != "grid"}
    op.change_member(actor=request.actor, at=request.at, member_id=one.pk, grid=form.chosen_grid, **kept)


def _move(request: DeskRequest, one: PartyMember, form: Any) -> None:
    op.move_member(actor=request.actor, at=request.at, member_id=one.pk, to=int(form.cleaned_data["to"]))


def _join(request: DeskRequest, one: PartyMember, form: Any) -> None:
    to = int(form.cleaned_data["to"])
    op.join_organisation(actor=request.actor, at=request.at, pk=to, member_ids=[one.pk])


def _float(request: DeskRequest, one: PartyMember, form: Any) -> None:
    floating.note_floating(actor=request.actor, at=request.at, member_ids=[one.pk], **form.cleaned_data)


def _honour(request: DeskRequest, one: PartyMember, form: Any) -> None:
    record_honour(actor=request.actor, at=request.at, member=one.pk, **form.cleaned_data)


def _leave(request: DeskRequest, one: PartyMember, form: Any) -> str:
    op.leave_organisation(actor=request.actor, at=request.at, member_id=one.pk, why=form.cleaned_data["why"])
    messages.success(request, _("记下了。"))
    return reverse("desk:party-organisation", args=[one.organisation_id])


FOLDS: Final = Folds[PartyMember](
    "desk:party-member",
    {
        "change": Fold(gettext_lazy("有变化"), _change_form, _change),
        "move": Fold(gettext_lazy("转到别的党组织"), _move_form, _move),
        "join": Fold(gettext_lazy("也参加一个组织"), _join_form, _join),
        "float": Fold(gettext_lazy("外出了，或者从外地来"), _float_form, _float),
        "honour": Fold(gettext_lazy("记一项荣誉"), _honour_form, _honour),
        "leave": Fold(
            gettext_lazy("不在这个党组织了"),
            _leave_form,
            _leave,
            gettext_lazy("一年后自动删掉；记错了的马上删掉。"),
            is_danger=True,
        ),
    },
)


@knowing
@require_POST
def act(request: DeskRequest, person_id: int, verb: str) -> HttpResponseBase:
    """Write down what changed about somebody, an honour, that they moved, take part in something further, or left."""
    one = queries.get_member(actor=request.actor, pk=person_id)
    return FOLDS.act(
        request,
        verb,
        one,
        again=lambda given, status: _page(request, one, given, status=status),
        to=reverse("desk:party-member", args=[person_id]),
    )


@knowing
@require_POST
def part(request: DeskRequest, person_id: int, pk: int) -> HttpResponseBase:
    """End that somebody takes part in a further organisation."""
    op.part_organisation(actor=request.actor, member_id=person_id, pk=pk)
    messages.success(request, _("记下了。"))
    return redirect("desk:party-member", person_id=person_id)


@knowing
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, person_id: int, field: str) -> HttpResponseBase:
    """Show one hidden value for a reason; the person can read who looked and why."""
    one = queries.get_member(actor=request.actor, pk=person_id)
    if field not in FIELDS or not getattr(one, field):
        raise Http404
    masks = {"name": mask_name, "phone": mask_phone}
    return ask(
        request,
        subject=queries.MEMBERS,
        id=person_id,
        field=field,
        context={
            "title": mask_name(one.name),
            "field_words": FIELDS[field],
            "masked": masks[field](getattr(one, field)) if field in masks else "•••",
            "case_url": reverse("desk:party-member", args=[person_id]),
            "is_phone": field == "phone",
        },
    )
