"""The forms of whistles: blowing one, and what each verb asks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.parts.inputs import DayField, KeyField, MomentField, WordsField
from linli.pillars.governance.whistles.models import Offer, Whistle
from linli.pillars.governance.whistles.texts import ASKED, MARKS

AREA = {"rows": 2}


class BlowForm(forms.Form):
    """Which kind, whom, what, where, by when. By keyboard alone: letters choose, Tab goes on, Enter sends."""

    kind = forms.ChoiceField(label=_("哪种哨"), choices=Whistle.Kind.choices, widget=forms.RadioSelect)
    units = forms.MultipleChoiceField(label=_("叫谁来"), widget=forms.CheckboxSelectMultiple, required=False)
    offers = forms.MultipleChoiceField(
        label=_("愿意来的"), widget=forms.CheckboxSelectMultiple, required=False
    )
    is_posted = forms.BooleanField(label=_("挂出来，谁能办谁认领"), required=False)
    asked = WordsField(
        label=_("请他们做什么"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("第一行当标题。写事，不写居民的姓名电话"),
    )
    place = WordsField(label=_("在哪里"), most=120, required=False)
    wanted_by = MomentField(
        label=_("最晚什么时候办好"), required=False, help_text=_("空着就按这种哨的时限，只能更早")
    )
    key = KeyField()

    def __init__(
        self,
        *args: Any,
        proposed: Sequence[Unit],
        others: Sequence[Unit],
        offers: Sequence[Offer] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing = {str(one.pk): one for one in offers}
        self.fields["offers"].choices = [(pk, str(one)) for pk, one in self.standing.items()]  # type: ignore[attr-defined]
        self.proposed, self.others = list(proposed), list(others)
        self.known = {str(u.pk): u for u in (*self.proposed, *self.others)}
        self.fields["units"].choices = [(pk, str(u)) for pk, u in self.known.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("key", uuid.uuid4())

    @property
    def taken(self) -> list[Offer]:
        """The offers that were taken up."""
        return [self.standing[pk] for pk in self.cleaned_data["offers"]]

    @property
    def offered(self) -> list[tuple[str, Offer, bool]]:
        """The offers to choose from."""
        given = set(self["offers"].value() or ())
        return [(pk, one, pk in given) for pk, one in self.standing.items()]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody who comes, unless it is put up for whoever can."""
        given = super().clean() or {}
        if not (given.get("units") or given.get("offers") or given.get("is_posted")):
            self.add_error("units", _("请选叫谁来；说不准是谁的，就挂出来让部门认领。"))
        return given

    @property
    def called(self) -> list[Unit]:
        """The departments that were chosen."""
        return [self.known[pk] for pk in self.cleaned_data["units"]]

    @property
    def lines(self) -> list[tuple[Any, list[tuple[str, str, bool]], bool]]:
        """The departments to choose from: those proposed, the street's own, those of the district."""
        first = [] if self["offers"].value() else self.proposed[:1]
        given = set(self["units"].value() or ()) if self.is_bound else {str(u.pk) for u in first}
        own = [one for one in self.others if one.kind == UnitKind.OFFICE]
        above = [one for one in self.others if one.kind != UnitKind.OFFICE]
        groups = ((_("建议"), self.proposed), (_("街道的科室和站所"), own), (_("区里的部门"), above))
        return [
            (
                word,
                [(str(u.pk), str(u), str(u.pk) in given) for u in units],
                any(str(u.pk) in given for u in units),
            )
            for word, units in groups
            if units
        ]


class PlanForm(forms.Form):
    """The elements of an answer; the moment it was accepted is known."""

    with_whom = WordsField(label=_("和谁商量过"), most=100, help_text=_("单位，如“街道、供热公司”"))
    measure = WordsField(label=_("怎么办"), most=500, widget=forms.Textarea(attrs=AREA))
    deadline = MomentField(label=_("哪天办好"))


class AnswerForm(forms.Form):
    """What came of it."""

    answer = WordsField(label=_("办得怎样了"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why."""

    note = WordsField(label=_("为什么"), most=500, widget=forms.Textarea(attrs=AREA))


class NoteForm(forms.Form):
    """What those who are at it should know."""

    note = WordsField(label=_("留言"), most=500, widget=forms.Textarea(attrs=AREA))


class EndForm(forms.Form):
    """Why everybody is called off."""

    answer = WordsField(label=_("为什么不用来了"), most=500, widget=forms.Textarea(attrs=AREA))


class PostForm(forms.Form):
    """What is still to be done, for whoever can do it."""

    note = WordsField(
        label=_("还缺谁来做什么"),
        most=500,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("街道和区里的部门、共建单位都看得到"),
    )


class ClaimForm(forms.Form):
    """Which unit takes on which piece."""

    unit = forms.ChoiceField(label=_("用哪个单位的名义"))
    answer = WordsField(
        label=_("我们来做哪一块"),
        most=500,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("认领了就算签收，接着按期限报到、交办法"),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = str(units[0].pk)


class OfferForm(forms.Form):
    """What a unit would do, from when until when."""

    unit = forms.ChoiceField(label=_("哪个单位"))
    words = WordsField(
        label=_("愿意做什么"), most=200, help_text=_("如“每周三下午一台清淤车，管道小堵当天来”")
    )
    from_date = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}))
    until_date = DayField(label=_("到哪天止"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(pk), name) for pk, name in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = str(units[0][0])


class SpanForm(forms.Form):
    """Which span of the ledger, and what of it."""

    start = DayField(label=_("从哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = DayField(label=_("到哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("哪种哨"), required=False, choices=[("", _("全部")), *Whistle.Kind.choices]
    )
    unit = forms.IntegerField(label=_("谁吹的"), required=False, min_value=1, max_value=2**31 - 1)


class ShelfForm(ReasonForm):
    """Until when, and why."""

    until = MomentField(label=_("哪天复核"))
    field_order = ("until", "note")


class CallForm(forms.Form):
    """One more department."""

    unit = forms.ChoiceField(label=_("哪个部门"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "—"), *((str(u.pk), str(u)) for u in units)]  # type: ignore[attr-defined]


class RuleForm(CallForm):
    """Who does it, and on what ground."""

    note = WordsField(label=_("依据"), most=500, widget=forms.Textarea(attrs=AREA))


class AssessForm(forms.Form):
    """Three marks, and why where one is poor."""

    timely = forms.ChoiceField(label=ASKED["timely"], choices=MARKS.items(), widget=forms.RadioSelect)
    handled = forms.ChoiceField(label=ASKED["handled"], choices=MARKS.items(), widget=forms.RadioSelect)
    result = forms.ChoiceField(label=ASKED["result"], choices=MARKS.items(), widget=forms.RadioSelect)
    words = WordsField(
        label=_("为什么这样评"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("有一项“差”就要写；部门会重办一次"),
    )
