"""Cooperatives at the desk: the list, one with its rules and resolutions, the register, a member, what is taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.people import operations as people
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.cooperatives import forms as cf
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.revealing import FIELDS as NAMED
from linli.faces.desk.revealing import ReasonForm, ask
from linli.faces.parts.cooperativepapers import statement_of
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import State
from linli.kernel import clock, masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative import policies, queries, rules
from linli.pillars.governance.cooperative.models import Kind, RuleVersion
from linli.pillars.governance.cooperative.policies import NoSuchCooperative
from linli.pillars.governance.cooperative.queries import MemberPage, Page, Summary
from linli.pillars.governance.cooperative.texts import SHAPES, STATES

cooperating = desk_for(policies.sees_any, gettext_lazy("合作社由本社区登记，街道看数。"))
FIELDS: Final = {**NAMED, "shares": gettext_lazy("股份和分得的钱")}


def state_of(code: str) -> State:
    """Give how a resolution stands, in words and colour."""
    return State(SHAPES[code], STATES[code])  # type: ignore[arg-type]


def kind_rows(kinds: tuple[Summary, ...]) -> list[tuple[object, Summary, str]]:
    """Give what kinds of members have together, with their words and yuan."""
    return [(Kind(s.kind.value).label, s, rules.yuan(s.fen) if s.fen is not None else "") for s in kinds]


def version_rows(version: RuleVersion) -> list[tuple[str, str, str]]:
    """Give the lines of a version: kind, what is counted, ratio."""
    return [
        (str(line.get_kind_display()), str(line.get_counted_display()), f"{line.per}:{line.shares}")
        for line in version.lines.all()
    ]


@cooperating
@require_http_methods(["GET", "POST"])
def cooperatives(request: DeskRequest) -> HttpResponseBase:
    """List the cooperatives one sees; a community without one writes its own down."""
    units = queries.founding_units(actor=request.actor)
    form = cf.FoundForm(request.POST if request.method == "POST" else None, units=units)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            unit = next(u for u in units if str(u.pk) == given["unit"])
            try:
                made = op.found_cooperative(
                    actor=request.actor, unit=unit, name=given["name"], formed_on=given["formed_on"]
                )
                return redirect("desk:cooperative", pk=made.pk)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
    context = {
        "rows": queries.cooperatives_of(actor=request.actor),
        "form": form if units else None,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/cooperatives/list.html", context, status=status)


@cooperating
@require_GET
def cooperative(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a cooperative: members and shares in sum, versions of the rules, resolutions, distributions."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.page_of(actor=request.actor, pk=pk, day=clock.local(request.at).date())
    context = {
        "page": page,
        "one": page.cooperative,
        "kinds": kind_rows(page.kinds),
        "versions": [(v, version_rows(v)) for v in reversed(page.versions)],
        "resolutions": [(one, state_of(state)) for one, state in page.resolutions],
        "distributions": [
            (one, rules.yuan(one.pool_fen), state_of(state)) for one, state in page.distributions
        ],
        "folds": FOLDS.shown(request, page, [pk], given) if page.keeps else [],
    }
    return furniture.page(request, "desk/cooperatives/cooperative.html", context, status=status)


def _draft(request: DeskRequest, page: Page, form: forms.Form) -> str:
    made = op.draft_resolution(
        actor=request.actor, at=request.at, cooperative=page.cooperative.pk, **form.cleaned_data
    )
    return reverse("desk:cooperative-resolution", args=[made.pk])


def _distribute(request: DeskRequest, page: Page, form: forms.Form) -> str:
    data = dict(form.cleaned_data)
    pool, one = data.pop("pool"), page.cooperative
    made = op.draft_distribution(
        actor=request.actor, at=request.at, cooperative=one.pk, pool_fen=pool, **data
    )
    return reverse("desk:cooperative-distribution", args=[made.pk])


def _delegate(request: DeskRequest, page: Page, form: forms.Form) -> None:
    op.seat_delegate(actor=request.actor, cooperative=page.cooperative.pk, **form.cleaned_data)


def _from_today(kind: type[forms.Form]) -> Callable[..., forms.Form]:
    """Give forms of a kind whose days begin with today."""

    def made(request: DeskRequest, page: Page, **bind: Any) -> forms.Form:
        today = clock.local(request.at).date()
        return kind(initial={"as_of": today, "from_date": today}, **bind)

    return made


FOLDS: Final = Folds[Page](
    "desk:cooperative",
    {
        "draft": Fold(gettext_lazy("起草一份决议"), _from_today(cf.DraftForm), _draft),
        "distribute": Fold(gettext_lazy("起草分红方案"), _from_today(cf.DistributionForm), _distribute),
        "delegate": Fold(gettext_lazy("写一位股民代表"), _from_today(cf.DelegateForm), _delegate),
    },
)


@cooperating
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Draft a resolution or a distribution, or write a representative down."""
    page = queries.page_of(actor=request.actor, pk=pk, day=clock.local(request.at).date())
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _page(request, pk, given, status=status),
        to=reverse("desk:cooperative", args=[pk]),
    )


