"""Standard answers: words the office agreed on, offered while somebody writes to a resident."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, show
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category, StandardAnswer


class AnswerForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=40,
        help_text=gettext_lazy("写答复的人按它找，如“供暖报修电话”"),
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("用在哪个类别"),
        queryset=Category.objects.filter(tree=Category.Tree.RESIDENT, parent__isnull=False, is_active=True),
        required=False,
        empty_label=gettext_lazy("都能用"),
    )
    text = forms.CharField(
        label=gettext_lazy("答复"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("居民会看到。写清谁、做什么、什么时候；不写姓名和电话号码以外的个人信息"),
    )


def answer_of(request: KeeperRequest, pk: int) -> StandardAnswer:
    """Return a standard answer of the keeper's office."""
    found = StandardAnswer.objects.filter(pk=pk, office=request.ground).select_related("category").first()
    if found is None:
        raise Http404
    return found


@office_keeper
@require_GET
def answers(request: KeeperRequest) -> HttpResponse:
    """List the standard answers, by category."""
    words = request.GET.get("q", "").strip()
    rows = StandardAnswer.objects.filter(office=request.ground).select_related("category")
    if words:
        rows = rows.filter(
            Q(title__contains=words) | Q(text__contains=words) | Q(category__name__contains=words)
        )
    found = list(rows.order_by("-is_active", "category__order", "title", "pk")[:500])
    return show(request, "answers", {"answers": found, "q": words})


@office_keeper
@require_http_methods(["GET", "POST"])
def answer(request: KeeperRequest, pk: int | None = None) -> HttpResponse:
    """Write a standard answer, new or old."""
    found = answer_of(request, pk) if pk is not None else None
    initial = (
        {"title": found.title, "category": found.category_id, "text": found.text} if found is not None else {}
    )
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = operations.write_answer(office=request.ground, answer=found, **form.cleaned_data)
        words = _("“%(title)s”存好了。") % {"title": kept.title}
        did(request, "answer-write", words, kept.title, form=form)
        return redirect("desk:house-answers")
    return show(request, "answer", {"answer": found, "form": form}, status=422 if form.errors else 200)


@office_keeper
@require_POST
def shelve(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take a standard answer out of use, or put it back."""
    found = answer_of(request, pk)
    operations.shelve_answer(answer=found, is_active=not found.is_active)
    said = _("“%(title)s”又能用了。") if found.is_active else _("“%(title)s”不再提供。")
    did(request, "answer-shelve", said % {"title": found.title}, found.title)
    return redirect("desk:house-answers")
