"""What the desk asks about beats, walks and components."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.models import Post
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import DayField, DegreesField, KeyField, WordsField
from linli.pillars.governance.patrols.models import Beat
from linli.pillars.governance.patrols.queries import PlanChoices
from linli.pillars.governance.patrols.rules import BeatKind, BeatRecord
from linli.pillars.governance.patrols.texts import WEEKDAYS
from linli.pillars.governance.reports.operations import MOST_WORDS

NOTHING = [("", "—")]


class BeatForm(forms.Form):
    """A plan: what is walked, on which days, what is looked at, and the post that answers for it."""

    kind = forms.ChoiceField(
        label=_("路段还是点位"),
        choices=Beat.Kind.choices,
        widget=forms.RadioSelect,
        initial=BeatKind.ROAD.value,
    )
    road = forms.ChoiceField(label=_("哪条路"), required=False)
    name = WordsField(
        label=_("名称"), most=60, required=False, help_text=_("空着就用路名；一条路分几段的，写清从哪到哪")
    )
    area = forms.ChoiceField(label=_("归哪块地"), help_text=_("只在一个网格里就选网格，穿过几个网格就选社区"))
    steward = forms.ChoiceField(
        label=_("路长"),
        required=False,
        help_text=_("是岗位在负责：人换了岗，换一位就行；空着由那块地的单位负责"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("哪几天走"),
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("法定节假日不算"),
    )
    looks = WordsField(
        label=_("看什么"),
        most=800,
        required=False,
        help_text=_("一行一样，最多十二样"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lon = DegreesField(180)
    lat = DegreesField(90)

    def __init__(self, *args: Any, choices: PlanChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {str(unit.pk): unit for unit in choices.areas}
        self._posts = {str(post.pk): post for post in choices.posts}
        self._roads = {str(road.pk): road.name for road in choices.roads}
        self._choose("area", ((pk, _ground(unit)) for pk, unit in self._areas.items()))
        self._choose("road", [*NOTHING, *self._roads.items()])
        self._choose("steward", [*NOTHING, *((pk, post_words(post)) for pk, post in self._posts.items())])

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def ground(self) -> Unit:
        """The ground that was chosen."""
        return self._areas[self.cleaned_data["area"]]

    @property
    def answering(self) -> Post | None:
        """The post that answers for it."""
        return self._posts.get(self.cleaned_data["steward"])

    @property
    def record(self) -> BeatRecord:
        """What was typed, as a value."""
        data = self.cleaned_data
        return BeatRecord(
            BeatKind(data["kind"]),
            data["name"] or self._roads.get(data["road"], ""),
            tuple(data["weekdays"]),
            tuple(data["looks"].splitlines()),
            int(data["road"]) if data["road"] else None,
            data["lon"],
            data["lat"],
        )


def _ground(unit: Unit) -> str:
    return f"{unit.parent}·{unit}" if unit.kind == UnitKind.GRID else str(unit)


def post_words(post: Post) -> str:
    """Say whose post it is: the unit, the post, the name."""
    return f"{post.unit} {post.title or post.get_role_display()} {post.account.name}"


class WalkForm(forms.Form):
    """A walk: nothing found, or what was, as a report."""

    on = DayField(label=_("哪天走的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    found = WordsField(
        label=_("看见什么"),
        most=MOST_WORDS,
        required=False,
        help_text=_("没发现问题就空着"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    component = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place_words = WordsField(
        label=_("在哪里"), most=200, required=False, help_text=_("门牌号，或者旁边有什么")
    )
    lon = DegreesField(180)
    lat = DegreesField(90)
    photos = PhotosField(label=_("照片"))
    is_done = forms.BooleanField(label=_("当场办好了"), required=False)
    answer = WordsField(
        label=_("怎么办好的"), most=MOST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    idempotency_key = KeyField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_done") and given.get("found") and not given.get("answer"):
            self.add_error("answer", _("写一句是怎么办好的。"))
        return given


class ComponentNarrowForm(forms.Form):
    """What the register is narrowed to."""

    q = WordsField(label=_("名称或者标识码"), most=60, required=False)
    code = forms.ChoiceField(label=_("部件种类"), required=False)
    unit = forms.ChoiceField(label=_("社区或网格"), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, str]], units: Iterable[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [*NOTHING, *kinds]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*NOTHING, *((str(u.pk), str(u)) for u in units)]  # type: ignore[attr-defined]


class ComponentForm(forms.Form):
    """What is put right about a component."""

    name = WordsField(label=_("名称"), most=80)
    number = WordsField(label=_("标识码"), most=20, required=False)
    owner = forms.ChoiceField(label=_("归谁管"), required=False)

    def __init__(self, *args: Any, owners: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = {str(unit.pk): unit for unit in owners}
        choices = [*NOTHING, *((pk, str(unit)) for pk, unit in self._owners.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def answering(self) -> Unit | None:
        """The unit that answers for it."""
        return self._owners.get(self.cleaned_data["owner"])


class ComponentSheetForm(forms.Form):
    """A sheet or a map of components."""

    file = forms.FileField(
        label=_("部件表或部件图"),
        help_text=_("普查的 Excel、WPS、csv，照模板的列；或者 GeoJSON 的点。标识码对得上的更新，别的新增"),
    )
