"""Partners at the desk: what is needed, what is offered, what is done together, which units reported in; wishes to take."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import partnerforms as pf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for
from linli.faces.desk.revealing import ask
from linli.faces.parts.shapes import Pages, State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import policies, queries
from linli.pillars.party.partners.models import Resource
from linli.pillars.party.partners.queries import ProjectRow
from linli.pillars.party.partners.rules import Duty
from linli.pillars.party.partners.texts import DUTIES, SHAPES, STATES
from linli.pillars.service.bulletins.policies import speaks
from linli.pillars.service.care import operations as care
from linli.pillars.service.care import queries as wishing

partnering = desk_for(policies.sees_any, gettext_lazy("共建归社区、街道和来报到的单位。"))
knowing = desk_for(
    branches.knows_members,
    gettext_lazy("谁来报到，只有社区党组织和上级党组织的岗位能看；别的岗位、领导和管理员都看不到。"),
)

VIEWS: Final = (
    ("listed", gettext_lazy("需求")),
    ("resources", gettext_lazy("资源")),
    ("doing", gettext_lazy("在做的项目")),
    ("closed", gettext_lazy("办到的")),
    ("ended", gettext_lazy("没做成的")),
    ("wishes", gettext_lazy("微心愿")),
    ("units", gettext_lazy("报到单位")),
)
EMPTY: Final = {
    "listed": (gettext_lazy("没有等认领的需求"), gettext_lazy("社区列一项，来报到的单位马上看得到。")),
    "doing": (gettext_lazy("没有在做的项目"), gettext_lazy("单位认领了需求，就在这里。")),
    "closed": (gettext_lazy("还没有办到的"), gettext_lazy("单位做完、受益人说办到了，就在这里。")),
    "ended": (gettext_lazy("没有没做成的"), gettext_lazy("别的办法解决了、不需要了的，写明理由放在这里。")),
    "resources": (gettext_lazy("没有能用的资源"), gettext_lazy("单位登记了人手、场地、服务，就在这里。")),
    "wishes": (gettext_lazy("没有等人认领的心愿"), gettext_lazy("社区在关爱探访里发出心愿，就在这里。")),
    "units": (gettext_lazy("还没有单位报到"), gettext_lazy("单位自己报到，或者社区替它记下。")),
}  # fmt: skip
WISH_VERBS: Final[dict[str, Callable[..., object]]] = {
    "take": care.take_wish,
    "done": care.fulfil_wish,
    "back": care.give_back_wish,
}


def state_of(code: str) -> State:
    """Show where a project stands."""
    return State(SHAPES[code], STATES[code])  # type: ignore[arg-type]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _view(request: DeskRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in dict(VIEWS) else "listed"


@partnering
@require_GET
def partners(request: DeskRequest) -> HttpResponseBase:
    """Show one of the lists."""
    actor, view = request.actor, _view(request)
    words = request.GET.get("q", "").strip()[:40]
    own = policies.own_units(actor)
    context: dict[str, Any] = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "q": words,
        "empty": EMPTY[view],
        "may_list": bool(policies.own_communities(actor)),
        "may_offer": bool(own),
        "speaks": speaks(actor),
        "may_report": bool(own or policies.own_communities(actor)),
        "knows": branches.knows_members(actor),
    }
    today = clock.local(request.at).date()
    if view == "resources":
        what = request.GET.get("what", "")
        context |= {
            "what": what,
            "whats": Resource.What.choices,
            "rows": [
                (
                    row,
                    row.unit_id in own,
                    bool(policies.grounds(actor)) and row.is_for_all and not row.is_shown,
                )
                for row in queries.resources_of(
                    actor=actor, today=today, what=what if what in Resource.What.values else ""
                )
            ],
        }
    elif view == "units":
        communities = policies.own_communities(actor)
        context["rows"] = [
            (row, row.unit_id in own or row.community_id in communities)
            for row in queries.partners_of(actor=actor, words=words)
        ]
    elif view == "wishes":
        account = request.user
        context["rows"] = wishing.open_wishes()
        context["mine"] = [(one, one.state == "taken") for one in wishing.wishes_taken_by(account=account)]
    else:
        before = _number(request.GET.get("before", ""))
        rows, after = queries.projects_of(actor=actor, view=view, words=words, before=before)
        context["rows"] = [(row, state_of(row.state)) for row in rows]
        context["pages"] = Pages(
            after_url=f"{reverse('desk:partners')}?view={view}&before={after}" if after else ""
        )
    return furniture.page(request, "desk/partners/list.html", context)


@partnering
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over needs and projects as a sheet, as they are shown."""
    view = _view(request)
    view = view if view in queries.VIEWS else "listed"
    rows, _more = queries.projects_of(
        actor=request.actor, view=view, words=request.GET.get("q", "").strip()[:40], size=MOST_ROWS
    )
    columns = [
        (str(_("编号")), 16.0), (str(_("一句话")), 30.0), (str(_("哪一类")), 12.0), (str(_("社区")), 14.0),
        (str(_("为谁做")), 22.0), (str(_("认领单位")), 18.0), (str(_("状态")), 18.0), (str(_("惠及人数")), 10.0),
        (str(_("列出时间")), 17.0), (str(_("期限")), 17.0),
    ]  # fmt: skip

    def cells(row: ProjectRow) -> tuple[object, ...]:
        state = str(STATES[row.state])
        people = row.served_count if row.served_count is not None else ""
        due = row.due_at if row.is_open else None
        return (
            row.number, row.title, row.what, row.community, row.served, row.unit, state, people, row.filed_at, due,
        )  # fmt: skip

    return sheet_response(_("共建项目"), columns, map(cells, rows), request.at)


