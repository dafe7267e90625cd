"""The items of an office at the desk: what is in force, what waits as a draft and what is against it, in and out by file.

Every element has its field, written as in the sheet (`rules.sheet`): a line each, parts by “ | ”, English behind “ = ”.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import keeping_items, said
from linli.faces.parts.dataform import DataForm
from linli.faces.parts.refusals import status_of
from linli.faces.parts.words import in_language
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import operations, policies, queries
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules import sheet
from linli.pillars.service.catalog.rules.checks import check, hints
from linli.pillars.service.catalog.rules.groups import EVENTS, GROUPS
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.texts import ELEMENTS, HINTS

LONG: Final = frozenset(
    {"设定依据", "特别程序", "受理条件", "情形问题", "申请材料", "申请表", "办理流程", "特别告知"}
)
NOTED: Final = {
    "业务办理项名称": gettext_lazy("中文 = English"),
    "指南分组": " ".join(GROUPS),
    "人生事": " ".join(EVENTS),
    "居民怎么说": gettext_lazy("用顿号隔开；居民按这些词找"),
    "设定依据": gettext_lazy("一行一个：文件 | 条款 | 网址 | 本地规定写“是” | 和原文核对过写“是”"),
    "法定办结时限": gettext_lazy("如：20 工作日；没有就空着"),
    "承诺办结时限": gettext_lazy("如：10 工作日；即办件空着"),
    "特别程序": gettext_lazy("一行一个：代码 | 名称 | 时限 | 计入时限写“是”"),
    "情形问题": gettext_lazy("一行一个：代码 | 问题 | 答案代码:答案；答案代码:答案 | 前面问题=答案"),
    "申请材料": gettext_lazy(
        "一行一样：代码 | 名称 | 形式 | 必要、容缺后补或部门核验 | 份数 | 哪里有 | 说明 | 问题=答案"
    ),
    "申请表": gettext_lazy(
        "一行一项：代码 | 问什么 | 怎么填 | 必填写“是” | 已知的姓名或手机号 | 选项 | 问题=答案 | 说明"
    ),
    "办理形式": gettext_lazy("窗口、网上、邮寄、上门、自助终端"),
    "网上办理深度": gettext_lazy("1 到 4；4 是全程网办"),
    "必须现场办理原因": gettext_lazy("不用跑现场就写“无”"),
}


class ItemForm(forms.Form):
    """Every element of an item as text; reading it is the sheet's business."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for i, column in enumerate(sheet.COLUMNS):
            is_long = column.head in LONG
            self.fields[f"c{i}"] = forms.CharField(
                label=str(ELEMENTS[column.head]),
                required=i < 3,
                help_text=str(NOTED.get(column.head, "")),
                max_length=20_000 if is_long else 2_000,
                widget=forms.Textarea(attrs={"rows": 5}) if is_long else forms.TextInput(),
            )

    def cells(self) -> dict[str, str]:
        """Return what was typed, by the headings of the sheet."""
        return {column.head: self.cleaned_data[f"c{i}"] for i, column in enumerate(sheet.COLUMNS)}


class FileForm(forms.Form):
    """A file of items."""

    file = forms.FileField(
        label=gettext_lazy("事项文件"),
        help_text=gettext_lazy("Excel 或 JSON，照下载的格式；先成草稿，不会直接发布"),
    )


def _office(request: DeskRequest) -> Unit:
    """Find the office whose items somebody keeps; whoever keeps none finds nothing."""
    above = {unit_id for post in request.actor.posts for unit_id in post.line}
    kept = [o for o in orgs.offices().filter(pk__in=above) if policies.keeps(request.actor, o)]
    if not kept:
        raise Http404
    return kept[0]


@keeping_items
@require_GET
def items(request: DeskRequest) -> HttpResponseBase:
    """List the items in force and the drafts, by group."""
    return _list(request, _office(request))


def _list(
    request: DeskRequest, office: Unit, form: FileForm | None = None, *, status: int = 200, taken: Any = ()
) -> HttpResponseBase:
    words = request.GET.get("q", "").strip()[:100]
    drafts = queries.drafts(actor=request.actor, office=office)
    found = queries.find_items(office, words, 30) if words else queries.offered(office)
    groups = [
        (in_language(*names), [one for one in found if one.item.group == code])
        for code, names in GROUPS.items()
    ]
    context = {
        "groups": [(name, rows) for name, rows in groups if rows],
        "count": len(found),
        "drafts": [(draft, check(draft.item)) for draft in drafts],
        "has_draft": {draft.code for draft in drafts},
        "q": words,
        "form": form or FileForm(),
        "taken": [
            (t, [said(r, request.at) for r in ((t.refusal,) if t.refusal else t.unfit)]) for t in taken
        ],
    }
    return furniture.page(request, "desk/items/list.html", context, status=status)


@keeping_items
@require_POST
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a file of items in as drafts, or the items of the first day, and say row by row what became of them."""
    office = _office(request)
    form = FileForm(request.POST, request.FILES)
    try:
        if request.POST.get("first_day"):
            entries = list(operations.first_day())
        elif not form.is_valid():
            return _list(request, office, form, status=422)
        else:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "items"
                path.write_bytes(form.cleaned_data["file"].read())
                entries = operations.items_of_file(path)
        taken = operations.import_items(actor=request.actor, at=request.at, office=office, items=entries)
    except Refusal as refusal:
        form.add_error("file", said(refusal, request.at))
        return _list(request, office, form, status=status_of(refusal))
    kept = sum(t.what in ("new", "changed") for t in taken)
    refused = sum(t.what == "refused" for t in taken)
    words = _("收下 %(kept)s 项成草稿，收不下 %(refused)s 行，其余没变。")
    messages.success(request, words % {"kept": kept, "refused": refused})
    return _list(request, Unit.objects.get(pk=office.pk), taken=[t for t in taken if t.refusal or t.unfit])


@keeping_items
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the items in force as a workbook that can be changed and taken in again."""
    rows = (sheet.row_of(one.item) for one in queries.offered(_office(request)))
    return sheet_response(_("办事事项"), [(head, 24) for head in sheet.HEADS], rows, request.at)


