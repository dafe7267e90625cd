"""The diary (民情日记): one's own pages, and those that colleagues of one's community chose to share."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.visitforms import DiaryForm
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.visits import operations, policies, queries

writing = desk_for(policies.visits_some, gettext_lazy("民情日记归走访的网格员和社区工作人员自己写、自己看。"))
DONE = {
    "share": gettext_lazy("社区的同事现在看得到这一页。"),
    "keep": gettext_lazy("收回了，现在只有您看得到。"),
    "throw": gettext_lazy("这一页删掉了，找不回来。"),
}


@writing
@require_http_methods(["GET", "POST"])
def diary(request: DeskRequest) -> HttpResponseBase:
    """Show one's own diary and take a new page; a page sent twice is one."""
    form = DiaryForm(request.POST or None, initial={"idempotency_key": uuid.uuid4()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                operations.write_page(
                    actor=request.actor, at=request.at, words=form.cleaned_data["words"], key=form.key
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("记下了，只有您看得到。"))
                return redirect("desk:diary")
    before = request.GET.get("before", "")
    pages, after = queries.pages(
        actor=request.actor,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
    context = {
        "form": form,
        "pages": pages,
        "after": after,
        "shared": queries.shared_pages(actor=request.actor),
    }
    return furniture.page(request, "desk/visits/diary.html", context, status=status)


@writing
@require_POST
def act(request: DeskRequest, page_id: int, verb: str) -> HttpResponseBase:
    """Share a page of one's own, take it back, throw it away."""
    if verb == "share":
        operations.share_page(actor=request.actor, at=request.at, page_id=page_id)
    elif verb == "keep":
        operations.keep_to_oneself(actor=request.actor, page_id=page_id)
    elif verb == "throw":
        operations.throw_away(actor=request.actor, page_id=page_id)
    else:
        raise Http404
    messages.success(request, DONE[verb])
    return redirect("desk:diary")
