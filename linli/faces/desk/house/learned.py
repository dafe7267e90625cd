"""What the office's own cases taught: which version answers, how good it is, and one click back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.language import learnable, operations, proposing
from linli.base.language.models import LearnedModel
from linli.base.language.operations import NoSuchVersion
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, show

MOST = 12


@office_keeper
@require_GET
def learned(request: KeeperRequest) -> HttpResponse:
    """List what is learned, with the versions of each. Four queries a subject at most."""
    found = []
    for subject in learnable.subjects():
        rows = LearnedModel.objects.filter(subject=subject.name, office=request.ground).defer("packed")
        versions = list(rows.select_related("chosen_by")[:MOST])
        state = proposing.state_of(subject.name, request.ground.pk)
        found.append(
            {"subject": subject, "versions": versions, "state": state, "least": operations.LEAST_EXAMPLES}
        )
    return show(request, "learned", {"subjects": found})


@office_keeper
@require_POST
def choose(request: KeeperRequest, subject: str, version: int) -> HttpResponse:
    """Put an earlier version into use; 0 goes back to the first day."""
    known = {one.name: one for one in learnable.subjects()}
    if subject not in known:
        raise Http404
    try:
        operations.choose_version(
            actor=request.actor, at=request.at, subject=subject, office=request.ground, version=version
        )
    except NoSuchVersion as refusal:
        raise Http404 from refusal
    title = str(known[subject].title)
    if version:
        words = _("%(subject)s改用第 %(version)s 版。") % {"subject": title, "version": version}
    else:
        words = _("%(subject)s退回到只看目录。") % {"subject": title}
    did(request, "learned-choose", words, f"{subject} {version}")
    return redirect("desk:house-learned")
