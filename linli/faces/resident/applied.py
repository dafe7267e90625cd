"""Following an application by its secret link: where it stands, both clocks, what is missing, what its applicant may do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.knocks import knock
from linli.faces.parts.inputs import KeyField
from linli.faces.resident import applying, doors, qr, standing
from linli.faces.resident.forms import KEY, MOST_NOTE, WordsField
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of, remember_application
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.faces.resident.uploads import Uploads
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import operations, queries
from linli.pillars.service.applications.models import Application, Paper
from linli.pillars.service.applications.queries import FollowPage
from linli.pillars.service.applications.rules import GivenPaper, documents
from linli.pillars.service.catalog.rules.item import Material
from linli.pillars.service.ratings import queries as ratings


class SupplyForm(forms.Form):
    """Words with what is supplied; the papers themselves have fields of their own."""

    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=gettext_lazy("想说明的"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    idempotency_key = KeyField()


class WithdrawForm(forms.Form):
    """Why somebody takes it back, which they need not say."""

    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=gettext_lazy("为什么不办了"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    idempotency_key = KeyField()


@dataclass
class Line:
    """A paper of the checklist as its applicant sees it: where it is, what is wrong with it, and a field to supply it."""

    paper: Paper
    material: Material
    scans: list[applying.Scan] = field(default_factory=list)
    uploads: Uploads = field(default_factory=Uploads)

    @property
    def state(self) -> standing.PaperLine:
        return standing.paper_of(self.paper)

    @property
    def row(self) -> applying.PaperRow:
        return applying.PaperRow(self.material, self.uploads, is_later=self.paper.may_come_later)

    @property
    def is_asked_for(self) -> bool:
        return self.paper.state not in (Paper.State.RECEIVED, Paper.State.SHARED)


@dataclass
class Opened:
    """A link that opened: who reads, and what they read."""

    request: HttpRequest
    reader: Reader
    at: datetime
    number: str
    token: str
    application: Application
    found: FollowPage

    @property
    def case(self) -> Case:
        return self.application.case

    @property
    def url(self) -> str:
        return reverse("resident:application", args=[self.number, self.token])

    def lines(self) -> list[Line]:
        """List the papers, those asked for first, each with what the item says of it."""
        known = {m.code: m for m in self.application.item.item.materials}
        held = queries.files_of(self.application)
        found = [
            Line(
                p,
                known.get(p.code) or Material(p.code, standing.plain_line(p.name)),
                [self._scan(file) for file in held.get(p.pk, ()) if not file.is_erased],
            )
            for p in self.found.papers
        ]
        return sorted(found, key=lambda one: not one.is_asked_for)

    def _scan(self, file: StoredFile) -> applying.Scan:
        def url(variant: str) -> str:
            return reverse("resident:application-file", args=[self.number, self.token, file.pk, variant])

        return applying.Scan(url("full"), url("small") if file.is_photo else "", file.name)


def _open(request: HttpRequest, number: str, token: str) -> Opened:
    """Open a link. A wrong one and an absent one look the same.

    :raises Http404: it opens nothing.
    """
    at = clock.now()
    try:
        application = queries.application_by_link(number=number, token=token)
    except NoSuchCase:
        raise Http404(_("没有找到这件事。请核对回执上的编号和链接。")) from None
    reader = reader_of(request, at)
    return Opened(request, reader, at, number, token, application, queries.follow_page(application))


@require_safe
def application(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Show where an application stands to whoever holds its link."""
    done = DONE.get(request.GET.get("did", ""))
    return _page(_open(request, number, token), done=done() if done else "")


def _page(opened: Opened, *, status: int = 200, **given: Any) -> HttpResponse:
    one, case = opened.application, opened.case
    lines = given.pop("lines", None) or opened.lines()
    fresh = {KEY: uuid.uuid4()}
    context = {
        "number": opened.number,
        "token": opened.token,
        "application": one,
        "item": one.item.item,
        "state": standing.state_of(case.state),
        "sentence": standing.sentence_of(case.state),
        "clocks": standing.clocks_of(one, opened.at),
        "is_provisional": case.is_provisional,
        "told": standing.told_in(opened.found),
        "asked": [line for line in lines if line.is_asked_for],
        "here": [line for line in lines if not line.is_asked_for],
        "is_correcting": case.state == "correcting",
        "stands_still": case.stopped_until is not None or case.state == "correcting",
        "until": case.stopped_until,
        "can_supply": opened.found.can_supply,
        "can_withdraw": opened.found.can_withdraw,
        "decision": standing.decision_of(opened.found),
        "documents": opened.found.documents,
        "joined": [standing.mine(other) for other in queries.joined_with(one)],
        "publicity_until": queries.public_until(one) if case.state == "publicised" else None,
        "steps": standing.steps_of(opened.found),
        "supply_form": SupplyForm(initial=fresh),
        "withdraw_form": WithdrawForm(initial=fresh),
        "most_files": applying.MOST_FOR_ONE,
        "shows_kept": "X-Linli-Draft" not in opened.request.headers,
        "supervision_phone": case.office.supervision_phone,
        "receipt_url": reverse("resident:application-receipt", args=[opened.number, opened.token]),
        "guide_url": reverse("resident:guide-item", args=[one.item.code]),
        "is_ended": not case.is_open,
        "rate_url": "" if case.is_open or ratings.is_rated_as_visit(case) else ratings.path_to_rate(case),
        "is_rated": not case.is_open and ratings.is_rated(case),
        "note": "",
        "done": "",
        "open_form": "",
        **given,
    }
    return page(
        opened.request, "applied/follow", opened.reader, "mine", context, status=status, office=case.office
    )


