"""Logging in by phone and a one-time code: for those who want their reports on every phone. Nobody has to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.notices import operations as notices
from linli.base.people import operations as people
from linli.base.people.refusals import CodeJustSent
from linli.faces.resident.forms import CodeForm, LogInForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal

BACKEND = "django.contrib.auth.backends.ModelBackend"
STALE = 200


def next_of(request: HttpRequest) -> str:
    """Return where to go after logging in: a page of ours, or one's own."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and asked.startswith("/") else reverse("resident:account")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@kindly
def log_in(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Take a phone and send it a code, whether or not there is an account."""
    at = clock.now()
    reader = reader_of(request, at)
    if reader.account is not None:
        return redirect(next_of(request))
    context = {"next": next_of(request), "note": ""}
    if request.method != "POST":
        return page(request, "log_in", reader, "account", {**context, "form": LogInForm()})
    form, status = LogInForm(request.POST), 422
    if is_stale:
        context["note"], status = _("这一页放得久了一点，再按一次就行。"), STALE
    elif form.is_valid():
        try:
            asked = notices.send_log_in_code(
                phone=form.cleaned_data["phone"], address=reader.address, language=reader.language, at=at
            )
        except CodeJustSent as refusal:
            # The one that was sent may be on its way, or lie there: it is asked for, and the number stays written.
            context["note"], phone = words_of(refusal), form.cleaned_data["phone"]
            shown = {"form": CodeForm(initial={"phone": phone}), "phone": phone}
            return page(
                request, "enter_code", reader, "account", {**context, **shown}, status=status_of(refusal)
            )
        except Refusal as refusal:
            context["note"], status = words_of(refusal), status_of(refusal)
        else:
            code = CodeForm(initial={"phone": asked.phone})
            shown = {"form": code, "phone": asked.phone, "minutes": asked.minutes}
            # A demo sends no messages; it serves this machine only.
            demo = {"demo_code": asked.code} if settings.DEMO_MODE else {}
            return page(request, "enter_code", reader, "account", {**context, **shown, **demo})
    return page(request, "log_in", reader, "account", {**context, "form": form}, status=status)


@require_POST
@sensitive_post_parameters()
@kindly
def enter_code(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Log somebody in who has the code that was sent to their phone."""
    at = clock.now()
    reader, form, status = reader_of(request, at), CodeForm(request.POST), 422
    context = {
        "next": next_of(request),
        "note": "",
        "form": form,
        "phone": str(form["phone"].value() or "")[:40],
    }
    if is_stale:
        context["note"], status = _("这一页放得久了一点，再按一次就行。"), STALE
    elif form.is_valid():
        try:
            account = people.enter_code(
                phone=form.cleaned_data["phone"],
                code=form.cleaned_data["code"],
                address=reader.address,
                language=reader.language,
                at=at,
            )
        except Refusal as refusal:
            context["note"], status = words_of(refusal), status_of(refusal)
        else:
            login(request, account, backend=BACKEND)
            return redirect(next_of(request))
    return page(request, "enter_code", reader, "account", context, status=status)


@require_POST
@kindly
def log_out(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Log a resident out; what the phone remembers is its own affair."""
    at = clock.now()
    reader = reader_of(request, at)
    if reader.account is not None and not is_stale:
        people.logged_out(account=reader.account, address=reader.address, at=at)
        logout(request)
    return redirect("resident:account")
