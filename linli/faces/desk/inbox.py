"""The inbox: one list for every kind of work, its views, what narrows it, and the sheet that equals it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.flow import keeping
from linli.base.flow.models import SavedView
from linli.base.orgs.roles import ADMIN
from linli.base.people.actors import Actor
from linli.faces.desk import assemblies, furniture, narrowing, partylife, rail, showing, waiting
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.besides import besides, to_decide
from linli.faces.desk.export import MOST_ROWS, workbook_of
from linli.faces.desk.filters import FilterForm
from linli.faces.desk.guards import desk, seeing
from linli.faces.parts.shapes import Pages, State, Tab, Words
from linli.pillars.governance.reports import operations, queries

VIEW_WORDS: dict[str, Words] = {
    "mine": gettext_lazy("等我办"),
    "to_decide": gettext_lazy("等我批"),
    "due_soon": gettext_lazy("快到期"),
    "overdue": gettext_lazy("已逾期"),
    "to_verify": gettext_lazy("待核实"),
    "to_call_back": gettext_lazy("待回访"),
    "to_dispatch": gettext_lazy("待派单"),
    "units": gettext_lazy("我单位"),
    "waiting": gettext_lazy("停着的"),
    "watched": gettext_lazy("关注"),
    "all": gettext_lazy("全部"),
}
EMPTY: dict[str, tuple[Words, Words]] = {
    "mine": (gettext_lazy("都办完了"), gettext_lazy("没有等您办的事。新来的会排在最上面。")),
    "to_decide": (
        gettext_lazy("没有等您批的"),
        gettext_lazy("申请延期、暂停、挂账的，要裁定的，评价申诉的，会排在这里。"),
    ),
    "due_soon": (gettext_lazy("没有快到期的"), gettext_lazy("黄牌一件也没有，今天从容。")),
    "overdue": (gettext_lazy("没有逾期的"), gettext_lazy("红牌一件也没有。")),
    "to_verify": (gettext_lazy("没有要去现场看的"), gettext_lazy("需要核实、核查的件会排在这里。")),
    "to_call_back": (gettext_lazy("没有要回访的"), gettext_lazy("办好了、等居民评价的件会排在这里。")),
    "to_dispatch": (gettext_lazy("没有等着派的"), gettext_lazy("报上来的件会排在这里。")),
    "units": (gettext_lazy("您单位手上没有未办结的件"), gettext_lazy("派给您单位和下级的件会排在这里。")),
    "waiting": (gettext_lazy("没有停着的件"), gettext_lazy("等居民补充、暂停和挂账的件会排在这里。")),
    "watched": (gettext_lazy("还没有关注的件"), gettext_lazy("打开一件，按“关注”，就会排在这里。")),
    "all": (gettext_lazy("还没有件"), gettext_lazy("居民反映的、网格员记下的，都会排在这里。")),
}


@desk
@require_GET
def inbox(request: DeskRequest) -> HttpResponseBase:
    """Show the list, and beside it a place for a case."""
    if not rail.sees(request.actor):
        return furniture.page(request, "desk/no_cases.html", {"keeps_house": request.actor.has(ADMIN)})
    form = FilterForm(request.GET, request.actor)
    context = list_context(request, form)
    if is_piece(request):
        return furniture.fragment(request, "desk/_parts/pane.html", context)
    return furniture.page(request, "desk/inbox.html", context)


def list_context(
    request: DeskRequest, form: FilterForm, current: str = "", base: str = "desk:inbox"
) -> dict[str, Any]:
    """Return what the list pane shows. Six queries, one for each other kind that waits, one more for each that is listed."""
    actor, at = request.actor, request.at
    counts = queries.view_counts(actor=actor)
    filters, after = form.filters, request.GET.get("after", "")
    is_whole = filters == queries.Filters(view=filters.view, order=filters.order)
    page = queries.inbox(
        actor=actor, filters=filters, after=after, count=counts.get(filters.view) if is_whole else None
    )
    above = besides(form, actor=actor, at=at)
    asked = above if form.view == "to_decide" and not form.is_narrowed else to_decide(actor=actor, at=at)
    if asked:
        counts = {**counts, "to_decide": counts.get("to_decide", 0) + len(asked)}
    is_mine = form.view == "mine" and not form.is_narrowed
    beside = len(above) if is_mine else waiting.beside_reports(actor=actor)
    counts = {**counts, "mine": counts.get("mine", 0) + beside}
    query = form.query
    kept = keeping.views_of(actor)
    views, more_views = _views(form, counts, actor, base)
    title, text = EMPTY[form.view]
    if form.is_narrowed:
        title, text = _("没有这样的件"), _("换一个词，或者放宽筛选。")
    return {
        "form": form,
        "base_url": reverse(base),
        "row_target": "main" if base == "desk:inbox" else "",
        "ahead_rows": AHEAD if form.view == "mine" and rail.on_the_ground(actor) else 0,
        "views": views,
        "more_views": more_views,
        "kept": [_kept(view, query, base) for view in kept],
        "on_kept": any(view.query == query for view in kept),
        "hints": _hints(request) if form.view == "mine" and not after else [],
        "rows": [
            *(replace(one.row, is_whole=True) for one in above if not after),
            *(showing.row_of(row, at, query=query, current=current) for row in page.rows),
        ],
        "pages": Pages(_count_words(page, len(above)), "", _after(query, page.after, base)),
        "is_first_page": not after,
        "counts": counts,
        "query": query,
        "filters": narrowing.filters_of(form, reverse(base)),
        "empty_title": title,
        "empty_text": text,
    }


def _hints(request: DeskRequest) -> list[tuple[str, str, State]]:
    return [*partylife.hints_for(request), *assemblies.hints_for(request)]


def _count_words(page: queries.Page, above: int) -> str:
    """Say how many the list holds: reports, and what of other kinds stands above them on its first page."""
    count = page.count + above
    return (_("%(count)d 件以上") if page.is_more_than_count else _("共 %(count)d 件")) % {"count": count}


def _after(query: str, after: str, base: str) -> str:
    if not after:
        return ""
    address = QueryDict(query, mutable=True)
    address["after"] = after
    return f"{reverse(base)}?{address.urlencode()}"


IN_SIGHT = 4
AHEAD = 8
"""As many of one's own cases a phone on the ground fetches with their forms, for where there is no signal."""


