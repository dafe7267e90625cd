"""Who must approve which bulletin: a table of the office, changed line by line."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins import operations, queries
from linli.pillars.service.bulletins.models import ApprovalRule, Bulletin
from linli.pillars.service.bulletins.rules import READ_FIRST, BulletinKind, ReachLevel
from linli.pillars.service.bulletins.texts import LEVELS


class ApprovalForm(forms.Form):
    """One line of the table."""

    kind = forms.ChoiceField(choices=Bulletin.Kind.choices, widget=forms.HiddenInput)
    level = forms.ChoiceField(choices=[(v.value, v.value) for v in ReachLevel], widget=forms.HiddenInput)
    by = forms.ChoiceField(label=gettext_lazy("谁审"), choices=ApprovalRule.By.choices)
    at_once = forms.BooleanField(label=gettext_lazy("可以先发出，后审"), required=False)


def _page(request: KeeperRequest, wrong: ApprovalForm | None = None, *, status: int = 200) -> HttpResponse:
    table = queries.approvals(request.ground)
    lines = []
    for kind in BulletinKind:
        for level in ReachLevel:
            if kind in READ_FIRST and level is ReachLevel.STREET:
                continue  # a company speaks to one community
            rule = table[kind, level]
            key = f"{kind.value}-{level.value}"
            initial = {"kind": kind.value, "level": level.value, "by": rule.by.value, "at_once": rule.at_once}
            form = wrong if wrong is not None and wrong.prefix == key else None
            lines.append(
                (
                    Bulletin.Kind(kind.value).label,
                    LEVELS[level],
                    form or ApprovalForm(initial=initial, prefix=key),
                    key,
                )
            )
    return show(request, "approvals", {"lines": lines}, status=status)


@office_keeper
@require_GET
def approvals(request: KeeperRequest) -> HttpResponse:
    """Show who approves what."""
    return _page(request)


@office_keeper
@require_POST
def choose(request: KeeperRequest) -> HttpResponse:
    """Change one line."""
    form = ApprovalForm(request.POST, prefix=request.POST.get("line", "")[:40])
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        rule = operations.choose_approval(office=request.ground, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, form, status=refused_in(form, refusal, request))
    kind, by = Bulletin.Kind(rule.kind).label, rule.get_by_display()
    did(request, "approval-choose", _("%(kind)s：%(by)s。") % {"kind": kind, "by": by}, rule, form=form)
    return redirect("desk:house-approvals")
