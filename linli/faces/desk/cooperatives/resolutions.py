"""What representatives of a cooperative resolve: a draft with its lines, its vote, its carrying out; a distribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.cooperatives import forms as cf
from linli.faces.desk.cooperatives.pages import cooperating, kind_rows, state_of, version_rows
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.assemblies import queries as assemblies
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative import policies, queries, rules
from linli.pillars.governance.cooperative.models import Basis, Kind

WORDS: Final = {
    "joins": gettext_lazy("加成员"),
    "turns": gettext_lazy("变更成员"),
    "version": gettext_lazy("写一版配股办法"),
    "put": gettext_lazy("提交股民代表议决"),
    "drop": gettext_lazy("不提了"),
    "carry": gettext_lazy("按决议办理"),
}
FORMS: Final[dict[str, type[forms.Form]]] = {
    "joins": cf.JoinsForm,
    "turns": cf.TurnsForm,
    "version": cf.VersionForm,
    "put": cf.PutForm,
    "drop": forms.Form,
    "carry": forms.Form,
}
TIMED: Final = frozenset({"put", "drop", "carry"})
DO: Final[dict[str, Callable[..., object]]] = {
    "joins": op.add_joins,
    "turns": op.add_turns,
    "version": op.add_version,
    "put": op.put_to_vote,
    "drop": op.drop_resolution,
    "carry": op.carry_out,
}


@cooperating
@require_GET
def resolution(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a resolution: what it would write, where its vote stands, what can be done."""
    return _page(request, pk)


def _verbs(state: str, has_distribution: bool) -> tuple[str, ...]:
    if state == "carried":
        return ("carry",)
    if state != "draft":
        return ()
    return ("put", "drop") if has_distribution else ("joins", "turns", "version", "put", "drop")


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    one = queries.get_resolution(actor=request.actor, pk=pk)
    keeps = policies.keeps_at(request.actor, one.cooperative.unit)
    state = queries.state_of(one)
    parted = getattr(one, "distribution", None)
    held = given or {}
    first = {"from_date": clock.local(request.at).date()}
    versions = [
        (
            version["from"],
            [(Kind(k).label, Basis(c).label, f"{per}:{shares}") for k, c, per, shares in version["lines"]],
        )
        for version in one.content.get("versions", [])
    ]
    context = {
        "one": one,
        "state": state_of(state),
        "lines": [
            (line, Kind(line.kind.value).label if line.kind else cf.LEAVING)
            for line in queries.proposal_of(one)
        ]
        if keeps
        else [],
        "keeps": keeps,
        "versions": versions,
        "parted": parted,
        "forms": [
            (
                WORDS[verb],
                held.get(verb) or FORMS[verb](prefix=verb, initial=first),
                reverse(f"desk:cooperative-resolution-{verb}", args=[pk]),
                verb in held or verb == "carry",
                verb == "drop",
            )
            for verb in _verbs(state, parted is not None)
        ]
        if keeps
        else [],
        "meeting": assemblies.meeting_of(actor=request.actor, topic=one.topic) if one.topic else None,
        "topic_url": reverse("desk:topic", args=[one.topic.case.number]) if one.topic else "",
    }
    return furniture.page(request, "desk/cooperatives/resolution.html", context, status=status)


@cooperating
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write into a draft, put it to the vote, let it go, or carry out what was carried."""
    queries.get_resolution(actor=request.actor, pk=pk)
    form = FORMS[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, pk, {verb: form}, status=422)
    given: dict[str, Any] = dict(form.cleaned_data)
    if verb in TIMED:
        given["at"] = request.at
    try:
        DO[verb](actor=request.actor, resolution=pk, **given)
    except Refusal as refusal:
        return _page(request, pk, {verb: form}, status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": WORDS[verb]})
    return redirect("desk:cooperative-resolution", pk=pk)


@cooperating
@require_http_methods(["GET", "POST"])
def distribution(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a distribution in sums; take it out with names and amounts for a reason each member can read."""
    one, state, kinds, keeps = queries.distribution_page(actor=request.actor, pk=pk)
    form = cf.TakeOutForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, lines = op.take_out(
                    actor=request.actor,
                    at=request.at,
                    cooperative=one.cooperative_id,
                    distribution=pk,
                    reason=form.cleaned_data["reason"],
                )
                return _sheet(request, made.period, lines)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at, "reason")
    context = {
        "one": one,
        "state": state_of(state),
        "kinds": kind_rows(kinds),
        "lines": version_rows(one.version),
        "pool": rules.yuan(one.pool_fen),
        "form": form if keeps else None,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/cooperatives/distribution.html", context, status=status)


def _sheet(request: DeskRequest, period: str, lines: list[queries.Line]) -> HttpResponseBase:
    columns = [
        (str(_("编号")), 8.0), (str(_("姓名")), 12.0), (str(_("哪一类")), 14.0), (str(_("年限")), 8.0),
        (str(_("怎么算的")), 34.0), (str(_("股数")), 10.0), (str(_("分得（分）")), 14.0), (str(_("分得（元）")), 14.0),
    ]  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            line.member.number,
            line.member.name,
            str(Kind(line.standing.kind.value).label),
            line.standing.years,
            queries.formula_of(line.standing, line.allotted),
            line.allotted.total,
            line.fen,
            rules.yuan(line.fen),
        )
        for line in lines
    ]
    shares, fen = sum(line.allotted.total for line in lines), sum(line.fen for line in lines)
    rows.append(("", str(_("合计")), "", "", "", shares, fen, rules.yuan(fen)))
    return sheet_response(_("%(period)s分红表") % {"period": period}, columns, rows, request.at)
