"""Schemes at the desk: the register, one with whom it fits in one's area, who was told, and what fits one enterprise."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture, rail
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.enterpriseforms import trades
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.schemeforms import (
    HINTS,
    ConditionRows,
    EndSchemeForm,
    SchemeForm,
    TellForm,
    TraitForm,
    conditions_of,
    rows_of,
    trait_codes,
)
from linli.faces.parts import schemes as shapes
from linli.faces.parts.inputs import plain
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins.rules import MOST_SUMMARY, Interest
from linli.pillars.service.enterprises import queries as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.schemes import operations, policies, queries
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from linli.pillars.service.schemes.operations import Telling
from linli.pillars.service.schemes.queries import FitRow, SchemeRow
from linli.pillars.service.schemes.rules import Answer, BadCondition
from linli.pillars.service.schemes.texts import ANSWERS

reading = desk_for(
    policies.reads_some, gettext_lazy("惠企政策归网格、社区和街道；企业在自己的页上看合适哪些。")
)

VIEWS: Final = (("open", gettext_lazy("还能申请的")), ("ended", gettext_lazy("结束了的")))
FIT_VIEWS: Final = (
    (Answer.FITS.value, ANSWERS["fits"]),
    (Answer.ASK.value, ANSWERS["ask"]),
    ("told", gettext_lazy("说过了的")),
    (Answer.NOT.value, ANSWERS["not"]),
)
PAGE: Final = 50
MOST_WORDS: Final = 60


def _words(request: DeskRequest) -> str:
    return plain(request.GET.get("q", "")).strip()[:MOST_WORDS]


def _view(request: DeskRequest, views: tuple[tuple[str, object], ...]) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in dict(views) else views[0][0]


def _office(request: DeskRequest) -> Unit | None:
    """Give the office whose schemes somebody keeps."""
    found = orgs.offices().filter(policies.reachable_offices(request.actor)).first()
    return found if found is not None and policies.writes_for(request.actor, found) else None


@reading
@require_GET
def schemes(request: DeskRequest) -> HttpResponseBase:
    """List the schemes one can still apply for, or those that ended."""
    view, words = _view(request, VIEWS), _words(request)
    kinds = dict(Scheme.Kind.choices)
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "q": words,
        "rows": [
            (row, kinds[row.kind], _end(row))
            for row in queries.schemes_of(actor=request.actor, view=view, words=words)
        ],
        "may_write": _office(request) is not None,
        "sheet_query": urlencode({"view": view, "q": words}),
    }
    return furniture.page(request, "desk/schemes/list.html", context)


def _end(row: SchemeRow) -> str:
    return str(dict(Scheme.End.choices).get(row.end_reason, ""))


@reading
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the register as it is listed."""
    heads = (
        _("种类"), _("名称"), _("谁发的"), _("文号"), _("一句话说清"), _("给什么"), _("问谁"), _("从哪天起"),
        _("到哪天止"), _("怎么结束的"), _("说过几家"),
    )  # fmt: skip
    kinds = dict(Scheme.Kind.choices)
    rows = (
        (
            str(kinds[r.kind]), r.title, r.issuer, r.document, r.summary, r.gives, r.contact,
            r.opens_date.isoformat() if r.opens_date else "", r.closes_date.isoformat() if r.closes_date else "",
            _end(r), r.told,
        )
        for r in queries.schemes_of(actor=request.actor, view=_view(request, VIEWS), words=_words(request))
    )  # fmt: skip
    return sheet_response(_("惠企政策"), [(str(head), 18.0) for head in heads], rows, request.at)


@reading
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int = 0) -> HttpResponseBase:
    """Write a scheme down with its conditions, or what it says now."""
    one = queries.get_scheme(actor=request.actor, pk=pk) if pk else None
    office = one.office if one else _office(request)
    if office is None or not policies.writes_for(request.actor, office):
        raise operations.OfficeKeepsSchemes
    if one is not None and one.ended_at is not None:
        raise operations.SchemeEnded
    places = queries.places_of(office)
    names = {str(unit.pk): str(unit) for unit in places.values()}
    # A form sent empty is a form sent: what lacks is said beside each field.
    given = request.POST if request.method == "POST" else None
    form = SchemeForm(given, initial=_initial(one))
    rows = ConditionRows(given, prefix="c", initial=rows_of(one, names) if one else [])
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            made = operations.keep_scheme(
                actor=request.actor,
                at=request.at,
                office=office,
                about=form.about,
                conditions=conditions_of(rows, {name: unit.pk for name, unit in places.items()}),
                scheme=one,
                key=form.cleaned_data["key"] if one is None else None,
            )
        except Refusal as refusal:
            field = "closes_date" if isinstance(refusal, operations.SchemeDaysBackward) else None
            form.add_error(field, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("记下了。"))
            return redirect("desk:scheme", pk=made.pk)
    elif request.method == "POST" and not rows.is_valid():
        form.add_error(None, said(BadCondition(row=_wrong_row(rows), word=""), request.at))
    context = {
        "form": form,
        "rows": rows,
        "one": one,
        "hints": list(HINTS.values()),
        "traits": list(trait_codes()),
    }
    return furniture.page(request, "desk/schemes/edit.html", context, status=status)


