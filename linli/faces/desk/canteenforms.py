"""What the desk asks about canteens. Money is asked in yuan and kept in whole fen."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, KeyField, PhoneField, WordsField
from linli.pillars.service.canteens.models import Canteen, MealTime, Stay, SubsidyRule
from linli.pillars.service.canteens.operations import About
from linli.pillars.service.canteens.rules import Rule


class YuanField(forms.DecimalField):
    """An amount in yuan with two places at most; its value is whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=1000, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return fen."""
        found: Decimal | None = super().clean(value)
        return None if found is None else int(found * 100)


class MomentField(forms.CharField):
    """The moment as the till wrote it; where there is none that can be read, the meal counts as served when it arrives."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput(attrs={"data-now": ""}))

    def clean(self, value: Any) -> Any:
        """Return a moment with its zone, or None."""
        try:
            found = datetime.fromisoformat(str(value or "")[:40].replace("Z", "+00:00"))
        except ValueError:
            return None
        return found if found.tzinfo is not None else None


def _offer(form: forms.Form, name: str, units: list[Unit]) -> dict[str, Unit]:
    found = {str(unit.pk): unit for unit in units}
    field: Any = form.fields[name]
    field.choices = [(pk, str(unit)) for pk, unit in found.items()]
    return found


class CanteenForm(forms.Form):
    """A new canteen."""

    community = forms.ChoiceField(label=_("哪个社区"))
    kind = forms.ChoiceField(label=_("种类"), choices=Canteen.Kind.choices)
    name = WordsField(label=_("名称"), most=40)
    place = WordsField(label=_("地址"), most=80)
    phone = PhoneField(label=_("电话"), required=False)
    capacity = forms.IntegerField(label=_("一顿最多几份"), min_value=1, max_value=2000)
    price = YuanField(label=_("一份多少元"))
    order_until = forms.TimeField(
        label=_("当天几点前能订、能退"), initial="10:00", widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(self, *args: Any, communities: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = _offer(self, "community", communities)

    @property
    def about(self) -> About:
        """What was typed, as a value."""
        given = self.cleaned_data
        return About(
            given["name"], given["place"], given["capacity"], given["price"], given["order_until"],
            given["phone"], given["kind"],
        )  # fmt: skip


def _date_input() -> forms.DateInput:
    # A date field of the browser understands ISO dates only, whatever the page's language.
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MenuForm(forms.Form):
    """What there is on a day."""

    day = DayField(label=_("哪天"), widget=_date_input())
    meal = forms.ChoiceField(label=_("哪顿"), choices=MealTime.choices)
    dishes = WordsField(label=_("有什么菜"), most=120)


class OrderForm(forms.Form):
    """An order for somebody who stands there or rings."""

    menu = forms.IntegerField(widget=forms.HiddenInput)
    number = WordsField(label=_("饭卡号，或者登记的手机号"), most=20)
    channel = forms.ChoiceField(
        label=_("怎么订的"), choices=(("call", _("打电话")), ("counter", _("当面"))), initial="call"
    )


class CorrectForm(forms.Form):
    """A counter-entry."""

    meal = forms.IntegerField(widget=forms.HiddenInput)
    reason = WordsField(label=_("为什么冲"), most=120)
    idempotency_key = KeyField()


class EaterForm(forms.Form):
    """An elder who is to eat there."""

    community = forms.ChoiceField(label=_("哪个社区"))
    name = WordsField(label=_("姓名"), most=20)
    phone = PhoneField(label=_("手机号"), required=False)
    born = DayField(label=_("出生日期"), widget=_date_input())
    subsidy = forms.ChoiceField(label=_("补贴类别"), required=False)
    ground = WordsField(
        label=_("凭什么"), most=120, required=False, help_text=_("看过哪份证件、证明。不留复印件。")
    )
    wants_alert = forms.BooleanField(
        label=_("本人同意：常来的忽然两顿没来，社区打个电话问一声"), required=False
    )

    def __init__(self, *args: Any, communities: list[Unit], rules: list[SubsidyRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = _offer(self, "community", communities)
        field: Any = self.fields["subsidy"]
        names = {row.code: row.name for row in reversed(rules)}
        field.choices = [("", _("没有补贴")), *names.items()]


class FamilyForm(forms.Form):
    """Whom an elder lets order for them."""

    phone = PhoneField(
        label=_("代订的家里人的手机号"), help_text=_("本人当面同意才填；家里人要先用这个号登录过。")
    )


class RuleForm(forms.Form):
    """A subsidy from a day on."""

    code = forms.RegexField(
        label=_("代号"), regex=r"^[A-Z][0-9]?$", help_text=_("一个字母，印在结账单上，看不出是哪类人")
    )
    name = WordsField(label=_("哪一类老人"), most=40)
    min_age = forms.IntegerField(label=_("满几岁"), min_value=60, max_value=120)
    amount = YuanField(label=_("一份补多少元"))
    per_week = forms.IntegerField(label=_("一周最多补几份"), min_value=1, max_value=21)
    payer = WordsField(label=_("谁出钱"), most=40)
    valid_from = DayField(label=_("从哪天起"), widget=_date_input())
    basis = WordsField(label=_("依据"), most=120, help_text=_("哪份文件"))

    @property
    def rule(self) -> Rule:
        """What was typed, as a value."""
        given = self.cleaned_data
        return Rule(
            given["code"],
            given["min_age"],
            given["amount"],
            given["per_week"],
            given["payer"],
            given["valid_from"],
        )


class TillForm(forms.Form):
    """A meal at the till: which canteen, which meal, which number. Works without signal."""

    canteen = forms.TypedChoiceField(label=_("食堂"), coerce=int)
    meal = forms.ChoiceField(label=_("哪顿"), choices=MealTime.choices, widget=forms.RadioSelect)
    number = forms.RegexField(
        label=_("饭卡号"),
        regex=r"^\d{6}$",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6", "class": "ll-num"}
        ),
        error_messages={"invalid": _("饭卡号是六位数字。")},
    )
    is_second = forms.BooleanField(label=_("再来一份（同一顿第二份）"), required=False)
    served_at = MomentField()
    idempotency_key = KeyField()

    def __init__(self, *args: Any, canteens: list[Canteen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["canteen"]
        field.choices = [(one.pk, str(one)) for one in canteens]

    @property
    def key(self) -> uuid.UUID:
        """The key under which the meal is served once."""
        found: uuid.UUID | None = self.cleaned_data["idempotency_key"]
        return found or uuid.uuid4()


class StayForm(forms.Form):
    """A line of the attendance book: which centre, who, came or left, what was done. Works without signal."""

    canteen = forms.TypedChoiceField(label=_("哪个中心"), coerce=int)
    what = forms.ChoiceField(
        label=_("记什么"),
        choices=(("came", _("来了")), ("left", _("走了")), ("given", _("做了什么"))),
        widget=forms.RadioSelect,
    )
    number = forms.RegexField(
        label=_("饭卡号"),
        regex=r"^\d{6}$",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6", "class": "ll-num"}
        ),
        error_messages={"invalid": _("饭卡号是六位数字。")},
    )
    given = forms.MultipleChoiceField(
        label=_("做了什么"),
        choices=Stay.What.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("走的时候一起记，或者做完就记。不记病情。"),
    )
    served_at = MomentField()
    idempotency_key = KeyField()

    def __init__(self, *args: Any, canteens: list[Canteen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["canteen"]
        field.choices = [(one.pk, str(one)) for one in canteens]