def _communities(request: DeskRequest) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=policies.own_communities(request.actor)))


@partnering
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """List what one's community needs."""
    communities = _communities(request)
    if not communities:
        raise op.NeedOfAnotherCommunity
    form = pf.NeedForm(request.POST or None, communities=communities, initial={"key": uuid.uuid4()})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        community = form.communities[given.pop("community")]
        try:
            made = op.list_need(actor=request.actor, at=request.at, community=community, **given)
        except Refusal as refusal:
            status = refused_at(form, refusal, request.at)
        else:
            messages.success(request, _("列出来了，来报到的单位都看得到。"))
            return redirect("desk:partner-project", number=made.case.number)
    context = {"form": form, "title": _("列一项需求"), "verb": _("列出来")}
    return furniture.page(request, "desk/partners/form.html", context, status=status)


@partnering
@require_http_methods(["GET", "POST"])
def offer(request: DeskRequest) -> HttpResponseBase:
    """Offer something for one's unit."""
    units = queries.own_units(actor=request.actor)
    if not units:
        raise op.NotYourUnit
    form = pf.OfferForm(request.POST or None, units=units, initial={"key": uuid.uuid4()})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit = form.units[given.pop("unit")]
        try:
            op.offer_resource(actor=request.actor, at=request.at, unit=unit, **given)
        except Refusal as refusal:
            status = refused_at(form, refusal, request.at)
        else:
            messages.success(request, _("登记了，社区能用上。"))
            return redirect(f"{reverse('desk:partners')}?view=resources")
    context = {"form": form, "title": _("登记一项资源"), "verb": _("登记")}
    return furniture.page(request, "desk/partners/form.html", context, status=status)