def _wrong_row(rows: Any) -> int:
    return next((number for number, errors in enumerate(rows.errors, 1) if errors), 1)


def _initial(one: Scheme | None) -> dict[str, Any]:
    if one is None:
        return {"key": uuid.uuid4()}
    kept = {name: getattr(one, name) for name in SchemeForm.base_fields if name not in ("key", "papers")}
    return kept | {"papers": "\n".join(one.papers)}


@reading
@require_GET
def scheme(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a scheme, and whom in one's area it fits, by answer, with the reason for each condition."""
    return _page(request, pk)


def _page(
    request: DeskRequest,
    pk: int,
    form: TellForm | None = None,
    ending: EndSchemeForm | None = None,
    *,
    status: int = 200,
) -> HttpResponseBase:
    one = queries.get_scheme(actor=request.actor, pk=pk)
    fitting = queries.who_fits(actor=request.actor, scheme=one, at=request.at)
    view = _view(request, FIT_VIEWS)
    rows = _seen(fitting.rows, view)
    places = shapes.places_of([one])
    page, pages = _page_of(request, len(rows), reverse("desk:scheme", args=[pk]), view)
    context = {
        "one": one,
        "is_open": one.ended_at is None,
        "end_word": one.get_end_reason_display(),
        "conditions": shapes.sentences(one, places),
        "views": [(code, word, fitting.counts[code], code == view) for code, word in FIT_VIEWS],
        "view": view,
        "rows": [
            (row, shapes.reasons(row.verdict, places), _how(row))
            for row in rows[page * PAGE : page * PAGE + PAGE]
        ],
        "pages": pages,
        "tell": form or TellForm(),
        "end": ending or EndSchemeForm(prefix="end"),
        "may_write": policies.writes_for(request.actor, one.office),
        "may_publish": rail.writes_bulletins(request.actor),
    }
    return furniture.page(request, "desk/schemes/scheme.html", context, status=status)


def _seen(rows: tuple[FitRow, ...], view: str) -> list[FitRow]:
    if view == "told":
        return [row for row in rows if row.told_at]
    return [row for row in rows if row.told_at is None and row.verdict.answer.value == view]


def _page_of(request: DeskRequest, count: int, here: str, view: str) -> tuple[int, Pages]:
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    last = max(0, (count - 1) // PAGE)
    page = min(number, last)
    url = f"{here}?view={view}&page="
    before = f"{url}{page - 1}" if page else ""
    return page, Pages(before_url=before, after_url=f"{url}{page + 1}" if page < last else "")


def _how(row: FitRow) -> str:
    return str(dict(SchemeTold.How.choices).get(row.told_how, ""))


@reading
@require_GET
def who_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Give whom a scheme fits as a workbook, as it is listed."""
    one = queries.get_scheme(actor=request.actor, pk=pk)
    fitting = queries.who_fits(actor=request.actor, scheme=one, at=request.at)
    places = shapes.places_of([one])
    heads = (
        (_("企业"), 28.0), (_("网格"), 16.0), (_("金管家"), 10.0), (_("行业"), 18.0), (_("合不合适"), 10.0),
        (_("为什么"), 60.0), (_("哪天说的"), 12.0), (_("怎么说的"), 14.0), (_("谁说的"), 10.0),
    )  # fmt: skip

    def cells() -> Iterator[tuple[object, ...]]:
        for row in _seen(fitting.rows, _view(request, FIT_VIEWS)):
            why = "；".join(
                f"{words}：{reason}" for _answer, words, reason in shapes.reasons(row.verdict, places)
            )
            told = clock.local(row.told_at).date().isoformat() if row.told_at else ""
            yield (
                row.name, row.area, row.steward, str(trades().get(row.trade, "")),
                str(ANSWERS[row.verdict.answer.value]), why, told, _how(row), row.told_by,
            )  # fmt: skip

    return sheet_response(one.title, [(str(head), width) for head, width in heads], cells(), request.at)


@reading
@require_POST
def tell(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Record that the ticked enterprises were told of a scheme."""
    one = queries.get_scheme(actor=request.actor, pk=pk)
    form = TellForm(request.POST)
    ids = {int(v) for v in request.POST.getlist("one") if v.isascii() and v.isdigit() and len(v) < 19}
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    if not ids:
        form.add_error(None, _("先勾上跟谁说过了。"))
        return _page(request, pk, form, status=422)
    done = _told(request, one, ids, form)
    _say(request, done)
    back = request.POST.get("view", "")
    return redirect(f"{reverse('desk:scheme', args=[pk])}?view={back if back in dict(FIT_VIEWS) else 'fits'}")


def _told(request: DeskRequest, one: Scheme, ids: set[int], form: TellForm) -> Telling:
    return operations.tell_enterprises(
        actor=request.actor, at=request.at, scheme=one, enterprise_ids=ids, how=form.cleaned_data["how"]
    )


def _say(request: DeskRequest, done: Telling) -> None:
    if done.told:
        messages.success(request, _("记下了，跟 %(n)s 家说过了。") % {"n": done.told})
    if done.known:
        messages.info(request, _("有 %(n)s 家以前就说过，没有再记。") % {"n": done.known})


@reading
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """End a scheme before its day."""
    one = queries.get_scheme(actor=request.actor, pk=pk)
    form = EndSchemeForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, pk, ending=form, status=422)
    operations.end_scheme(actor=request.actor, at=request.at, scheme=one, reason=form.cleaned_data["reason"])
    messages.success(request, _("结束了，记录留着。"))
    return redirect("desk:scheme", pk=pk)


def bulletin_of(request: DeskRequest) -> dict[str, Any]:
    """Give what a bulletin about a scheme begins with, where the address names one."""
    asked = request.GET.get("scheme", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return {}
    try:
        one = queries.get_scheme(actor=request.actor, pk=int(asked))
    except policies.NoSuchScheme:
        return {}
    papers = "、".join(one.papers)
    link = request.build_absolute_uri(reverse("resident:scheme", args=[one.pk]))
    body = [one.gives, one.how, _("材料：%(papers)s") % {"papers": papers} if papers else "", link]
    return {
        "kind": "policy",
        "title": one.title[:40],
        "summary": one.summary[:MOST_SUMMARY],
        "body": "\n".join(line for line in body if line),
        "contact": one.contact[:60],
        "interests": [Interest.SHOPS.value],
    }


# --- one enterprise -----------------------------------------------------------------------------------------


def _enterprise(request: DeskRequest, pk: int) -> Enterprise:
    try:
        return enterprises.get_enterprise(actor=request.actor, pk=pk)
    except NoSuchEnterprise:
        raise Http404 from None


@reading
@require_GET
def of_enterprise(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show which schemes fit an enterprise and why, what to ask, and whether it was told."""
    return _of(request, _enterprise(request, pk))


def _of(request: DeskRequest, one: Enterprise, *, status: int = 200) -> HttpResponseBase:
    fits = queries.fits_of(enterprise=one, at=request.at)
    context = {
        "one": one,
        "fits": shapes.fits(fits),
        "traits": shapes.traits(queries.traits_of(one)),
        "tell": TellForm(),
        "is_here": one.ended_at is None,
    }
    return furniture.page(request, "desk/schemes/enterprise.html", context, status=status)


@reading
@require_POST
def tell_one(request: DeskRequest, pk: int, scheme_id: int) -> HttpResponseBase:
    """Record that this enterprise was told of a scheme."""
    one = _enterprise(request, pk)
    form = TellForm(request.POST)
    if not form.is_valid():
        return _of(request, one, status=422)
    _say(request, _told(request, queries.get_scheme(actor=request.actor, pk=scheme_id), {one.pk}, form))
    return redirect("desk:enterprise-schemes", pk=pk)


@reading
@require_POST
def know(request: DeskRequest, pk: int, code: str) -> HttpResponseBase:
    """Keep what an enterprise said about itself."""
    one, form = _enterprise(request, pk), TraitForm(request.POST)
    if code not in EnterpriseTrait.Code.values:
        raise Http404
    if not form.is_valid():
        return _of(request, one, status=422)
    operations.know_trait(actor=request.actor, at=request.at, enterprise=one, code=code, holds=form.answer)
    messages.success(request, _("记下了。"))
    return redirect("desk:enterprise-schemes", pk=pk)
