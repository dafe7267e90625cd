"""The fields that moves ask for, and the form of one move, made from the row of the table."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Assignment, Case, Petition
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UNIT_KIND_WORDS, UnitKind
from linli.base.people.actors import Actor
from linli.faces.desk.showing import category_words
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.texts import LEVELS

MOST_WORDS = 5000
PARTS = 4


@dataclass
class Hand:
    """What a form needs to know about the case it moves. Each read happens only when a field asks for it."""

    actor: Actor
    report: Report
    shares: list[Assignment]
    at: datetime

    @property
    def case(self) -> Case:
        return self.report.case

    @cached_property
    def units(self) -> list[Unit]:
        """Whom the case can be given to. One query."""
        return queries.assignable_units(self.case.office)

    @cached_property
    def grounds(self) -> list[Unit]:
        """Communities and grids of the office. One query."""
        below = Unit.objects.filter(path__startswith=self.case.office.path, is_active=True)
        return list(below.filter(kind__in=(UnitKind.COMMUNITY, UnitKind.GRID)).order_by("path"))

    @cached_property
    def proposals(self) -> list[queries.Proposal]:
        """Who could lead, best first. At most three queries."""
        return queries.proposed_units(self.report)

    @cached_property
    def petitions(self) -> list[Petition]:
        """What waits for a decision. One query."""
        return list(
            self.case.petitions.filter(is_granted=None).select_related("asked_by", "asked_step__words")
        )

    @property
    def live(self) -> list[Assignment]:
        return [s for s in self.shares if s.state in Assignment.LIVE]


class UnitField(forms.TypedChoiceField):
    """One unit out of those at hand, grouped by kind; gives the unit."""

    def __init__(self, units: list[Unit], **kwargs: Any) -> None:
        self.by_id = {str(u.pk): u for u in units}
        super().__init__(
            choices=[("", _("请选")), *grouped(units)],
            coerce=self.by_id.get,
            empty_value=None,
            **kwargs,
        )


class UnitsField(forms.TypedMultipleChoiceField):
    """Several units; gives them in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, units: list[Unit], **kwargs: Any) -> None:
        self.by_id = {str(u.pk): u for u in units}
        super().__init__(choices=grouped(units), coerce=self.by_id.get, empty_value=[], **kwargs)


def grouped(units: list[Unit]) -> list[tuple[Any, Any]]:
    """Group units by their kind, the kinds in the order they come."""
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        found.setdefault(str(UNIT_KIND_WORDS[UnitKind(unit.kind)]), []).append((str(unit.pk), str(unit)))
    return list(found.items())


def by_community(units: list[Unit]) -> list[tuple[Any, Any]]:
    """Group grids below their community, the community first."""
    found: list[tuple[Any, Any]] = []
    for unit in units:
        if unit.kind == UnitKind.COMMUNITY:
            grids = [(str(u.pk), f"{unit} {u}") for u in units if u.parent_id == unit.pk]
            found.append((str(unit), [(str(unit.pk), str(unit)), *grids]))
    return found


class MomentField(DayField):
    """A day on a form; the moment of that day on which a clock goes on or ends."""

    def __init__(self, hour: int, at: datetime, **kwargs: Any) -> None:
        self.hour = hour
        tomorrow = (clock.local(at) + timedelta(days=1)).date().isoformat()
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date", "min": tomorrow}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        day: date | None = super().clean(value)
        return datetime.combine(day, time(self.hour), tzinfo=clock.SHANGHAI) if day else None


def text(
    label: Any, *, required: bool, rows: int = 3, hint: Any = "", placeholder: Any = ""
) -> forms.CharField:
    attrs: dict[str, Any] = {"rows": rows}
    if placeholder:
        attrs["placeholder"] = placeholder
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_WORDS,
        help_text=hint,
        widget=forms.Textarea(attrs=attrs),
    )


class MoveForm(forms.Form):
    """The form of one move: what its row asks for, the page it was read from, and the key of this submission."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)
    goal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        hand: Hand,
        fields: Mapping[str, forms.Field],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        start = {"seen": hand.case.step_seq, "idempotency_key": uuid.uuid4(), **(initial or {})}
        super().__init__(data, files, initial=start)
        self.fields.update(fields)

    def renew(self, step_seq: int) -> None:
        """Let the next press count for the case as it is now: the reader has been told what happened."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(step_seq)
        self.data = data

    @property
    def shows_photos(self) -> bool:
        return "photos" in self.fields


# ---------------------------------------------------------------- the fields, by name


