"""Party organisations at the desk: the tree with what the rules find, one with its terms, its units, those below it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import partyforms as pf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.contacts import hand_in
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.partyteamforms import HonourForm
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision.models import Responsibility
from linli.pillars.governance.supervision.queries import duties_of_unit
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches import policies, queries, rules
from linli.pillars.party.branches.queries import OrganisationPage, OrganisationRow
from linli.pillars.party.branches.rules import WITH_UNITS, Enrolled, OrgKind, Told
from linli.pillars.party.branches.texts import FINDINGS
from linli.pillars.party.contacts.queries import taker_at
from linli.pillars.party.partners.policies import sees_any as sees_partners
from linli.pillars.party.partners.queries import joint_meetings_of
from linli.pillars.party.team import operations as team
from linli.pillars.party.team.queries import honours_at

party_door = desk_for(policies.sees_any, gettext_lazy("党组织归街道、社区和党组织自己看。"))

VIEWS: Final = (
    ("all", gettext_lazy("全部")),
    ("committees", gettext_lazy("党委")),
    ("branches", gettext_lazy("支部和小组")),
    ("passing", gettext_lazy("随任务成立的")),
    ("found", gettext_lazy("要看一看的")),
    ("closed", gettext_lazy("撤销了的")),
)


def told_of(findings: tuple[Told, ...]) -> list[tuple[str, str]]:
    """Say what the rules find, each with its rule."""
    return [
        (
            str(FINDINGS[one.what]) % {"n": one.n, "most": one.most},
            _("本地约定") if one.source.is_local else f"{one.source.title} {one.source.clause}",
        )
        for one in findings
    ]


def _asked(request: DeskRequest) -> dict[str, Any]:
    view = request.GET.get("view", "all")
    return {"view": view if view in queries.VIEWS else "all", "words": request.GET.get("q", "")[:40]}


@party_door
@require_GET
def organisations(request: DeskRequest) -> HttpResponseBase:
    """Show the tree of organisations, and what the rules find in each."""
    asked = _asked(request)
    rows, counted = queries.organisations_of(actor=request.actor, at=request.at, **asked)
    query = request.GET.urlencode()
    context = {
        "rows": [(row, told_of(row.findings)) for row in rows],
        "views": [(code, word, counted[code], code == asked["view"]) for code, word in VIEWS],
        "view": asked["view"],
        "q": asked["words"],
        "is_tree": asked["view"] == "all" and not asked["words"],
        "knows": policies.knows_members(request.actor),
        "sheet_url": f"{reverse('desk:party-sheet')}{f'?{query}' if query else ''}",
    }
    return furniture.page(request, "desk/party/list.html", context)


@party_door
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the register of organisations as a sheet; how many each has only to who may know."""
    rows, _counted = queries.organisations_of(actor=request.actor, at=request.at, **_asked(request))
    columns = [
        (str(_("党组织")), 28.0), (str(_("哪一类")), 14.0), (str(_("上级党组织")), 22.0), (str(_("在哪里")), 18.0),
        (str(_("哪天成立")), 12.0), (str(_("任期到哪天")), 12.0), (str(_("到哪天为止")), 12.0),
        (str(_("兼职委员单位")), 12.0),        (str(_("要看一看的")), 40.0),
    ]  # fmt: skip
    knows = any(row.counts is not None for row in rows)
    if knows:
        columns += [(str(_("党员")), 8.0), (str(_("先锋户")), 8.0), (str(_("党员中心户")), 10.0)]
    cells = (_cells(row, knows) for row in rows)
    return sheet_response(_("党组织台账"), columns, cells, request.at)


def _cells(row: OrganisationRow, knows: bool) -> tuple[object, ...]:
    told = "；".join(words for words, _rule in told_of(row.findings))
    plain = (
        row.name, row.kind_word, row.superior, row.ground, row.founded_on, row.term_until, row.ends_on, row.units or "",
        told,
    )  # fmt: skip
    if not knows:
        return plain
    held = row.counts
    return (*plain, *((held.members, held.vanguard, held.centre) if held else ("", "", "")))