@cooperating
@require_POST
def end_delegate(request: DeskRequest, pk: int, delegate: int) -> HttpResponseBase:
    """End somebody's time as a representative."""
    today = clock.local(request.at).date()
    op.end_delegate(actor=request.actor, cooperative=pk, delegate=delegate, on=today)
    return redirect("desk:cooperative", pk=pk)


def _kept(request: DeskRequest, pk: int) -> Page:
    page = queries.page_of(actor=request.actor, pk=pk, day=clock.local(request.at).date())
    if not page.keeps:
        raise NoSuchCooperative
    return page


@cooperating
@require_GET
def register(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the register of members: numbers and masked names; what somebody has is shown one at a time."""
    page = _kept(request, pk)
    rows = [(line.member, masking.mask_name(line.member.name)) for line in page.register.lines]
    return furniture.page(
        request, "desk/cooperatives/register.html", {"one": page.cooperative, "page": page, "rows": rows}
    )


@cooperating
@require_GET
def register_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hand the register over as a sheet, masked as the page is."""
    page = _kept(request, pk)
    columns = [(str(_("编号")), 8.0), (str(_("姓名")), 14.0)]
    rows = [(line.member.number, masking.mask_name(line.member.name)) for line in page.register.lines]
    return sheet_response(_("成员名册"), columns, rows, request.at)


def _member(request: DeskRequest, pk: int, member: int) -> MemberPage:
    today = clock.local(request.at).date()
    return queries.member_page(actor=request.actor, pk=pk, member=member, day=today)


@cooperating
@require_http_methods(["GET", "POST"])
def member(request: DeskRequest, pk: int, member: int) -> HttpResponseBase:
    """Show a member, masked; take down the number by which they read their own page."""
    page = _member(request, pk, member)
    form = cf.PhoneForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                op.keep_phone(
                    actor=request.actor, cooperative=pk, member=member, phone=form.cleaned_data["phone"]
                )
                messages.success(request, _("手机号记下了。"))
                return redirect("desk:cooperative-member", pk=pk, member=member)
            except Refusal as refusal:
                form.add_error("phone", said(refusal, request.at))
                status = status_of(refusal)
    shown = {"name": page.name, "phone": page.phone, "shares": "•••"}
    context = {
        "page": page,
        "own": page.own,
        "one": page.own.cooperative,
        "reveals": [
            (FIELDS[field], masked, reverse("desk:cooperative-reveal", args=[pk, member, field]))
            for field, masked in shown.items()
            if masked
        ],
        "form": form,
        "reason_form": ReasonForm(prefix="reason"),
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/cooperatives/member.html", context, status=status)


@cooperating
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, member: int, field: str) -> HttpResponseBase:
    """Show one hidden value of a member for a reason; they can read who looked and why."""
    page = _member(request, pk, member)
    shown = {"name": page.name, "phone": page.phone, "shares": "•••"}
    if not shown.get(field):
        raise Http404
    return ask(
        request,
        subject=queries.REVEALED,
        id=member,
        field=field,
        context={
            "title": page.name,
            "field_words": FIELDS[field],
            "masked": shown[field],
            "case_url": reverse("desk:cooperative-member", args=[pk, member]),
            "is_phone": field == "phone",
        },
    )


@cooperating
@require_POST
def statement(request: DeskRequest, pk: int, member: int) -> HttpResponseBase:
    """Print a member's statement for them, for a reason that is kept as any look into the register is."""
    page = _member(request, pk, member)
    form = ReasonForm(request.POST, prefix="reason")
    if not form.is_valid():
        messages.warning(request, _("请写明为什么要看。"))
        return redirect("desk:cooperative-member", pk=pk, member=member)
    try:
        people.reveal(
            actor=request.actor,
            subject=queries.REVEALED,
            id=member,
            field="shares",
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except Refusal as refusal:
        messages.warning(request, said(refusal, request.at))
        return redirect("desk:cooperative-member", pk=pk, member=member)
    sheet = statement_of(page.own, request.at)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    name = quote(f"{sheet.title} {sheet.number}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response