@keeping_items
@require_GET
def as_json(request: DeskRequest) -> HttpResponseBase:
    """Give the items in force as JSON that can be taken in again."""
    text = operations.json_of(one.item for one in queries.offered(_office(request)))
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="items.json"'
    return response


def _versions(request: DeskRequest, code: str) -> tuple[ServiceItem, ...]:
    found = queries.versions_of(actor=request.actor, office=_office(request), code=code)
    if not found:
        raise Http404
    return found


@keeping_items
@require_GET
def item(request: DeskRequest, code: str) -> HttpResponseBase:
    """Show an item with what is against its draft, what should be looked at, and its versions."""
    return _show(request, _versions(request, code))


def _show(
    request: DeskRequest, versions: tuple[ServiceItem, ...], refusal: Refusal | None = None
) -> HttpResponseBase:
    draft = next((v for v in versions if v.is_draft), None)
    in_force = next((v for v in versions if v.is_in_force), None)
    shown = draft or in_force or versions[0]
    cells = zip(sheet.HEADS, sheet.row_of(shown.item), strict=True)
    context = {
        "shown": shown,
        "draft": draft,
        "in_force": in_force,
        "versions": versions,
        "cells": [(ELEMENTS[head], text) for head, text in cells if text],
        "preview": DataForm(shown.item, {}, {}, is_whole=True) if shown.item.form else None,
        "unfit": [said(found, request.at) for found in check(shown.item)] if draft else [],
        "hints": [HINTS[hint] for hint in hints(shown.item)],
        "refusal": said(refusal, request.at) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return furniture.page(request, "desk/items/item.html", context, status=status)


def _read(form: ItemForm, at: datetime) -> Item | None:
    """Read what was typed; what cannot be read is told at its element, line by line."""
    try:
        return sheet.item_of(form.cells())
    except sheet.RowUnreadable as refusal:
        head = str(refusal.data["column"])
        field = next((f"c{i}" for i, one in enumerate(sheet.HEADS) if one == head), None)
        bad = sheet.unreadable_lines(head, form.cells().get(head, "")) if head in LONG else ()
        for number, line in bad:
            form.add_error(field, _("第 %(n)s 行读不懂：%(line)s") % {"n": number, "line": line})
        if not bad:
            form.add_error(field, said(refusal, at))
    return None


def _tell(form: ItemForm, read: Item, at: datetime) -> None:
    """Put what keeps an item from being published beside the element it is about."""
    for found in check(read):
        head = sheet.head_of(str(found.data.get("field", "")))
        name = next((f"c{i}" for i, one in enumerate(sheet.HEADS) if one == head), None)
        form.add_error(name, said(found, at))


@keeping_items
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, code: str = "") -> HttpResponseBase:
    """Write an item into its draft; what is in force stays until the draft is published."""
    office = _office(request)
    initial: dict[str, Any] = {}
    seen = None
    if code:
        versions = _versions(request, code)
        start = next((v for v in versions if v.is_draft or v.is_in_force), versions[0])
        initial = {f"c{i}": text for i, text in enumerate(sheet.row_of(start.item))}
        seen = start.made_at if start.is_draft else None
    preview: DataForm | None = None
    form = ItemForm(request.POST or None, initial=initial)
    if code:
        form.fields["c0"].disabled = True
    status = 200
    if request.method == "POST":
        status = 422
        read = _read(form, request.at) if form.is_valid() else None
        if read is not None and read.form:
            preview = DataForm(read, {}, {}, is_whole=True)
        if read is not None and "preview" in request.POST:
            _tell(form, read, request.at)
            status = 200
        elif read is not None:
            try:
                if not code and queries.versions_of(actor=request.actor, office=office, code=read.code):
                    raise operations.ItemTwice(code=read.code)
                if seen is not None and request.POST.get("seen") != seen.isoformat():
                    raise operations.DraftMoved(code=code)
                operations.draft_item(actor=request.actor, at=request.at, office=office, item=read, seen=seen)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("草稿存好了。发布以前，居民看到的还是原来的。"))
                return redirect("desk:item", code=read.code)
    context = {
        "form": form,
        "code": code,
        "seen": seen.isoformat() if seen else "",
        "preview": preview,
        "is_looking": "preview" in request.POST,
    }
    return furniture.page(request, "desk/items/edit.html", context, status=status)


@keeping_items
@require_POST
def act(request: DeskRequest, code: str, verb: str) -> HttpResponseBase:
    """Publish a draft, end an item, or throw a draft away."""
    office = _office(request)
    versions = _versions(request, code)
    try:
        if verb == "publish":
            operations.publish_item(actor=request.actor, at=request.at, office=office, code=code)
            messages.success(request, _("发布了，居民现在看到的是这一版。正在办的件照收件时的那一版。"))
        elif verb == "end":
            operations.end_item(actor=request.actor, at=request.at, office=office, code=code)
            messages.success(request, _("取消了，办事指南里不再有。正在办的件照办。"))
        else:
            operations.drop_draft(actor=request.actor, office=office, code=code)
            messages.success(request, _("草稿扔掉了。"))
            if len(versions) == 1:
                return redirect("desk:items")
    except Refusal as refusal:
        return _show(request, versions, refusal)
    return redirect("desk:item", code=code)