DONE: dict[str, Callable[[], str]] = {
    "supply": lambda: _("收到了，窗口接着看。"),
    "withdraw": lambda: _("撤回了。又要办的时候，再申请就行。"),
}


@require_POST
@kindly
def supply(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponseBase:
    """Take what is supplied from home, paper by paper."""
    opened = _open(request, number, token)
    form = SupplyForm(request.POST)
    lines = opened.lines()
    for line in lines:
        if line.is_asked_for:
            line.uploads = applying.receive_one(request, line.material.code, opened.reader.actor, opened.at)
    back: dict[str, Any] = {"supply_form": form, "open_form": "supply", "lines": lines}
    if is_stale:
        return _page(opened, note=_("这一页放得久了一点。您写的都在，再按一次就行。"), **back)
    given = {
        line.material.code: GivenPaper(files=line.uploads.photos) for line in lines if line.uploads.files
    }
    if not form.is_valid() or any(line.uploads.errors for line in lines):
        return _page(opened, status=422, **back)
    if (
        not given
        and (key := form.cleaned_data[KEY]) is not None
        and queries.was_supplied(opened.application, key)
    ):
        return redirect(f"{opened.url}?did=supply")
    if not given:
        return _page(opened, status=422, note=_("还没有加材料：拍一张照片，或者选一个文件。"), **back)
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.supply_together(
            application=opened.application,
            actor=opened.reader.actor,
            at=opened.at,
            papers=given,
            words=form.cleaned_data["words"],
            as_applicant=True,
            key=form.cleaned_data[KEY],
        )
    except Refusal as refusal:
        return _page(_open(request, number, token), status=status_of(refusal), note=words_of(refusal), **back)
    return _done(opened, "supply")


@require_POST
@kindly
def withdraw(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponseBase:
    """Take an application back."""
    opened = _open(request, number, token)
    form = WithdrawForm(request.POST)
    back: dict[str, Any] = {"withdraw_form": form, "open_form": "withdraw"}
    if is_stale:
        return _page(opened, note=_("这一页放得久了一点。您写的都在，再按一次就行。"), **back)
    if not form.is_valid():
        return _page(opened, status=422, **back)
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.withdraw_application(
            actor=opened.reader.actor,
            number=opened.number,
            at=opened.at,
            note=form.cleaned_data["words"],
            as_applicant=True,
            key=form.cleaned_data[KEY],
        )
    except Refusal as refusal:
        return _page(_open(request, number, token), status=status_of(refusal), note=words_of(refusal), **back)
    return _done(opened, "withdraw")


def _done(opened: Opened, did: str) -> HttpResponse:
    response = redirect(f"{opened.url}?did={did}")
    remember_application(response, opened.reader, opened.application)
    return response


@require_safe
def receipt(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Give the receipt: number, link, QR code, by when somebody says whether it is accepted; for paper too."""
    opened = _open(request, number, token)
    link = request.build_absolute_uri(opened.url)
    first = next((row for row in reversed(opened.found.documents) if row.kind == "received"), None)
    context = {
        "number": number,
        "token": token,
        "code": " ".join(token[i : i + 4] for i in range(0, len(token), 4)),
        "link": link,
        "qr": qr.code_of(link),
        "follow_url": opened.url,
        "item": opened.application.item.item,
        "clocks": standing.clocks_of(opened.application, opened.at),
        "filed_at": opened.case.filed_at,
        "holder": opened.case.area,
        "is_known": opened.reader.account is not None,
        "missing": [line for line in opened.lines() if line.is_asked_for],
        "document": first,
        "joined": [standing.mine(other) for other in queries.joined_with(opened.application)],
    }
    return page(request, "applied/receipt", opened.reader, "mine", context, office=opened.case.office)


@require_safe
def document(request: HttpRequest, number: str, token: str, document: str) -> HttpResponse:
    """Show a document of the application as it was issued, to read and to print."""
    opened = _open(request, number, token)
    try:
        row = queries.own_document(application=opened.application, number=document)
    except NoSuchCase:
        raise Http404 from None
    context = {
        "sheet": documents.sheet_of(row.kind, row.number, row.content),
        "back_url": opened.url,
        "office_name": str(opened.case.office),
        "qr": qr.code_of(request.build_absolute_uri(opened.url)),
    }
    response = render(request, "resident/applied/document.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _file(request: HttpRequest, number: str, token: str, file_id: int) -> StoredFile | None:
    try:
        application = queries.application_by_link(number=number, token=token)
    except NoSuchCase:
        return None
    return queries.own_file(application=application, file_id=file_id)


application_file = guarded(_file)
