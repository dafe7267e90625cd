"""The catalogue: what can be reported, what each category says, asks and allows, and who handles it here."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db import transaction
from django.db.models import Q
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk.house.doors import KeeperRequest, did, keeper, refused_in, show
from linli.faces.desk.house.durations import UNITS, words_of
from linli.faces.desk.showing import field_choices
from linli.kernel.limits import MOST, parse
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Category, CategoryHandler
from linli.pillars.governance.reports.texts import SLOTS

CATEGORY_SLOTS: Final = ("accept", "settle", "resolve", "inspect", "callback")
HANDLING_KINDS: Final = (
    UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.COMMUNITY, UnitKind.PROPERTY, UnitKind.PARTNER,
    UnitKind.PARTY, UnitKind.OWNERS,
)  # fmt: skip
BLANK_QUESTIONS: Final = 2
MOST_QUESTIONS: Final = 8
QUESTION_KINDS: Final = (
    ("choice", gettext_lazy("选一个")),
    ("yes_no", gettext_lazy("是或否")),
    ("text", gettext_lazy("写几个字")),
    ("number", gettext_lazy("写数目")),
)


class CategoryForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)
    help = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("居民选类别时看到的一句话"),
    )
    help_en = forms.CharField(label=gettext_lazy("英文说明"), max_length=500, required=False)
    boundary = forms.CharField(
        label=gettext_lazy("和别的类别怎么分"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("什么情况不选这个，该选哪个"),
    )
    boundary_en = forms.CharField(label=gettext_lazy("怎么分（英文）"), max_length=400, required=False)
    words = forms.CharField(
        label=gettext_lazy("居民常用的词"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("用顿号隔开。居民打字时据此猜类别"),
    )
    handler = forms.ModelChoiceField(
        label=gettext_lazy("本街道谁承办"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("按下面的领域建议"),
        help_text=gettext_lazy("派单时排在第一个，最后由人定"),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("承办领域"),
        required=False,
        choices=field_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    check_before = forms.BooleanField(label=gettext_lazy("先到现场核实，再决定受不受理"), required=False)
    spot_check = forms.BooleanField(label=gettext_lazy("办完要到现场核查"), required=False)
    is_urgent = forms.BooleanField(label=gettext_lazy("紧急：不分昼夜马上通知"), required=False)
    is_public = forms.BooleanField(label=gettext_lazy("可以公开到地图上"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("在用：居民和工作人员能选到"), required=False)
    nearby_m = forms.IntegerField(
        label=gettext_lazy("查重半径（米）"),
        min_value=0,
        max_value=2000,
        help_text=gettext_lazy("这么近的同类件可能是同一件事；0 是从不"),
    )

    def __init__(self, *args: Any, office: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(path__startswith=office.path, kind__in=HANDLING_KINDS, is_active=True)
        self.fields["handler"].queryset = units.order_by("kind", "order", "pk")  # type: ignore[attr-defined]
        for slot in CATEGORY_SLOTS:
            self.fields[f"{slot}_amount"] = forms.IntegerField(
                label=str(SLOTS[slot]), min_value=1, max_value=MOST, required=False
            )
            self.fields[f"{slot}_unit"] = forms.ChoiceField(
                label=str(SLOTS[slot]), choices=UNITS, required=False
            )

    def clean_words(self) -> list[str]:
        said = self.cleaned_data["words"].replace(",", "、").replace("，", "、").split("、")
        return list(dict.fromkeys(word.strip() for word in said if word.strip()))

    def limits(self) -> dict[str, str]:
        """Return the category's own limits; a slot without an amount is left to the flow."""
        data = self.cleaned_data
        return {
            slot: f"{data[f'{slot}_amount']} {data[f'{slot}_unit'] or 'work_day'}"
            for slot in CATEGORY_SLOTS
            if data.get(f"{slot}_amount")
        }

    def slot_rows(self) -> list[dict[str, object]]:
        """Return the rows of the table of limits: two fields, and what holds without them."""
        return [
            {
                "word": SLOTS[slot],
                "amount": self[f"{slot}_amount"],
                "unit": self[f"{slot}_unit"],
                "default": words_of(REPORT.limits[slot]),
                "source": REPORT.limits[slot].source,
            }
            for slot in CATEGORY_SLOTS
        ]

    def fields_of(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]

    @property
    def words_fields(self) -> list[BoundField]:
        return self.fields_of("name", "name_en", "help", "help_en", "boundary", "boundary_en", "words")

    @property
    def rule_fields(self) -> list[BoundField]:
        return self.fields_of("check_before", "spot_check", "is_urgent", "is_public", "is_active", "nearby_m")


