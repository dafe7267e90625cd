"""Finding a report again: its number, and the phone it was reported with or the code of its link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.base.people.knocks import TooOften, knock
from linli.faces.resident import doors
from linli.faces.resident.forms import FindForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of, remember, remember_application
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.pillars.governance.reports import operations, queries
from linli.pillars.service.applications import operations as applied_operations
from linli.pillars.service.applications import queries as applications


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def find_report(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Open a report for whoever knows its number and how it was reported.

    A wrong number, a wrong phone and a wrong code are told in the same words.
    """
    at = clock.now()
    reader = reader_of(request, at)
    if request.method != "POST":
        form = FindForm(initial={"number": request.GET.get("number", "")[:40]})
        return page(request, "find", reader, "mine", {"form": form, "note": ""})
    form, note, status = FindForm(request.POST), "", 422
    if is_stale:
        note, status = _("这一页放得久了一点，再按一次“查找”就行。"), 200
    elif form.is_valid():
        number, proof = form.cleaned_data["number"], form.cleaned_data["proof"]
        try:
            knock(doors.FIND, reader.address, at)
            knock(doors.FIND_NUMBER, number, at)
        except TooOften as refusal:
            note, status = words_of(refusal), 429
        else:
            if (applied := applications.application_by_proof(number=number, proof=proof)) is not None:
                token = applied_operations.token_of(applied)
                response = redirect("resident:application", number=number, token=token)
                remember_application(response, reader, applied)
                return response
            reporter = queries.reporter_by_proof(number=number, proof=proof)
            if reporter is not None:
                token = operations.token_of(reporter)
                response = redirect("resident:follow", number=number, token=token)
                remember(response, reader, reporter)
                return response
            note = _(
                "编号和手机号（或查询码）对不上。请核对回执；没留电话又丢了链接的，打社区电话，报编号也能问。"
            )
    return page(request, "find", reader, "mine", {"form": form, "note": note}, status=status)
