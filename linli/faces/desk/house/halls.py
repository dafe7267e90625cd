"""Halls, their windows and what each can do: set up once by the office's system administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, show
from linli.pillars.service.catalog.rules.groups import GROUPS
from linli.pillars.service.counters import operations
from linli.pillars.service.counters.models import Hall, ServiceKind, Window
from linli.pillars.service.ratings import operations as ratings


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HallForm(forms.ModelForm):  # type: ignore[type-arg]
    """A hall: whose, where, when it is open."""

    class Meta:
        model = Hall
        fields = (
            "name", "unit", "place", "opens", "closes", "noon_from", "noon_until", "priority_minutes",
            "takes_bookings", "slot_minutes", "walk_in_percent", "days_ahead", "is_active",
        )  # fmt: skip
        widgets = {name: _clock() for name in ("opens", "closes", "noon_from", "noon_until")}
        help_texts = {
            "noon_from": gettext_lazy("午间不休就空着"),
            "priority_minutes": gettext_lazy("老人、残疾人、孕妇、军人按早到多少分钟排，最多 30"),
            "slot_minutes": gettext_lazy("预约按这么长一段一段放，10 到 120"),
            "walk_in_percent": gettext_lazy("窗口时间的百分之几不放出来预约，最多 90"),
            "days_ahead": gettext_lazy("1 到 60"),
        }

    def __init__(self, *args: Any, ground: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            label=gettext_lazy("归哪个单位"),
            queryset=Unit.objects.filter(
                path__startswith=ground.path,
                kind__in=(UnitKind.SUBDISTRICT, UnitKind.COMMUNITY),
                is_active=True,
            ),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("关门要晚于开门。"))
        for name, least, most in (
            ("slot_minutes", 10, 120), ("walk_in_percent", 0, 90), ("days_ahead", 1, 60),
        ):  # fmt: skip
            if (value := data.get(name)) is not None and not least <= value <= most:
                self.add_error(name, _("写 %(least)s 到 %(most)s。") % {"least": least, "most": most})
        noon, until = data.get("noon_from"), data.get("noon_until")
        if bool(noon) != bool(until):
            self.add_error("noon_until", _("午休从几点到几点，两个都写，或者都空着。"))
        elif noon and until and opens and closes and not opens <= noon < until <= closes:
            self.add_error("noon_until", _("午休要在开门和关门之间。"))
        return data


class KindForm(forms.ModelForm):  # type: ignore[type-arg]
    """A kind of matters: its letter, how people say it, how long it takes."""

    words = forms.CharField(
        label=gettext_lazy("居民会怎么说"),
        required=False,
        help_text=gettext_lazy("用空格或顿号分开，如：医保卡 养老金 社保"),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("办事指南里的哪几组"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, zh) for code, (zh, _en) in GROUPS.items()],
    )

    class Meta:
        model = ServiceKind
        fields = ("letter", "name", "name_en", "words", "groups", "usual_minutes", "order", "is_active")
        help_texts = {"letter": gettext_lazy("一个大写字母，印在号的前面")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["words"] = " ".join(self.instance.words or [])

    def clean_letter(self) -> str:
        letter = str(self.cleaned_data["letter"]).upper()
        if not ("A" <= letter <= "Z"):
            raise forms.ValidationError(_("写一个英文字母。"))
        taken = ServiceKind.objects.filter(hall=self.instance.hall, letter=letter).exclude(
            pk=self.instance.pk
        )
        if taken.exists():
            raise forms.ValidationError(_("这个字头用过了。"))
        return letter

    def clean_words(self) -> list[str]:
        return [word for word in self.cleaned_data["words"].replace("、", " ").split() if word][:40]

    def clean_usual_minutes(self) -> int:
        minutes = int(self.cleaned_data["usual_minutes"])
        if not 1 <= minutes <= 240:
            raise forms.ValidationError(_("写 1 到 240 分钟。"))
        return minutes


class WindowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A window: its number, its name, what it can do."""

    class Meta:
        model = Window
        fields = ("number", "name", "kinds", "is_active")
        widgets = {"kinds": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].queryset = ServiceKind.objects.filter(hall=self.instance.hall)  # type: ignore[attr-defined]

    def clean_number(self) -> int:
        number = int(self.cleaned_data["number"])
        taken = Window.objects.filter(hall=self.instance.hall, number=number).exclude(pk=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("这个号的窗口已经有了。"))
        return number


@office_keeper
@require_GET
def halls(request: KeeperRequest) -> HttpResponse:
    """List the halls of the office and its communities."""
    found = Hall.objects.filter(unit__path__startswith=request.ground.path).select_related("unit")
    return show(request, "halls", {"halls": list(found.prefetch_related("windows", "kinds"))})


def hall_of(request: KeeperRequest, pk: int) -> Hall:
    """Return a hall on the keeper's ground."""
    found = (
        Hall.objects.filter(pk=pk, unit__path__startswith=request.ground.path).select_related("unit").first()
    )
    if found is None:
        raise Http404
    return found


@office_keeper
@require_http_methods(["GET", "POST"])
def hall(request: KeeperRequest, pk: int | None = None) -> HttpResponse:
    """Set up a hall, new or old, and list its kinds and windows."""
    found = hall_of(request, pk) if pk is not None else None
    form = HallForm(request.POST or None, instance=found, ground=request.ground)
    if request.method == "POST" and form.is_valid():
        kept = operations.write_hall(hall=form.save(commit=False))
        did(request, "hall-write", _("“%(name)s”存好了。") % {"name": kept.name}, kept, form=form)
        return redirect("desk:house-hall", kept.pk)
    context = {
        "form": form,
        "hall": found,
        "kinds": list(found.kinds.all()) if found else [],
        "windows": list(found.windows.prefetch_related("kinds")) if found else [],
    }
    return show(request, "hall", context, status=422 if form.errors else 200)


@office_keeper
@require_http_methods(["GET", "POST"])
def kind(request: KeeperRequest, pk: int, part: int) -> HttpResponse:
    """Write a kind of matters of a hall; 0 is a new one."""
    hall = hall_of(request, pk)
    found = _part(ServiceKind, hall, part)
    form = KindForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = operations.write_kind(kind=form.save(commit=False))
        did(request, "hall-kind-write", _("“%(name)s”存好了。") % {"name": kept.name}, kept, form=form)
        return redirect("desk:house-hall", hall.pk)
    context = {"form": form, "hall": hall, "title": found.name if part else _("加一类事")}
    return show(request, "hall_part", context, status=422 if form.errors else 200)


@office_keeper
@require_http_methods(["GET", "POST"])
def window(request: KeeperRequest, pk: int, part: int) -> HttpResponse:
    """Write a window of a hall; 0 is a new one."""
    hall = hall_of(request, pk)
    found = _part(Window, hall, part)
    form = WindowForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = operations.write_window(window=form.save(commit=False), kinds=list(form.cleaned_data["kinds"]))
        did(request, "hall-window-write", _("%(name)s 窗口存好了。") % {"name": kept}, kept)
        return redirect("desk:house-hall", hall.pk)
    context = {"form": form, "hall": hall, "title": str(found) if part else _("加一个窗口")}
    if part:
        tablet = reverse("resident:tablet", args=[found.pk, ratings.tablet_token(found)])
        context["tablet_url"] = request.build_absolute_uri(tablet)
    return show(request, "hall_part", context, status=422 if form.errors else 200)


def _part(model: Any, hall: Hall, part: int) -> Any:
    if not part:
        return model(hall=hall)
    found = model.objects.filter(hall=hall, pk=part).first()
    if found is None:
        raise Http404
    return found
