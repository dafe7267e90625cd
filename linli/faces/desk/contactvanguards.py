"""A vanguard household at the desk: its doors, and the consent to be known to them where it was given on paper."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.contacts import chaining
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.parts.inputs import DayField, WordsField
from linli.kernel import clock
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import queries, rules
from linli.pillars.party.contacts.queries import VanguardPage


class PaperForm(forms.Form):
    """What was agreed on paper."""

    shown_name = WordsField(
        label=gettext_lazy("愿意让街坊怎么称呼"), most=20, help_text=gettext_lazy("照纸上写的，如“王老师”")
    )
    signed_on = DayField(label=gettext_lazy("纸上哪天签的"))
    paper = WordsField(
        label=gettext_lazy("那张纸放在哪里"),
        most=60,
        help_text=gettext_lazy("如“社区档案柜 3 号盒”，不写姓名电话"),
    )
    agrees = forms.BooleanField(label=gettext_lazy("纸上写着上面这句话，本人签了字"))


class BackForm(forms.Form):
    """Nothing is asked of who takes back a consent."""


def _paper_form(request: DeskRequest, page: VanguardPage, **bind: Any) -> forms.Form:
    return PaperForm(initial={"signed_on": clock.local(request.at).date()}, **bind)


def _back_form(request: DeskRequest, page: VanguardPage, **bind: Any) -> forms.Form | None:
    return BackForm(**bind) if page.standing is not None else None


def _write(request: DeskRequest, page: VanguardPage, form: Any) -> None:
    given = {name: value for name, value in form.cleaned_data.items() if name != "agrees"}
    op.write_consent(actor=request.actor, at=request.at, vanguard=page.vanguard.pk, **given)


def _take_back(request: DeskRequest, page: VanguardPage, form: Any) -> None:
    op.withdraw_consent(actor=request.actor, at=request.at, vanguard=page.vanguard.pk)


FOLDS: Final[Folds[VanguardPage]] = Folds(
    "desk:contact-vanguard",
    {
        "paper": Fold(
            gettext_lazy("记下纸上的同意"),
            _paper_form,
            _write,
            gettext_lazy("有手机的，请本人在自己的页上点；没有手机、不会用的，才代记。"),
        ),
        "back": Fold(
            gettext_lazy("本人收回，不公开了"),
            _back_form,
            _take_back,
            gettext_lazy("本人说一声就收回，不问理由，街坊马上看不到。"),
            is_danger=True,
        ),
    },
)


def _page(
    request: DeskRequest, page: VanguardPage, given: Given | None = None, status: int = 200
) -> HttpResponseBase:
    one = page.vanguard
    context = {
        "page": page,
        "one": one,
        "sentence": rules.CONSENT,
        "folds": FOLDS.shown(request, page, [one.community_id, one.pk], given),
    }
    return furniture.page(request, "desk/contacts/vanguard.html", context, status=status)


def _found(request: DeskRequest, pk: int, vanguard_id: int) -> VanguardPage:
    return queries.vanguard_page(actor=request.actor, community=pk, vanguard=vanguard_id)


@chaining
@require_GET
def vanguard(request: DeskRequest, pk: int, vanguard_id: int) -> HttpResponseBase:
    """Show a vanguard household, masked, with its doors and what it agreed to."""
    return _page(request, _found(request, pk, vanguard_id))


@chaining
@require_POST
def act(request: DeskRequest, pk: int, vanguard_id: int, verb: str) -> HttpResponseBase:
    """Write a consent given on paper down, or take one back."""
    page = _found(request, pk, vanguard_id)
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _page(request, page, given, status),
        to=reverse("desk:contact-vanguard", args=[pk, vanguard_id]),
    )