class QuestionForm(forms.Form):
    code = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(label=gettext_lazy("问什么"), max_length=80, required=False)
    english = forms.CharField(label=gettext_lazy("英文"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("怎么答"), choices=QUESTION_KINDS, required=False)
    choices = forms.CharField(
        label=gettext_lazy("选项"),
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个：中文 = 英文"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("words") and data.get("kind") == "choice" and len(_choices(data["choices"], [])) < 2:
            self.add_error("choices", _("至少写两个选项，一行一个。"))
        return data


QuestionSet = forms.formset_factory(QuestionForm, extra=BLANK_QUESTIONS, max_num=MOST_QUESTIONS)


def _choices(text: str, old: list[list[str]]) -> list[list[str]]:
    """Read lines “中文 = English”. A choice keeps its code while its Chinese stays, so that answers given keep theirs."""
    codes = {row[1]: row[0] for row in old}
    used = set(codes.values())
    found = []
    for line in text.splitlines():
        chinese, _mark, english = (part.strip() for part in line.partition("="))
        if not chinese:
            continue
        code = codes.get(chinese) or next(
            name for name in (f"c{i}" for i in range(1, 10_000)) if name not in used
        )
        used.add(code)
        found.append([code, chinese, english or chinese])
    return found


def _questions(formset: Any, old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    before = {question["code"]: question for question in old}
    used = set(before)
    found = []
    for form in formset:
        data = form.cleaned_data
        if not data.get("words"):
            continue
        code = data.get("code") if data.get("code") in before else ""
        if not code:
            code = next(name for name in (f"q{i}" for i in range(1, 10_000)) if name not in used)
            used.add(code)
        kind = data.get("kind") or "text"
        had = before.get(code, {}).get("choices", [])
        found.append(
            {
                "code": code,
                "words": data["words"],
                "english": data["english"] or data["words"],
                "kind": kind,
                "choices": _choices(data["choices"], had) if kind == "choice" else [],
            }
        )
    return found


class NewCategoryForm(forms.Form):
    parent = forms.ModelChoiceField(
        label=gettext_lazy("放在哪一类下面"),
        queryset=Category.objects.filter(tree=Category.Tree.RESIDENT, parent__isnull=True, is_active=True),
        empty_label=gettext_lazy("请选"),
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)
    help = forms.CharField(label=gettext_lazy("说明"), max_length=400, required=False)


@keeper
@require_GET
def catalogue(request: KeeperRequest) -> HttpResponse:
    """Show a tree of the catalogue, or the categories in which words occur."""
    tree = request.GET.get("tree", "")
    tree = tree if tree in Category.Tree.values else Category.Tree.RESIDENT
    words = request.GET.get("q", "").strip()
    rows = Category.objects.filter(tree=tree).select_related("parent").order_by("order", "code")
    if words:
        rows = rows.filter(
            Q(name__contains=words)
            | Q(name_en__icontains=words)
            | Q(code__iexact=words)
            | Q(words__contains=[words])
            | Q(parent__name__contains=words)
        )
    handlers = dict(
        CategoryHandler.objects.filter(office=request.ground).values_list("category_id", "unit__name")
    )
    groups: dict[str, tuple[Category | None, list[tuple[Category, str]]]] = {}
    for row in rows:
        if row.parent_id is None:
            groups.setdefault(row.code, (row, []))
        else:
            groups.setdefault(row.parent_id, (row.parent, []))[1].append((row, handlers.get(row.code, "")))
    context = {
        "groups": list(groups.values()),
        "trees": Category.Tree.choices,
        "tree": tree,
        "q": words,
        "count": sum(len(kinds) for _head, kinds in groups.values()),
    }
    return show(request, "catalogue", context)


@keeper
@require_http_methods(["GET", "POST"])
def new_category(request: KeeperRequest) -> HttpResponse:
    """Add a category of our own to the residents' tree."""
    form = NewCategoryForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            made = operations.add_category(**form.cleaned_data)
        except Refusal as refusal:
            status = refused_in(form, refusal, request)
        else:
            words = _("已加“%(name)s”，居民现在能选到。再补上时限和谁承办。") % {"name": made.name}
            did(request, "category-add", words, made)
            return redirect("desk:house-catalogue-category", code=made.code)
    return show(request, "new_category", {"form": form}, status=status)


def _initial(found: Category, handler: CategoryHandler | None) -> dict[str, object]:
    names = (
        "name", "name_en", "help", "help_en", "boundary", "boundary_en", "roles", "check_before", "spot_check",
        "is_urgent", "is_public", "is_active", "nearby_m",
    )  # fmt: skip
    initial: dict[str, object] = {name: getattr(found, name) for name in names}
    initial |= {"words": "、".join(found.words), "handler": handler.unit_id if handler else None}
    for slot in CATEGORY_SLOTS:
        own = found.limits.get(slot)
        limit = parse(own) if own else REPORT.limits[slot]
        initial[f"{slot}_unit"] = limit.unit.value
        if own:
            initial[f"{slot}_amount"] = limit.amount
    return initial


@keeper
@require_http_methods(["GET", "POST"])
def category(request: KeeperRequest, code: str) -> HttpResponse:
    """Show a category and change what it says, asks and allows."""
    found = Category.objects.filter(code=code).select_related("parent").first()
    if found is None:
        raise Http404
    handler = CategoryHandler.objects.filter(office=request.ground, category=found).first()
    form = CategoryForm(request.POST or None, office=request.ground, initial=_initial(found, handler))
    asked = [
        {**q, "choices": "\n".join(f"{row[1]} = {row[2]}" for row in q.get("choices", []))}
        for q in found.questions
    ]
    formset = QuestionSet(request.POST or None, initial=asked, prefix="q")
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        data = dict(form.cleaned_data)
        chosen = data.pop("handler")
        for slot in CATEGORY_SLOTS:
            del data[f"{slot}_amount"], data[f"{slot}_unit"]
        with transaction.atomic():
            questions = _questions(formset, found.questions)
            operations.change_category(category=found, limits=form.limits(), questions=questions, **data)
            operations.set_handler(office=request.ground, category=found, unit=chosen)
        words = _("已改好“%(name)s”。新提的件按新的来，正在办的不变。") % {"name": found.name}
        did(request, "category-change", words, found, form=form)
        return redirect("desk:house-catalogue-category", code=code)
    status = 422 if form.errors or (formset.is_bound and not formset.is_valid()) else 200
    context = {"category": found, "form": form, "formset": formset, "is_heading": found.parent_id is None}
    return show(request, "category", context, status=status)