def note(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return text(
        label or (_("为什么") if required else _("给同事的话")), required=required, hint=_("只给办事的人看。")
    )


def answer(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return text(label or _("写给居民"), required=required, rows=5, hint=_("居民会看到这段话。"))


def photos(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return PhotosField(help_text=_("照片最多 6 张；也收 PDF、Word、Excel。"))


def lead(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return UnitField(hand.units, label=label or _("主办"), required=required)


def assists(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return UnitsField(hand.units, label=label or _("协办"), required=required)


def ground(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    field = UnitField(hand.grounds, label=label or _("转给"), required=required)
    field.choices = [("", _("请选")), *by_community(hand.grounds)]
    return field


def new_assist(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    taken = {s.unit_id for s in hand.live}
    return UnitField(
        [u for u in hand.units if u.pk not in taken], label=label or _("加派给"), required=required
    )


def live_assist(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    units = [s.unit for s in hand.live if s.part == Assignment.Part.ASSIST]
    return UnitField(units, label=label or _("撤回谁的"), required=required)


def day_ends(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return MomentField(
        18, hand.at, label=label or _("延到哪天"), required=required, help_text=_("算到那天 18:00。")
    )


def day_starts(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return MomentField(
        9, hand.at, label=label or _("停到哪天"), required=required, help_text=_("那天 9:00 接着算时间。")
    )


def solved(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("这件事解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


def level(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("居民满意吗？"),
        choices=[(str(n), words) for n, words in LEVELS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("居民不愿打分就空着。"),
    )


def upheld(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("这个差评"),
        choices=[("yes", _("还算这个单位的")), ("no", _("不算这个单位的"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


def other_unit(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return UnitField(hand.units, label=_("改算给谁"), required=False, help_text=_("不算给谁就空着。"))


def petition(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    choices = [(p.what, Petition.What(p.what).label) for p in hand.petitions]
    return forms.ChoiceField(label=_("不同意哪个申请"), choices=choices, widget=forms.RadioSelect)


def category(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    choices = [("", _("请选")), *category_choices()]
    return forms.ChoiceField(label=_("改成哪一类"), choices=choices, required=False)


def category_choices() -> list[tuple[Any, Any]]:
    """List every leaf of the catalogue below its top. One query."""
    rows = list(Category.objects.filter(is_active=True).order_by("order", "code"))
    tops = {c.pk: c for c in rows if c.parent_id is None}
    found: dict[str, list[tuple[str, str]]] = {}
    for leaf in rows:
        top = tops.get(leaf.parent_id or "")
        if top is not None:
            found.setdefault(category_words(top), []).append((leaf.pk, category_words(leaf)))
    loose = [(top.pk, name) for top in tops.values() if (name := category_words(top)) not in found]
    return [*loose, *found.items()]


def urgent(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("急不急"),
        choices=[("", _("不改")), ("yes", _("紧急")), ("no", _("不紧急"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )


def nature(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.ChoiceField(label=_("性质"), choices=Report.Nature.choices, required=False)


def place_words(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.CharField(
        label=_("地点怎么说"), max_length=200, required=False, help_text=_("比如：滨河家园 6 号楼 2 单元")
    )


def area(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    field = UnitField(
        hand.grounds, label=_("归哪个网格"), required=False, help_text=_("在图上点了，就不用选。")
    )
    field.choices = [("", _("按图上的点")), *by_community(hand.grounds)]
    return field


def lon(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)


def lat(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)


def into(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.RegexField(
        regex=r"^\d{8}-?\d{4,}$",
        label=_("并到哪一件"),
        help_text=_("写编号。旁边“可能是同一件事”里可以直接点。"),
        error_messages={"invalid": _("编号像 20261118-0042 这样。")},
    )


def part(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return text(label, required=required, rows=2)


def public_title(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.CharField(label=_("公开的标题"), max_length=120)


def public_text(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return text(_("公开的内容"), required=True, rows=4, hint=_("去掉称呼和门牌。电话和证件号会自动隐去。"))


def public_answer(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return text(_("公开的答复"), required=False, rows=4)


def hide(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return HiddenWords(
        label=_("还要遮住的词"),
        required=False,
        max_length=400,
        help_text=_("自动没认出来的名字、店名、门牌，用顿号或逗号隔开。在标题、内容、答复里都会变成 ***。"),
    )


class HiddenWords(forms.CharField):
    """Words parted by commas, as people type them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(filter(None, re.split(r"[、,，;；\s]+", super().clean(value))))


def name(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.CharField(label=_("怎么称呼"), max_length=40, required=False)


def phone(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.CharField(label=_("电话"), max_length=20, help_text=_("办好了也告诉他。"))


def is_confidential(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    return forms.BooleanField(label=_("不要让办的人知道他是谁"), required=False)


def public_files(hand: Hand, *, required: bool, label: Any = None) -> forms.Field:
    kept = [
        f
        for files in queries.files_of(hand.case.pk).values()
        for f in files
        if f.is_photo and not f.is_erased
    ]
    return forms.TypedMultipleChoiceField(
        label=_("一起公开的照片"),
        choices=[(str(f.id), _("照片 %(n)d") % {"n": n}) for n, f in enumerate(kept, 1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("拍到人脸、车牌、门牌的不要选。"),
    )
