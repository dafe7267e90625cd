"""Following a report by its secret link: where it stands, what happened, and what its reporter may do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.people import queries as people
from linli.base.people.knocks import TooOften, knock
from linli.faces.parts import words
from linli.faces.resident import doors, qr, shown, uploads
from linli.faces.resident.forms import KEY, NoteForm, RateForm, SayForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of, remember
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import UrgedAlready, status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.queries import FollowPage

ENDED = frozenset({"closed", "refused", "withdrawn"})


@dataclass
class Opened:
    """A link that opened: who reads, what they read, and the forms of the page."""

    request: HttpRequest
    reader: Reader
    at: datetime
    number: str
    token: str
    page: FollowPage

    @property
    def case(self) -> Case:
        return self.page.leading.case

    @property
    def url(self) -> str:
        return reverse("resident:follow", args=[self.number, self.token])


def _open(request: HttpRequest, number: str, token: str) -> Opened:
    """Open a link. A wrong one and an absent one look the same.

    :raises Http404: it opens nothing.
    """
    at = clock.now()
    reader = reader_of(request, at)
    try:
        found = queries.follow_page(number=number, token=token)
    except NoSuchCase:
        raise Http404(_("没有找到这件事。请核对回执上的编号和链接。")) from None
    return Opened(request, reader, at, number, token, found)


@require_safe
def follow(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Show where a report stands to whoever holds its link."""
    opened, did = _open(request, number, token), request.GET.get("did", "")
    done = DONE.get(did)
    if did == "rate" and opened.case.is_open:
        return _page(opened, done=_("评价收到了。退回重办，由上一级盯着，您不用再报一次。"))
    return _page(opened, done=done() if done else "")


def _moves(opened: Opened) -> frozenset[str]:
    """Say which moves are open to this reader now."""
    shares = list(opened.case.assignments.select_related("unit"))
    moves = queries.moves_open_to(opened.reader.actor, opened.case, shares, opened.at, as_reporter=True)
    verbs = {move.verb for move in moves}
    if not opened.page.is_first:
        verbs -= {"rate", "reply", "withdraw"}
    return frozenset(verbs & {"rate", "reply", "withdraw", "supplement", "urge"})


def _page(opened: Opened, *, status: int = 200, note: str = "", **given: Any) -> HttpResponse:
    report, leading = opened.page.report, opened.page.leading
    case = opened.case
    steps = shown.steps(opened.page, opened.token)
    posts = people.members_of(case.area, opened.at) if case.is_open and case.area.kind == "grid" else []
    fresh = {KEY: uuid.uuid4()}
    context = {
        "number": report.case.number,
        "token": opened.token,
        "case": case,
        "is_merged": opened.page.is_merged,
        "leading_number": leading.case.number,
        "is_first": opened.page.is_first,
        "title": _title(opened.page),
        "place": report.case.place_words,
        "text": report.text if opened.page.reporter.is_first else "",
        "state": shown.state_of(case.state),
        "sentence": shown.sentence_of(case.state, again=bool(case.reopened_count)),
        "said": _said(opened.page),
        "promise": shown.promise_of(case, opened.at),
        "now": shown.track_of(case.state),
        "steps": steps,
        "pair": shown.before_and_after(steps),
        "moves": _moves(opened),
        "is_ended": case.state in ENDED,
        "may_object": case.state in ("closed", "refused"),
        "supervision_phone": case.office.supervision_phone,
        "people": shown.people_of(posts, case.area.phone or case.office.phone)[:1],
        "public_url": reverse("resident:public-report", args=[leading.case.number])
        if leading.is_published
        else "",
        "receipt_url": reverse("resident:receipt", args=[report.case.number, opened.token]),
        "rate_form": RateForm(initial=fresh),
        "say_form": SayForm(initial=fresh),
        "note_form": NoteForm(initial=fresh),
        "most_photos": uploads.MOST_PHOTOS,
        "note": note,
        "done": "",
        "open_form": "",
        **given,
    }
    return page(opened.request, "follow", opened.reader, "mine", context, status=status, office=case.office)


def _title(found: FollowPage) -> str:
    """Give the reader's own title; whoever joined reads the category, or what staff published."""
    report = found.report
    if found.reporter.is_first:
        return report.case.title
    if report.is_published:
        return report.public_title
    return words.in_language(report.category.name, report.category.name_en) if report.category else ""


def _said(found: FollowPage) -> str:
    """Give what staff last said, under the sentence of the state; nothing from before it was taken up again."""
    for step in found.steps:
        if step.after == "accepted" and step.verb in ("rate", "reopen"):
            return step.words if step.verb == "reopen" else ""
        if step.voice is queries.Voice.STAFF and step.words:
            return step.words
    return ""


# ---------------------------------------------------------------- verbs

Doing = Callable[[Opened, dict[str, Any], list[StoredFile]], object]


