"""What residents fill in. Every error says what is missing and how to mend it; nothing typed is thrown away."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts import inputs
from linli.faces.parts.inputs import DegreesField, KeyField
from linli.faces.resident.uploads import PhotosField
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import MOST_WORDS

MOST_PLACE_WORDS = 200
MOST_NOTE = 1000
KEY = "idempotency_key"

NATURES = (
    (Report.Nature.HELP, _("请帮忙解决")),
    (Report.Nature.COMPLAINT, _("投诉")),
    (Report.Nature.REPORT, _("举报")),
    (Report.Nature.CONSULT, _("问一问")),
    (Report.Nature.SUGGESTION, _("提建议")),
    (Report.Nature.THANKS, _("感谢")),
)


class WordsField(inputs.WordsField):
    """Free text whose length is told with a way out for somebody on a phone."""

    too_long = _("写了 %(have)s 字，最多 %(most)s 字。请短一些，或者把多出来的拍成照片。")


class PhoneField(inputs.CallableField):
    """A resident's own telephone: one they can be called at, and may leave empty."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    unusable = _("这个号码打不通。手机是 11 位，座机请加区号；不方便留可以空着。")


class ReportForm(forms.Form):
    """What happened, where, and how to reach whoever says so. Only the first is needed, or a photo of it."""

    text = WordsField(
        most=MOST_WORDS,
        required=False,
        label=_("什么事"),
        widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "none"}),
        help_text=_("像跟邻居说话一样写就行：哪里、怎么了、多久了。"),
    )
    photos = PhotosField(required=False, label=_("拍几张照片"))
    where = WordsField(
        most=MOST_PLACE_WORDS,
        required=False,
        label=_("在哪里"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("小区和楼号，或者路口、门店，怎么说都行。"),
    )
    lon = DegreesField(180)
    lat = DegreesField(90)
    at_home = forms.BooleanField(required=False)
    category = forms.CharField(required=False, max_length=40)
    nature = forms.ChoiceField(
        choices=NATURES,
        required=False,
        label=_("您是想"),
        widget=forms.RadioSelect,
        initial=Report.Nature.HELP,
    )
    name = WordsField(
        most=40,
        required=False,
        label=_("怎么称呼您"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(required=False, label=_("联系电话"), help_text=_("办的人会打给您。"))
    is_confidential = forms.BooleanField(
        required=False,
        label=_("保密：不要让办的人知道我是谁"),
        help_text=_("只有街道中心看得到您的电话，用来回访；办事的单位和网格员都看不到。"),
    )
    idempotency_key = KeyField()

    def __init__(self, *args: Any, photos: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo_count = photos

    def clean_category(self) -> str:
        code: str = self.cleaned_data["category"]
        return "" if code == "unsure" else code

    def clean_nature(self) -> str:
        return self.cleaned_data["nature"] or Report.Nature.HELP

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("text") and "text" not in self.errors and not self.photo_count:
            self.add_error("text", _("写一句，或者拍一张照片，有一样就行。"))
        return data


class RateForm(forms.Form):
    solved = forms.ChoiceField(
        choices=[("yes", ""), ("no", "")],
        error_messages={
            "required": _("请先说一下解决了没有。"),
            "invalid_choice": _("请先说一下解决了没有。"),
        },
    )
    level = forms.TypedChoiceField(
        choices=[(str(n), "") for n in range(1, 6)],
        coerce=int,
        error_messages={"required": _("请选一个，哪个都行。"), "invalid_choice": _("请选一个，哪个都行。")},
    )
    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=_("还想说的"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没解决的话，说说还差什么。"),
    )
    idempotency_key = KeyField()


class SayForm(forms.Form):
    """Words and photos added to a report."""

    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=_("您要说的"),
        help_text=_("写一句，或者拍张照，有一样就行。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(required=False, label=_("拍几张照片"))
    idempotency_key = KeyField()

    def __init__(self, *args: Any, photos: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo_count = photos

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("words") and "words" not in self.errors and not self.photo_count:
            self.add_error("words", _("写一句，或者加一张照片。"))
        return data


class NoteForm(forms.Form):
    """A few words with an urge or a withdrawal; neither needs them."""

    words = WordsField(most=MOST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    idempotency_key = KeyField()


class JoinForm(forms.Form):
    """Me too: how to be told, if at all."""

    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=_("您家是什么情况"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = PhoneField(required=False, label=_("联系电话"), help_text=_("有进展发短信告诉您。"))
    is_confidential = ReportForm.base_fields["is_confidential"]
    idempotency_key = KeyField()


class LogInForm(forms.Form):
    phone = forms.CharField(
        label=_("手机号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请写上手机号。"), "max_length": _("手机号没有这么长，请检查一下。")},
    )


class CodeForm(forms.Form):
    phone = forms.CharField(max_length=40, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("短信里的验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请写上短信里的 6 位数。"), "max_length": _("验证码是 6 位数。")},
    )


class NameForm(forms.Form):
    name = WordsField(
        most=40,
        required=False,
        label=_("怎么称呼您"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AskForm(forms.Form):
    """Words with a request about one's own data; only to put something right needs them."""

    words = WordsField(
        most=MOST_NOTE,
        required=False,
        label=_("哪里不对，该是什么"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    idempotency_key = KeyField()


class FindForm(forms.Form):
    """A number, and either the phone it was reported with or the code of its link."""

    number = forms.CharField(
        label=_("编号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("像 20261118-0042，在回执上。"),
        error_messages={
            "required": _("请写上回执上的编号。"),
            "max_length": _("编号没有这么长，请核对回执。"),
        },
    )
    proof = forms.CharField(
        label=_("手机号，或者回执上的查询码"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("请写上反映时留的手机号，没留就写回执上的查询码。"),
            "max_length": _("没有这么长，请核对回执。"),
        },
    )

    def clean_number(self) -> str:
        digits = re.sub(r"\D", "", self.cleaned_data["number"].translate(_WIDE))
        if not 9 <= len(digits) <= 20:
            raise forms.ValidationError(_("编号是 8 位日期加一个序号，像 20261118-0042。"))
        return f"{digits[:8]}-{digits[8:]}"


_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
