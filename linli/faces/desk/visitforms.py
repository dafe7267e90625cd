"""What the desk asks about a visit: one form for a home, an enterprise and a shop. No place, no photo."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.desk.canteenforms import MomentField
from linli.faces.parts.inputs import KeyField, PhoneField, WordsField
from linli.kernel.standards.visit_plans import DAY_DOORS, MOST_DAY_DOORS
from linli.pillars.governance.visits.models import Change, Home, Visit
from linli.pillars.service.enterprises.models import EnterpriseNeed

NOTHING: Final = (("", _("没有要改的")),)
OF_HOME: Final = (
    *((f"use:{code}", label) for code, label in Home.Use.choices),
    ("phone", _("手机号换了")),
    ("moved_in", _("有人住进来")),
    ("moved_out", _("有人搬走了")),
)
OF_FIRM: Final = (
    ("contact_name", _("联系人换了")),
    ("contact_phone", _("联系电话换了")),
    ("staff_count", _("从业人数变了")),
)
MOST_STAFF: Final = 1_000_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VisitForm(forms.Form):
    """A visit: how it was, what was said; then, where there is any, what is to be done and what is to be put right."""

    target = forms.CharField(
        required=False, max_length=24, widget=forms.HiddenInput(attrs={"data-address": "target"})
    )
    ask = forms.CharField(
        required=False, max_length=24, widget=forms.HiddenInput(attrs={"data-address": "ask"})
    )
    where = WordsField(
        label=_("去了哪里"),
        most=60,
        required=False,
        widget=forms.TextInput(attrs={"data-address": "#"}),
        help_text=_("一户写成“官园小区3号楼2单元301”；单位和门店写名称。"),
    )
    outcome = forms.ChoiceField(
        label=_("怎么样"), choices=Visit.Outcome.choices, widget=forms.RadioSelect, initial=Visit.Outcome.WELL
    )
    way = forms.ChoiceField(
        label=_("怎么见的"), choices=Visit.Way.choices, widget=forms.RadioSelect, initial=Visit.Way.DOOR
    )
    purposes = forms.MultipleChoiceField(
        label=_("为了什么"),
        choices=Visit.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[Visit.Purpose.LISTEN.value],
    )
    said = WordsField(
        label=_("说了什么"),
        most=1000,
        required=False,
        widget=_area(3),
        help_text=_("可以用手机键盘上的话筒说，说的由手机变成字，这里不录音。"),
    )
    cared = forms.MultipleChoiceField(
        label=_("见到了，也算关爱探访"), required=False, widget=forms.CheckboxSelectMultiple
    )
    matter = WordsField(
        label=_("要办的事"),
        most=500,
        required=False,
        widget=_area(2),
        help_text=_("写了就立一件，按平常的流程派出去办。不写姓名和电话，办的人来问您。"),
    )
    what = forms.ChoiceField(
        label=_("诉求是哪一类"), choices=[("", "—"), *EnterpriseNeed.Kind.choices], required=False
    )
    change = forms.ChoiceField(label=_("登记要改的一项"), required=False)
    who = forms.ChoiceField(label=_("是哪一位"), required=False)
    named = WordsField(label=_("称呼"), most=20, required=False)
    phone = PhoneField(label=_("电话"), required=False)
    staff_count = forms.IntegerField(label=_("多少人"), required=False, min_value=0, max_value=MOST_STAFF)
    source = forms.ChoiceField(
        label=_("谁说的"), choices=Change.Source.choices, widget=forms.RadioSelect, required=False
    )
    wish_of = forms.ChoiceField(label=_("谁的心愿"), required=False)
    wish = WordsField(
        label=_("微心愿"), most=80, required=False, help_text=_("公开给大家认领。不写姓名、电话、住址。")
    )
    answer = WordsField(
        label=_("写给请您来的人：怎么办的"),
        most=500,
        required=False,
        widget=_area(2),
        help_text=_("写了就答复，这件约访办结；还没办完就空着。"),
    )
    happened_at = MomentField()
    idempotency_key = KeyField()

    def __init__(
        self,
        *args: Any,
        is_firm: bool = False,
        is_open: bool = False,
        residents: Sequence[tuple[int, str, str]] = (),
        cared: Sequence[tuple[int, str]] = (),
        is_asked: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["change"].choices = [*NOTHING, *(OF_FIRM if is_firm else OF_HOME)]
        fields["who"].choices = [
            ("", "—"),
            *((str(pk), " ".join(p for p in (name, phone) if p)) for pk, name, phone in residents),
        ]
        people = [(str(pk), name) for pk, name in cared]
        fields["cared"].choices = people
        fields["wish_of"].choices = people
        self._drop(
            is_firm=is_firm, is_open=is_open, has_people=bool(people), lives=bool(residents), asked=is_asked
        )

    def _drop(self, *, is_firm: bool, is_open: bool, has_people: bool, lives: bool, asked: bool) -> None:
        """Leave out what this visit cannot have: a form for a doorstep is short."""
        gone = {
            "where": not is_open,
            "what": not is_firm,
            "staff_count": not is_firm,
            "who": is_firm or not lives,
            "cared": not has_people,
            "wish": not has_people,
            "wish_of": not has_people,
            "answer": not asked,
            "change": is_open,
            "named": is_open,
            "phone": is_open,
            "source": is_open,
        }
        for name, is_gone in gone.items():
            if is_gone:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for what a change or a need cannot do without."""
        data = super().clean() or {}
        if data.get("change") and not data.get("source"):
            self.add_error("source", _("请选是谁说的。"))
        if data.get("matter") and "what" in self.fields and not data.get("what"):
            self.add_error("what", _("选一下诉求是哪一类。"))
        if data.get("wish") and not data.get("wish_of"):
            self.add_error("wish_of", _("请选是谁的心愿。"))
        if data.get("change") == "phone" and not data.get("phone"):
            self.add_error("phone", _("请写新的号码。"))
        return data

    @property
    def key(self) -> uuid.UUID:
        """The key under which the visit is written down once."""
        found: uuid.UUID | None = self.cleaned_data["idempotency_key"]
        return found or uuid.uuid4()


class PlanForm(forms.Form):
    """That the office begins, and how many doors a day's way holds."""

    day_doors = forms.IntegerField(
        label=_("一天走几户"),
        min_value=1,
        max_value=MOST_DAY_DOORS,
        initial=DAY_DOORS,
        help_text=_("走不完的明天接着走，不是任务数。"),
    )


class DaysForm(forms.Form):
    """An office's own interval for a kind of home."""

    use = forms.ChoiceField(label=_("怎么住的"), choices=Home.Use.choices)
    days = forms.IntegerField(
        label=_("最多隔几天"), min_value=0, max_value=366, help_text=_("只能比规定更勤；填 0 就按规定。")
    )
    basis = WordsField(label=_("依据"), most=120, help_text=_("哪份通知"))


class DiaryForm(forms.Form):
    """A page of one's own diary."""

    words = WordsField(label=_("记点什么"), most=2000, widget=_area(4))
    idempotency_key = KeyField()

    @property
    def key(self) -> uuid.UUID:
        """The key under which the page is written once."""
        found: uuid.UUID | None = self.cleaned_data["idempotency_key"]
        return found or uuid.uuid4()
