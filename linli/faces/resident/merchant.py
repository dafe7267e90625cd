"""A merchant's own page of a shop, over the enterprise's private link: duties, self-check, what is to be put right."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.knocks import knock
from linli.faces.parts import words
from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import Photo
from linli.faces.resident import doors, uploads
from linli.faces.resident.enterprises import STALE, Opened, open_link
from linli.faces.resident.pages import page
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.faces.resident.uploads import PhotosField
from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import BY_CODE
from linli.pillars.governance.inspections import operations, queries
from linli.pillars.governance.inspections.models import Rectification, Shop
from linli.pillars.governance.inspections.rules.rectify import Mark
from linli.pillars.governance.inspections.texts import DUTIES, STATES, VERBS
from linli.pillars.governance.reports.texts import STATES as REPORT_STATES


class MerchantAnswerForm(forms.Form):
    """What was put right, with photos."""

    answer = WordsField(label=gettext_lazy("怎么改的"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))
    photos = PhotosField(required=False, label=gettext_lazy("拍几张照片"))
    key = KeyField()


class ObjectForm(forms.Form):
    """What is wrong about what was found."""

    answer = WordsField(label=gettext_lazy("哪里不对"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))
    key = KeyField()


def _shop(opened: Opened, shop_id: int) -> Shop:
    found = next(
        (s for s in queries.shops_of_enterprise(enterprise_id=opened.one.pk) if s.pk == shop_id), None
    )
    if found is None:
        raise Http404(_("没有这家门店。"))
    return found


@require_safe
def merchant(request: HttpRequest, pk: int, token: str, shop_id: int) -> HttpResponseBase:
    """Show a merchant their shop: what it owes the street, what was found and until when."""
    opened = open_link(request, pk, token)
    return _page(opened, _shop(opened, shop_id))


def _page(
    opened: Opened,
    shop: Shop,
    *,
    answer: MerchantAnswerForm | None = None,
    objection: ObjectForm | None = None,
    about: str = "",
    note: str = "",
    kept: Any = (),
    status: int = 200,
) -> HttpResponse:
    orders = []
    for row in queries.orders_of_shop(shop=shop, size=10):
        number = row.case.number
        verbs = {m.verb for m in queries.moves_open(opened.reader.actor, row, opened.at, by_link=True)}
        is_here = number == about
        orders.append(
            {
                "row": row,
                "case": row.case,
                "lines": [_said(line) for line in queries.lines_of(row)],
                "state": STATES[row.case.state],
                "verbs": verbs,
                "steps": [
                    (s, VERBS.get(s.verb, s.verb), _photos(opened, shop, number, s.files))
                    for s in queries.steps_of(row, is_own=True)
                ],
                "answer": answer
                if is_here and answer
                else MerchantAnswerForm(initial={"key": uuid.uuid4()}, prefix=number),
                "objection": objection
                if is_here and objection
                else ObjectForm(initial={"key": uuid.uuid4()}, prefix=f"o{number}"),
                "kept": kept if is_here else (),
                "note": note if is_here else "",
            }
        )
    last = next((c for c in queries.checks_of(shop=shop) if c.kind == "self"), None)
    context = {
        "one": opened.one,
        "shop": shop,
        "token": opened.token,
        "duties": list(DUTIES.values()),
        "orders": orders,
        "score": queries.score(shop=shop, at=opened.at),
        "lines": [(line.code, _said(line)) for line in queries.list_for(shop)],
        "self_key": uuid.uuid4(),
        "last_self": last,
        "to_mind": [_said(BY_CODE[c]) for c, m in last.marks.items() if m == Mark.BAD] if last else [],
        "about": [(a, REPORT_STATES[a.state].word) for a in queries.reports_about(shop=shop, size=10)],
        "note": "" if about else note,
        "most_photos": uploads.MOST_PHOTOS,
    }
    request, office = opened.request, opened.one.office
    return page(request, "enterprise/shop", opened.reader, "", context, status=status, office=office)


def _said(line: Any) -> str:
    return words.in_language(line.words, line.english)


def _photos(opened: Opened, shop: Shop, number: str, ids: tuple[int, ...]) -> list[Photo]:
    def url(file_id: int, variant: str) -> str:
        return reverse(
            "resident:enterprise-shop-file", args=[opened.one.pk, opened.token, number, file_id, variant]
        )

    return [Photo(url(i, "full"), _("照片"), thumb=url(i, "small")) for i in ids]


def _order(opened: Opened, number: str) -> Rectification:
    try:
        return queries.order_for_merchant(enterprise_id=opened.one.pk, number=number)
    except NoSuchCase:
        raise Http404(_("没有这张整改单。")) from None


@require_POST
@kindly
def answer(request: HttpRequest, pk: int, token: str, number: str, *, is_stale: bool) -> HttpResponse:
    """Say what was put right, with photos."""
    opened = open_link(request, pk, token)
    shop = _order(opened, number).shop
    form = MerchantAnswerForm(request.POST, request.FILES, prefix=number)
    if is_stale:
        return _page(opened, shop, answer=form, about=number, note=str(STALE))
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        taken = uploads.receive(request, opened.reader.actor, opened.at, named=f"{number}-photos")
        if not form.is_valid():
            return _page(opened, shop, answer=form, about=number, kept=taken.kept, status=422)
        if taken.errors:
            said = " ".join(taken.errors)
            return _page(opened, shop, answer=form, about=number, note=said, kept=taken.kept, status=422)
        operations.answer_order(
            actor=opened.reader.actor,
            number=number,
            at=opened.at,
            answer=form.cleaned_data["answer"],
            files=taken.photos,
            enterprise_id=opened.one.pk,
            key=form.cleaned_data["key"],
        )
    except Refusal as refusal:
        return _page(
            opened, shop, answer=form, about=number, note=words_of(refusal), status=status_of(refusal)
        )
    messages.success(request, _("收到了，检查的人会来复查。"))
    return _go(opened, shop)


@require_POST
@kindly
def appeal(request: HttpRequest, pk: int, token: str, number: str, *, is_stale: bool) -> HttpResponse:
    """Object to what was found."""
    opened = open_link(request, pk, token)
    shop = _order(opened, number).shop
    form = ObjectForm(request.POST, prefix=f"o{number}")
    if is_stale:
        return _page(opened, shop, objection=form, about=number, note=str(STALE))
    if not form.is_valid():
        return _page(opened, shop, objection=form, about=number, status=422)
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.appeal_order(
            actor=opened.reader.actor,
            number=number,
            at=opened.at,
            answer=form.cleaned_data["answer"],
            enterprise_id=opened.one.pk,
            key=form.cleaned_data["key"],
        )
    except Refusal as refusal:
        return _page(
            opened, shop, objection=form, about=number, note=words_of(refusal), status=status_of(refusal)
        )
    messages.success(request, _("收到了，由没有参加检查的人裁定，结果写在这里。"))
    return _go(opened, shop)


@require_POST
@kindly
def self_check(request: HttpRequest, pk: int, token: str, shop_id: int, *, is_stale: bool) -> HttpResponse:
    """Write down how the merchant sees their own door."""
    opened = open_link(request, pk, token)
    shop = _shop(opened, shop_id)
    if is_stale:
        return _page(opened, shop, note=str(STALE))
    marks = {
        line.code: value
        for line in queries.list_for(shop)
        if (value := request.POST.get(f"line-{line.code}", "")) in {Mark.OK, Mark.BAD}
    }
    try:
        key: uuid.UUID | None = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.self_check(actor=opened.reader.actor, at=opened.at, shop=shop, marks=marks, key=key)
    except Refusal as refusal:
        return _page(opened, shop, note=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("自查记下了。自查不扣分，也不开整改单。"))
    return _go(opened, shop)


def _go(opened: Opened, shop: Shop) -> HttpResponse:
    return redirect("resident:enterprise-shop", pk=opened.one.pk, token=opened.token, shop_id=shop.pk)


def _file(request: HttpRequest, pk: int, token: str, number: str, file_id: int) -> StoredFile | None:
    row = _order(open_link(request, pk, token), number)
    shown = {i for step in queries.steps_of(row, is_own=True) for i in step.files}
    return queries.file_of(row, file_id) if file_id in shown else None


#: A photo of an order, for the merchant it is about.
file = guarded(_file)