@partnering
@require_POST
def resource(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Show an offer to residents, or end it."""
    {"show": op.show_resource, "end": op.end_resource}[verb](actor=request.actor, at=request.at, pk=pk)
    messages.success(request, _("居民看得到了。") if verb == "show" else _("结束了。"))
    return redirect(f"{reverse('desk:partners')}?view=resources")


def _report_form(request: DeskRequest) -> pf.ReportInForm:
    own = queries.own_units(actor=request.actor)
    if own:
        places = queries.communities_to_report_to(actor=request.actor, unit=own[0])
        return pf.ReportInForm(request.POST or None, units=own, communities=places)
    communities = _communities(request)
    if not communities:
        raise op.NotYourUnit
    units = queries.units_to_report(community=communities[0])
    return pf.ReportInForm(request.POST or None, units=units, communities=communities)


@partnering
@require_http_methods(["GET", "POST"])
def report_in(request: DeskRequest) -> HttpResponseBase:
    """Report a unit in: for itself, or by the community that takes it down."""
    form = _report_form(request)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit, community = form.units[given.pop("unit")], form.communities[given.pop("community")]
        try:
            op.report_unit_in(actor=request.actor, at=request.at, unit=unit, community=community, **given)
        except Refusal as refusal:
            status = refused_at(form, refusal, request.at)
        else:
            messages.success(request, _("%(unit)s向%(place)s报到了。") % {"unit": unit, "place": community})
            return redirect("desk:partners")
    context = {"form": form, "title": _("单位报到"), "verb": _("报到")}
    return furniture.page(request, "desk/partners/form.html", context, status=status)


@partnering
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down that a unit is not with a community any more."""
    op.end_report_in(actor=request.actor, on=clock.local(request.at).date(), pk=pk)
    messages.success(request, _("记下了，联系人抹去了。"))
    return redirect(f"{reverse('desk:partners')}?view=units")


@partnering
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, field: str) -> HttpResponseBase:
    """Show whom one reaches at a unit, for a reason."""
    row = next((one for one in queries.partners_of(actor=request.actor) if one.id == pk), None)
    masked = {"name": row.contact_name, "phone": row.contact_phone}.get(field, "") if row else ""
    if row is None or not masked or queries.find_contact(request.actor, pk, field) is None:
        raise Http404
    return ask(
        request,
        subject=queries.REPORT_INS,
        id=pk,
        field=field,
        context={
            "title": row.unit,
            "field_words": _("联系人") if field == "name" else _("联系电话"),
            "masked": masked,
            "case_url": f"{reverse('desk:partners')}?view=units",
            "is_phone": field == "phone",
        },
    )


@partnering
@require_POST
def wish(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Take a wish of a neighbour, say that it is fulfilled, or give it back."""
    WISH_VERBS[verb](actor=request.actor, at=request.at, wish_id=pk)
    said = {
        "take": _("谢谢，两周里办到就行。"),
        "done": _("谢谢，社区去问问本人。"),
        "back": _("还回去了，别人可以认领。"),
    }
    messages.success(request, said[verb])
    return redirect(f"{reverse('desk:partners')}?view=wishes")


@knowing
@require_GET
def members(request: DeskRequest) -> HttpResponseBase:
    """List who reported in by themselves to the committees one keeps, masked."""
    rows = [
        (row, [DUTIES[Duty(one)] for one in row.duties])
        for row in queries.member_reports_of(actor=request.actor)
    ]
    return furniture.page(request, "desk/partners/members.html", {"rows": rows})


@knowing
@require_http_methods(["GET", "POST"])
def reveal_member(request: DeskRequest, person_id: int, field: str) -> HttpResponseBase:
    """Show one hidden value for a reason; the person can read who looked and why."""
    row = next((one for one in queries.member_reports_of(actor=request.actor) if one.id == person_id), None)
    if row is None or field not in queries.CONTACT_FIELDS:
        raise Http404
    return ask(
        request,
        subject=queries.MEMBER_REPORTS,
        id=person_id,
        field=field,
        context={
            "title": row.name,
            "field_words": _("姓名") if field == "name" else _("联系电话"),
            "masked": row.name if field == "name" else row.phone,
            "case_url": reverse("desk:partner-members"),
            "is_phone": field == "phone",
        },
    )
