"""What the desk asks about partners: a need, an offer, a report-in, and each move of a project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, KeyField, PhoneField, WordsField
from linli.pillars.party.partners.models import Milestone, Resource
from linli.pillars.party.partners.rules import MOST_STEPS, What


def _long(label: Any, rows: int = 4, **kwargs: Any) -> WordsField:
    return WordsField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _of(units: Sequence[Unit]) -> dict[str, Unit]:
    return {str(unit.pk): unit for unit in units}


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()


class ClaimForm(PressForm):
    """For which unit, and in which steps."""

    unit = forms.ChoiceField(label=_("以哪个单位认领"))
    steps = _long(
        _("打算分几步"),
        3,
        most=400,
        required=False,
        help_text=_("一行一步，最多 %(n)s 步，可以不写") % {"n": MOST_STEPS},
    )

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = _of(units)
        fields: Any = self.fields
        fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]
        if len(self.units) == 1:
            fields["unit"].initial = next(iter(self.units))
            fields["unit"].widget = forms.HiddenInput()


class RuleForm(PressForm):
    """Who does it."""

    to = forms.ChoiceField(label=_("交给谁"))
    note = WordsField(label=_("交代几句"), most=300, required=False)

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = _of(units)
        fields: Any = self.fields
        fields["to"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]


class AdvanceForm(PressForm):
    """How far it is."""

    note = _long(_("做到哪儿了"), 3, most=500)
    milestone = forms.ChoiceField(label=_("做完了哪一步"), required=False)

    def __init__(self, *args: Any, milestones: Sequence[Milestone] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        left = [(str(one.pk), one.what) for one in milestones if one.done_at is None]
        fields["milestone"].choices = [("", _("还没做完哪一步")), *left]
        if not left:
            del self.fields["milestone"]


class FinishForm(PressForm):
    """What was done."""

    answer = _long(_("做了什么"), most=1000)


class ConfirmForm(PressForm):
    """What those say whom it was for."""

    answer = _long(_("受益人怎么说"), 3, most=500)
    served_count = forms.IntegerField(label=_("惠及多少人"), min_value=1, max_value=99_999)


class WhyForm(PressForm):
    """What is not right, in words that go into the history."""

    answer = _long(_("说清楚"), 3, most=500)


class BackForm(PressForm):
    """Why it cannot be done."""

    note = _long(_("为什么做不了"), 3, most=500)


class NoteForm(PressForm):
    """What only those who have to do with it read."""

    note = _long(_("备注"), 3, most=500)


class NeedForm(PressForm):
    """What a community needs."""

    community = forms.ChoiceField(label=_("哪个社区"))
    what = forms.TypedChoiceField(label=_("要哪一类"), choices=Resource.What.choices, coerce=What)
    title = WordsField(label=_("一句话说清"), most=60)
    served = WordsField(label=_("为谁做"), most=60, help_text=_("写一类人，不写姓名，如：三号楼的独居老人"))
    words = _long(_("具体做什么"), most=1000)
    wanted = DayField(
        label=_("最晚哪天"), required=False, help_text=_("不填就按一般时限：30 天内认领，60 天内做完")
    )

    def __init__(self, *args: Any, communities: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = _of(communities)
        fields: Any = self.fields
        fields["community"].choices = [(pk, str(unit)) for pk, unit in self.communities.items()]
        if len(self.communities) == 1:
            fields["community"].initial = next(iter(self.communities))
            fields["community"].widget = forms.HiddenInput()


class OfferForm(PressForm):
    """What a unit offers."""

    unit = forms.ChoiceField(label=_("哪个单位"))
    what = forms.TypedChoiceField(label=_("哪一类"), choices=Resource.What.choices, coerce=What)
    title = WordsField(label=_("一句话说清"), most=60)
    words = _long(
        _("什么条件"), 3, most=300, required=False, help_text=_("时间、数量、要准备什么。不写电话。")
    )
    times = forms.IntegerField(label=_("能用几次"), min_value=1, max_value=999, initial=1)
    until = DayField(label=_("到哪天"))
    is_for_all = forms.BooleanField(
        label=_("居民也能看到"), required=False, help_text=_("街道看过，就登在“共建单位说”专栏")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = _of(units)
        fields: Any = self.fields
        fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]
        if len(self.units) == 1:
            fields["unit"].initial = next(iter(self.units))
            fields["unit"].widget = forms.HiddenInput()


class ReportInForm(forms.Form):
    """Which unit, to which community, and whom one reaches there."""

    unit = forms.ChoiceField(label=_("哪个单位"), widget=LongSelect)
    community = forms.ChoiceField(label=_("向哪个社区报到"), widget=LongSelect)
    contact_name = WordsField(label=_("联系人"), most=20, required=False)
    contact_phone = PhoneField(
        label=_("联系电话"), required=False, help_text=_("加密保存，只有报到的社区能看")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], communities: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.communities = _of(units), _of(communities)
        fields: Any = self.fields
        fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        fields["community"].choices = [(pk, str(unit)) for pk, unit in self.communities.items()]