def _new_form(request: DeskRequest, data: Any = None) -> pf.FoundForm:
    superiors = queries.superiors_for(actor=request.actor)
    grounds = queries.grounds_of(superiors[0]) if superiors else []
    return pf.FoundForm(
        data, superiors=superiors, grounds=grounds, initial={"founded_on": clock.local(request.at).date()}
    )


@party_door
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Found an organisation under one's own."""
    if not policies.knows_members(request.actor):
        raise Http404
    form = _new_form(request, request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = op.found_organisation(
                actor=request.actor,
                kind=given["kind"],
                name=given["name"],
                superior=form.superiors[given["superior"]],
                ground=form.grounds[given["ground"]],
                founded_on=given["founded_on"],
                purpose=given["purpose"],
                ends_on=given["ends_on"],
                units_count=given["units_count"] or 0,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("成立了：%(name)s。") % {"name": made})
            return redirect("desk:party-organisation", pk=made.pk)
    return furniture.page(request, "desk/party/new.html", {"form": form}, status=status)


def _enrol_form(request: DeskRequest, page: OrganisationPage, **bind: Any) -> forms.Form | None:
    kind = OrgKind(page.organisation.kind)
    if kind in {OrgKind.GROUP, OrgKind.TASK_FORCE, OrgKind.INTEREST_BRANCH, OrgKind.GREATER_WORKING}:
        return None
    return pf.EnrolForm(grids=queries.grids_of(page.organisation), **bind)


def _seat_form(request: DeskRequest, page: OrganisationPage, **bind: Any) -> forms.Form | None:
    if OrgKind(page.organisation.kind) not in rules.WITH_UNITS:
        return None
    return pf.SeatUnitForm(
        units=queries.units_to_seat(page.organisation), initial={"since": _today(request)}, **bind
    )


def _elect_form(request: DeskRequest, page: OrganisationPage, **bind: Any) -> forms.Form | None:
    if OrgKind(page.organisation.kind) not in rules.ELECTED:
        return None
    return pf.ElectionForm(initial={"elected_on": _today(request)}, **bind)


def _change_form(request: DeskRequest, page: OrganisationPage, **bind: Any) -> forms.Form | None:
    one = page.organisation
    first = {
        "name": one.unit.name,
        "purpose": one.purpose,
        "ends_on": one.ends_on,
        "units_count": one.units_count or None,
    }
    return pf.OrganisationForm(initial=first, **bind)


def _honour_form(request: DeskRequest, page: OrganisationPage, **bind: Any) -> forms.Form | None:
    return HonourForm(initial={"year": _today(request).year}, **bind)


def _today(request: DeskRequest) -> date:
    return clock.local(request.at).date()


def _enrol(request: DeskRequest, page: OrganisationPage, form: Any) -> None:
    given = dict(form.cleaned_data)
    row = Enrolled(**{k: v for k, v in given.items() if k != "grid"})
    op.enrol_members(
        actor=request.actor, at=request.at, organisation=page.organisation, rows=[(row, form.chosen_grid)]
    )


def _seat(request: DeskRequest, page: OrganisationPage, form: Any) -> None:
    given = dict(form.cleaned_data)
    unit = form.units[given.pop("unit")]
    op.seat_unit(actor=request.actor, pk=page.organisation.pk, unit=unit, **given)


def _elect(request: DeskRequest, page: OrganisationPage, form: Any) -> None:
    given = {**form.cleaned_data, "committee_size": form.cleaned_data["committee_size"] or 0}
    op.record_election(actor=request.actor, pk=page.organisation.pk, **given)


def _change(request: DeskRequest, page: OrganisationPage, form: Any) -> None:
    given = {**form.cleaned_data, "units_count": form.cleaned_data["units_count"] or 0}
    op.change_organisation(actor=request.actor, pk=page.organisation.pk, **given)


def _honour(request: DeskRequest, page: OrganisationPage, form: Any) -> None:
    team.record_honour(
        actor=request.actor, at=request.at, organisation=page.organisation.pk, **form.cleaned_data
    )


FOLDS: Final = Folds[OrganisationPage](
    "desk:party",
    {
        "enrol": Fold(gettext_lazy("记一个人"), _enrol_form, _enrol),
        "seat": Fold(gettext_lazy("请一个单位当兼职委员"), _seat_form, _seat),
        "elect": Fold(gettext_lazy("记换届结果"), _elect_form, _elect),
        "honour": Fold(gettext_lazy("记一项荣誉"), _honour_form, _honour),
        "change": Fold(gettext_lazy("改登记"), _change_form, _change),
    },
)


@party_door
@require_GET
def organisation(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show an organisation."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.organisation_page(actor=request.actor, pk=pk, at=request.at)
    people, count = (
        queries.members_of(actor=request.actor, organisation_id=pk, size=12) if page.keeps else ([], 0)
    )
    context = {
        "page": page,
        "one": page.organisation,
        "row": page.row,
        "told": told_of(page.row.findings),
        "below": [(row, told_of(row.findings)) for row in page.below],
        "people": people,
        "people_count": count,
        "duties": [
            (duty, dict(Responsibility.Of.choices)[duty.of])
            for duty in duties_of_unit(unit=pk, today=_today(request), actor=request.actor)
        ],
        "honours": honours_at(actor=request.actor, organisation=page.organisation),
        "joint": [
            (ahead, row)
            for ahead in (True, False)
            for row in joint_meetings_of(actor=request.actor, ahead=ahead, organisation=pk, size=3)
        ]
        if page.row.kind in WITH_UNITS
        else [],
        "meets": page.row.kind in WITH_UNITS and sees_partners(request.actor),
        "folds": FOLDS.shown(request, page, [pk], given) if page.keeps else [],
        "hand_in": "" if page.keeps else hand_in(taker_at(organisation=page.organisation, at=request.at)),
        "may_close": page.keeps and not page.below and not count,
    }
    return furniture.page(request, "desk/party/organisation.html", context, status=status)


@party_door
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write something down about an organisation."""
    page = queries.organisation_page(actor=request.actor, pk=pk, at=request.at)
    if not page.keeps:
        raise op.NotYourOrganisation
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _page(request, pk, given, status=status),
        to=reverse("desk:party-organisation", args=[pk]),
    )


@party_door
@require_POST
def close(request: DeskRequest, pk: int) -> HttpResponseBase:
    """End an organisation."""
    op.close_organisation(actor=request.actor, pk=pk, on=clock.local(request.at).date())
    messages.success(request, _("撤销了。"))
    return redirect("desk:party")


@party_door
@require_POST
def unseat(request: DeskRequest, pk: int, seat: int) -> HttpResponseBase:
    """End a unit's seat."""
    op.unseat_unit(actor=request.actor, pk=pk, seat_id=seat, on=clock.local(request.at).date())
    return redirect("desk:party-organisation", pk=pk)


@party_door
@require_http_methods(["GET", "POST"])
def reveal_seat(request: DeskRequest, pk: int, seat: int) -> HttpResponseBase:
    """Show who sits for a unit, for a reason."""
    page = queries.organisation_page(actor=request.actor, pk=pk, at=request.at)
    row = next((one for one in page.part_timers if one.pk == seat), None)
    if row is None or not page.keeps:
        raise Http404
    return ask(
        request,
        subject=queries.PART_TIMERS,
        id=seat,
        field="name",
        context={
            "title": str(row.unit),
            "field_words": _("姓名"),
            "masked": "•••",
            "case_url": reverse("desk:party-organisation", args=[pk]),
            "is_phone": False,
        },
    )