def _verb(
    name: str, form_name: str, form_class: type[forms.Form], done: Callable[[], str]
) -> Callable[..., Any]:
    """Make a view of a verb: check the form, do it once, and say what was done; or show the page with what was typed."""

    def decorate(do: Doing) -> Callable[..., HttpResponseBase]:
        @require_POST
        @kindly
        def view(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponse:
            opened = _open(request, number, token)
            sent = uploads.receive(request, opened.reader.actor, opened.at) if form_class is SayForm else None
            form = SayForm(request.POST, photos=len(sent.files)) if sent else form_class(request.POST)
            kept: dict[str, Any] = {
                "kept": sent.kept if sent and "X-Linli-Draft" not in request.headers else (),
                "photo_errors": sent.errors if sent else (),
            }
            back: dict[str, Any] = {form_name: form, "open_form": name, **kept}
            if is_stale:
                return _page(opened, note=_("这一页放得久了一点。您写的都在，再按一次就行。"), **back)
            if not form.is_valid() or (sent and sent.errors):
                return _page(opened, status=422, **back)
            try:
                knock(doors.SAY, opened.reader.address, opened.at)
                do(opened, form.cleaned_data, sent.files if sent else [])
            except Refusal as refusal:
                opened = _open(request, number, token)
                return _page(opened, status=status_of(refusal), note=words_of(refusal), **back)
            response = redirect(f"{opened.url}?did={name}")
            remember(response, opened.reader, opened.page.reporter)
            return response

        view.__name__ = f"{name}_report"
        view.__doc__ = do.__doc__
        DONE[name] = done
        return view

    return decorate


DONE: dict[str, Callable[[], str]] = {}


@_verb("rate", "rate_form", RateForm, lambda: _("谢谢，评价收到了。"))
def rate_report(opened: Opened, data: dict[str, Any], files: list[StoredFile]) -> object:
    """Record whether it is solved and how satisfied its reporter is."""
    return operations.rate_report(
        actor=opened.reader.actor,
        number=opened.case.number,
        at=opened.at,
        solved=data["solved"] == "yes",
        level=data["level"],
        words=data["words"],
        reporter=opened.page.reporter,
        key=data[KEY],
    )


@_verb("reply", "say_form", SayForm, lambda: _("收到了，办的人接着办。"))
def reply_report(opened: Opened, data: dict[str, Any], files: list[StoredFile]) -> object:
    """Answer what the office asked."""
    return operations.reply_report(
        actor=opened.reader.actor,
        number=opened.case.number,
        at=opened.at,
        words=data["words"] or PHOTOS_ONLY,
        files=files,
        reporter=opened.page.reporter,
        key=data[KEY],
    )


@_verb("supplement", "say_form", SayForm, lambda: _("补充的收到了，办的人看得到。"))
def supplement_report(opened: Opened, data: dict[str, Any], files: list[StoredFile]) -> object:
    """Add words and photos to a report."""
    return operations.supplement_report(
        actor=opened.reader.actor,
        number=opened.case.number,
        at=opened.at,
        words=data["words"] or PHOTOS_ONLY,
        files=files,
        reporter=opened.page.reporter,
        key=data[KEY],
    )


@_verb("urge", "note_form", NoteForm, lambda: _("催过了，办的人会收到提醒。"))
def urge_report(opened: Opened, data: dict[str, Any], files: list[StoredFile]) -> object:
    """Remind whoever holds the report, at most twice a day."""
    try:
        knock(doors.URGE, str(opened.page.reporter.pk), opened.at)
    except TooOften:
        raise UrgedAlready from None
    return operations.urge_report(
        actor=opened.reader.actor,
        number=opened.case.number,
        at=opened.at,
        note=data["words"] or URGED,
        reporter=opened.page.reporter,
        key=data[KEY],
    )


@_verb("withdraw", "note_form", NoteForm, lambda: _("撤回了。又需要办的时候，再报一次就行。"))
def withdraw_report(opened: Opened, data: dict[str, Any], files: list[StoredFile]) -> object:
    """Take a report back."""
    return operations.withdraw_report(
        actor=opened.reader.actor,
        number=opened.case.number,
        at=opened.at,
        note=data["words"],
        reporter=opened.page.reporter,
        key=data[KEY],
    )


@require_POST
@kindly
def erase_reporter(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponse:
    """Take somebody out of a report at their wish: name, phone, words, photos, and this link."""
    opened = _open(request, number, token)
    if is_stale or "sure" not in request.POST:
        note = _("要去掉，请先勾上“我知道去掉以后看不到进展”，再按一次。")
        return _page(opened, status=422, note=note, open_form="erase")
    operations.erase_reporter(
        actor=opened.reader.actor, reporter=opened.page.reporter, basis=operations.ASKED, at=opened.at
    )
    messages.success(request, _("去掉了。事情照办，只是没有人知道是您反映的，这个链接也打不开了。"))
    return redirect("resident:home")


# Content of the case, read by staff: Chinese whatever the reader's language.
PHOTOS_ONLY = "（补充了照片）"
URGED = "居民催办"


# ---------------------------------------------------------------- receipt and photos


@require_safe
def receipt(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Give the receipt: number, link, QR code, by when somebody gets in touch; for paper too."""
    opened = _open(request, number, token)
    link = request.build_absolute_uri(opened.url)
    context = {
        "number": number,
        "token": token,
        "code": _spaced(token),
        "link": link,
        "qr": qr.code_of(link),
        "follow_url": opened.url,
        "case": opened.case,
        "title": _title(opened.page),
        "sentence": shown.sentence_of(opened.case.state),
        "is_first": opened.page.reporter.is_first,
        "is_known": opened.reader.account is not None,
        "promise": shown.promise_of(opened.case, opened.at),
        "is_urgent": opened.case.is_urgent,
        "filed_at": opened.page.reporter.joined_at,
    }
    return page(request, "receipt", opened.reader, "mine", context, office=opened.case.office)


def _spaced(token: str) -> str:
    """Cut a code into fours, as it is read from paper."""
    return " ".join(token[i : i + 4] for i in range(0, len(token), 4))


def _photo(request: HttpRequest, number: str, token: str, file_id: int) -> StoredFile | None:
    return queries.file_for_reporter(number=number, token=token, file_id=file_id)


follow_photo = guarded(_photo)
