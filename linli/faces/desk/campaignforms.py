"""The forms of campaigns: opening one, its list, a deed at a door, what the morning decides."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.kernel import clock
from linli.pillars.governance.campaigns import rules
from linli.pillars.governance.campaigns.models import Campaign
from linli.pillars.governance.campaigns.rules import Ask
from linli.pillars.governance.visits.models import Change

DAY: Final = {"type": "date"}


def _day(label: Any, **more: Any) -> forms.DateField:
    return DayField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more)


def _units(units: Sequence[Unit]) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in units]


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class CampaignForm(PressForm):
    """What is done, on what ground, in which days, by which steps, with whom."""

    kind = forms.ChoiceField(
        label=_("哪一种"), choices=Campaign.Kind.choices, widget=forms.RadioSelect, initial="action"
    )
    name = WordsField(label=_("叫什么"), most=60)
    basis = WordsField(label=_("凭哪份文件"), most=200)
    from_date = _day(_("从哪天起"))
    until_date = _day(_("到哪天为止"))
    unit = forms.ChoiceField(label=_("谁负责"))
    parties = forms.MultipleChoiceField(
        label=_("谁一起办"), required=False, widget=forms.CheckboxSelectMultiple
    )
    steps = WordsField(
        label=_("每户要走哪几步"),
        most=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一步：名称，几天。要照片才算办完的，后面加“，要照片”"),
    )
    form = WordsField(
        label=_("每户要填什么"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "一行一问，比如：面积：数字；去哪里：新市场/不做了；备注：文字。登记里有的写“怎么住的：登记”“从业人数：登记”，自动带出来，不一样的改回登记。不要问用不着的"
        ),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], parties: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = _units(units)  # type: ignore[attr-defined]
        self.fields["parties"].choices = _units(parties)  # type: ignore[attr-defined]
        today = clock.local(clock.now()).date()
        self.initial.setdefault("from_date", today)
        self.initial.setdefault("until_date", today + timedelta(days=30))
        self.initial.setdefault("steps", "告知，3天\n签字，7天\n办完，10天，要照片")


class SheetForm(forms.Form):
    """A sheet of doors."""

    file = forms.FileField(
        label=_("名单"), help_text=_("Excel、WPS 或 CSV，要有“名称”一列，可以有地址、所在社区")
    )


class DrawForm(forms.Form):
    """Which register gives the doors: shops or enterprises of an area, households of a compound."""

    what = forms.ChoiceField(
        label=_("从哪本台账取"),
        choices=[("shops", _("门店")), ("enterprises", _("企业")), ("households", _("小区的每一户"))],
        widget=forms.RadioSelect,
        initial="shops",
    )
    area = forms.ChoiceField(label=_("哪个社区、网格"), required=False)
    words = WordsField(
        label=_("街道、店招里有哪些字"), most=40, required=False, help_text=_("只给门店用，比如：老街")
    )
    compound = forms.ChoiceField(label=_("哪个小区"), required=False)

    def __init__(
        self, *args: Any, areas: Sequence[Unit], compounds: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = _units(areas)  # type: ignore[attr-defined]
        self.fields["compound"].choices = [("", "—"), *((str(pk), name) for pk, name in compounds)]  # type: ignore[attr-defined]


class GiveForm(PressForm):
    """Whose turn it is at every door that is open."""

    to = forms.ChoiceField(
        label=_("交给谁"), required=False, help_text=_("交给网格要先准入，再在下面挂上任务编号")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("各归各的社区、网格")), *_units(units)]  # type: ignore[attr-defined]


class TaskForm(PressForm):
    """By which task grid workers were let in."""

    number = WordsField(label=_("网格任务的编号"), most=24)


class CloseForm(PressForm):
    """What came of it."""

    result = WordsField(label=_("结论"), most=500, widget=forms.Textarea(attrs={"rows": 3}))


class DeedForm(PressForm):
    """What was done at a door, with photos."""

    words = WordsField(label=_("写几句"), most=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    photos = PhotosField(label=_("照片"))


class WhyForm(PressForm):
    """Why."""

    words = WordsField(label=_("为什么"), most=1000, widget=forms.Textarea(attrs={"rows": 2}))


class StickForm(WhyForm):
    """Why it does not go on, and who decides."""

    decider = forms.ChoiceField(label=_("要谁拍板"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].choices = _units(units)  # type: ignore[attr-defined]


class FillForm(PressForm):
    """The campaign's own form, with what is known filled in."""

    def __init__(
        self,
        *args: Any,
        asks: Sequence[Ask],
        answers: dict[str, str],
        known: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks, self.known = asks, known or {}
        for n, ask in enumerate(asks):
            self.fields[f"f{n}"] = _question(ask)
            self.initial.setdefault(f"f{n}", answers.get(ask.label, "") or self.known.get(ask.label, ""))
            if ask.label in self.known:
                said = self.known[ask.label]
                self.fields[f"f{n}"].help_text = (
                    format_lazy(_("登记的是：{said}"), said=said) if said else _("登记里还空着")
                )
        if self.known:
            self.fields["source"] = forms.ChoiceField(
                label=_("和登记不一样，是谁说的"),
                choices=Change.Source.choices,
                widget=forms.RadioSelect,
                required=False,
                help_text=_("选了就把登记一起改过来，原来的留底"),
            )

    @property
    def put_right(self) -> Ask | None:
        """The question whose answer is another than the register says."""
        return rules.put_right_by(self.asks, self.known, self.answers())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.known and self.put_right is not None and not given.get("source"):
            self.add_error("source", _("和登记不一样：选一下是谁说的，登记会一起改。"))
        return given

    def answers(self) -> dict[str, str]:
        """Give what was answered, by question."""
        return {ask.label: self.cleaned_data.get(f"f{n}", "") for n, ask in enumerate(self.asks)}


def _question(ask: Ask) -> forms.Field:
    if ask.kind == rules.CHOICE:
        choices = [(one, one) for one in ask.choices]
        return forms.ChoiceField(label=ask.label, choices=choices, required=False, widget=forms.RadioSelect)
    mode = {"inputmode": "decimal", "autocomplete": "off"} if ask.kind == rules.NUMBER else {}
    return WordsField(
        label=ask.label, most=rules.LONGEST_ANSWER, required=False, widget=forms.TextInput(attrs=mode)
    )


class WordsForm(PressForm):
    """What was said beyond decisions."""

    words = WordsField(
        label=_("会上还说了什么"), most=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideForm(PressForm):
    """What is decided: who does it until which day, about which door."""

    what = WordsField(label=_("议定什么"), most=500, widget=forms.Textarea(attrs={"rows": 2}))
    to = forms.ChoiceField(label=_("谁来办"))
    until = _day(_("哪天办完"))
    target = forms.ChoiceField(label=_("说的哪一户"), required=False)

    def __init__(
        self, *args: Any, units: Sequence[Unit], doors: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _units(units)  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", _("整项行动")), *((str(pk), w) for pk, w in doors)]  # type: ignore[attr-defined]


class AnswerForm(PressForm):
    """What was done, or why not."""

    answer = WordsField(label=_("写几句"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(PressForm):
    """What those who have to do with it should know."""

    note = WordsField(label=_("写几句"), most=500, widget=forms.Textarea(attrs={"rows": 2}))
