"""The forms of a bulletin: what it says, when it holds, for whom it is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import Compound
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import MomentField, WordsField
from linli.kernel import clock
from linli.pillars.service.bulletins import queries, rules
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.operations import UnfitBulletin
from linli.pillars.service.bulletins.policies import COMPANIES
from linli.pillars.service.bulletins.rules import BulletinKind, Content
from linli.pillars.service.bulletins.texts import FAULTS

STAYS = timedelta(days=14)  # LOCAL: how long a new bulletin is shown unless its writer says otherwise


class CorrectionForm(forms.Form):
    """What a bulletin says. The kind and the readers of one that is shown stay as they are."""

    title = WordsField(label=_("标题"), most=40, help_text=_("一眼看懂是什么事，如“明天 8 点到 18 点停水”"))
    summary = WordsField(
        label=_("一句话说清"),
        most=rules.MOST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("先说这件事跟人有什么关系、要做什么。家里老人也能听懂"),
    )
    utility = forms.ChoiceField(
        label=_("停什么"), choices=[("", "—"), *Bulletin.Utility.choices], required=False
    )
    starts_at = MomentField(label=_("从"), required=False, help_text=_("停水停电、活动的时间"))
    ends_at = MomentField(label=_("到"), required=False)
    place = WordsField(label=_("在哪里"), most=80, required=False)
    contact = WordsField(
        label=_("问谁"), most=60, required=False, help_text=_("单位和电话，如“石桥社区 0531-8601 0005”")
    )
    body = WordsField(label=_("正文"), most=4000, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    valid_until = MomentField(label=_("显示到"), help_text=_("到时自己撤下，不用管"))
    answer = WordsField(
        label=_("改了什么"),
        most=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写在页上给大家看，如“来水推迟到 20 点”"),
    )

    kept: Bulletin

    def fix(self, bulletin: Bulletin) -> None:
        """Take over what a correction does not change."""
        self.kept = bulletin
        if bulletin.kind != BulletinKind.OUTAGE:
            del self.fields["utility"]

    @property
    def content(self) -> Content:
        """What was typed, as a value."""
        data = self.cleaned_data
        return Content(
            kind=BulletinKind(self.kept.kind),
            valid_from=self.kept.valid_from,
            interests=tuple(self.kept.interests),
            **_said(data),
        )


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    names = ("title", "summary", "body", "place", "contact", "starts_at", "ends_at", "valid_until")
    return {**{name: data[name] for name in names}, "utility": data.get("utility", "")}


class BulletinForm(CorrectionForm):
    """A bulletin in the making."""

    kind = forms.ChoiceField(label=_("种类"), choices=Bulletin.Kind.choices, widget=forms.RadioSelect)
    valid_from = MomentField(label=_("从什么时候起显示"))
    interests = forms.MultipleChoiceField(
        label=_("主要给谁看"),
        choices=Bulletin.Interest.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选就是给所有人；选了，只提醒订了这一项的人，页面上人人能看"),
    )
    targets = forms.MultipleChoiceField(
        label=_("发给哪里"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选发给哪里。")},
    )
    photos = PhotosField()
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = (
        "kind", "title", "summary", "utility", "starts_at", "ends_at", "place", "contact", "body", "photos",
        "targets", "interests", "valid_from", "valid_until",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, community: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["answer"]
        is_column = unit.kind in COMPANIES
        every: list[Any] = list(Bulletin.Kind.choices)
        kinds: Any = self.fields["kind"]
        kinds.choices = [row for row in every if (row[0] == BulletinKind.COLUMN) == is_column]
        if is_column:
            kinds.initial, kinds.widget = BulletinKind.COLUMN.value, forms.HiddenInput()
            self.fields["utility"].widget = forms.HiddenInput()
            self.fields["starts_at"].help_text = _("有活动才写")
            self.fields["title"].help_text = _("如“超市周三起给老人送菜上门”。招聘、服务、活动都行，不登广告")
        ground = community or (unit if unit.kind != UnitKind.OFFICE else unit.parent or unit)
        units, compounds = queries.grounds_of(ground)
        self.by_code: dict[str, Unit | Compound] = {
            **{f"u{u.pk}": u for u in units},
            **{f"c{c.pk}": c for c in compounds},
        }
        self.fields["targets"].choices = [(code, str(one)) for code, one in self.by_code.items()]  # type: ignore[attr-defined]
        self.groups = _grouped(units, compounds)

    @property
    def chosen(self) -> list[Unit | Compound]:
        """The places it is for."""
        return [self.by_code[code] for code in self.cleaned_data["targets"]]

    @property
    def content(self) -> Content:
        """What was typed, as a value."""
        data = self.cleaned_data
        return Content(
            kind=BulletinKind(data["kind"]),
            valid_from=data["valid_from"],
            interests=tuple(data["interests"]),
            **_said(data if data["kind"] == BulletinKind.OUTAGE else {**data, "utility": ""}),
        )

    def places(self) -> list[tuple[str, bool, list[tuple[str, str, bool]]]]:
        """Give the places to choose from, by community: its name, whether something in it is chosen, its lines."""
        given = self["targets"].value() or []
        ticked = {str(code) for code in given}
        return [
            (name, any(code in ticked for code, _word in lines), [(c, w, c in ticked) for c, w in lines])
            for name, lines in self.groups
        ]


def _grouped(units: list[Unit], compounds: list[Compound]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group places by community, the widest first."""
    groups: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for unit in units:
        if unit.kind == UnitKind.GRID:
            continue
        groups[unit.pk] = (str(unit), [(f"u{unit.pk}", str(unit))])
    for unit in units:
        if unit.kind == UnitKind.GRID:
            home = next((pk for pk in reversed(unit.line) if pk in groups), None)
            if home is not None:
                groups[home][1].append((f"u{unit.pk}", str(unit)))
    for compound in compounds:
        if compound.community_id in groups:
            groups[compound.community_id][1].append((f"c{compound.pk}", compound.name))
    return list(groups.values())


def blank(at: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Give what a new form begins with: shown from now, for two weeks."""
    kind = asked.get("kind", "")
    until = datetime.combine(clock.local(at + STAYS).date(), time(22), clock.SHANGHAI)
    begun: dict[str, Any] = {"key": uuid.uuid4(), "valid_from": clock.local(at), "valid_until": until}
    return begun | ({"kind": kind} if kind in rules.KINDS else {})


def of(bulletin: Bulletin) -> dict[str, Any]:
    """Give what a bulletin says now, for a form."""
    names = ("kind", "title", "summary", "body", "utility", "starts_at", "ends_at", "place", "contact",
             "interests", "valid_from", "valid_until")  # fmt: skip
    targets = [f"u{t.unit_id}" if t.unit_id else f"c{t.compound_id}" for t in bulletin.targets.all()]
    return {**{name: getattr(bulletin, name) for name in names}, "targets": targets}


def show_faults(form: forms.Form, refusal: UnfitBulletin) -> None:
    """Put each fault beside its field."""
    faults = refusal.data["faults"]
    for name, code in faults.items() if isinstance(faults, dict) else ():
        form.add_error(name if name in form.fields else None, str(FAULTS[code]))