def _views(form: FilterForm, counts: dict[str, int], actor: Actor, base: str) -> tuple[list[Tab], list[Tab]]:
    """List the views: those in sight (what waits, and the one that is open), and the rest."""
    found = []
    for view, word in VIEW_WORDS.items():
        if view != form.view and not _is_for(view, actor):
            continue
        url = f"{reverse(base)}?{form.query_with(view=view)}"
        found.append(Tab(word, url, count=counts.get(view), is_current=view == form.view))
    places = [i for i, tab in enumerate(found) if tab.count or tab.is_current or not i][:IN_SIGHT]
    current = next(i for i, tab in enumerate(found) if tab.is_current)
    if current not in places:
        places[-1] = current
    return [found[i] for i in places], [tab for i, tab in enumerate(found) if i not in places]


def _is_for(view: str, actor: Actor) -> bool:
    if view == "to_dispatch":
        return rail.dispatches(actor)
    return view != "to_decide" or rail.decides(actor)


def _kept(view: SavedView, query: str, base: str) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "url": f"{reverse(base)}?{view.query}",
        "is_current": view.query == query,
    }


class ViewForm(forms.Form):
    """A name for a list."""

    name = forms.CharField(
        label=gettext_lazy("叫什么"), max_length=20, help_text=gettext_lazy("比如：供暖季、三小门店")
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)


@seeing
@require_POST
def keep_view(request: DeskRequest) -> HttpResponse:
    """Keep the present list under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("给这个视图起个名字，最多 20 字。"))
        return redirect("desk:inbox")
    query = form.cleaned_data["query"]
    kept = keeping.keep_view(actor=request.actor, name=form.cleaned_data["name"], query=query)
    messages.success(request, _("存好了，“%(name)s”排在视图最后。") % {"name": kept.name})
    return redirect(f"{reverse('desk:inbox')}?{kept.query}")


@seeing
@require_POST
def drop_view(request: DeskRequest, view_id: int) -> HttpResponse:
    """Forget a kept view; the cases stay where they are."""
    keeping.drop_view(actor=request.actor, view_id=view_id)
    messages.success(request, _("视图删了，件都还在。"))
    return redirect("desk:inbox")


@seeing
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows in the same order, masked."""
    form = FilterForm(request.GET, request.actor)
    found = queries.selection(request.actor, form.filters).order_by()[: MOST_ROWS + 1].count()
    if found > MOST_ROWS:
        messages.error(
            request,
            _("这张表超过 %(most)d 件，一次导不完。请先按日期或社区筛一筛。") % {"most": MOST_ROWS},
        )
        return redirect(f"{reverse('desk:inbox')}?{form.query}")
    return workbook_of(
        operations.export_reports(actor=request.actor, filters=form.filters, at=request.at),
        request.at,
        above=[one.cells for one in besides(form, actor=request.actor, at=request.at)],
    )
