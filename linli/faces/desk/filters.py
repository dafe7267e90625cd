"""What narrows a list, read from its address. A value nobody offers is left aside: an old link still opens."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.base.asked import mark, once
from linli.base.flow.models import Card
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField
from linli.faces.parts.words import in_language
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.queries import VIEWS, Filters
from linli.pillars.governance.reports.texts import STATES

PHONE = re.compile(r"^(?:\+?86)?(1[3-9]\d{9}|0\d{2,3}\d{7,8})$")
NUMBER = re.compile(r"^(\d{8})-?(\d{4,})$")

#: Which fields of the address belong to the list: the rest (the page) is not kept in a view.
KEPT = (
    "view", "q", "unit", "category", "nature", "state", "channel", "card", "since", "until", "open", "urgent",
    "supervised", "order",
)  # fmt: skip

ANY = [("", _("不限"))]


class FilterForm(forms.Form):
    """Everything a list can be narrowed by."""

    q = forms.CharField(label=_("查找"), required=False, max_length=60, strip=True)
    unit = forms.ChoiceField(label=_("社区或网格"), required=False, widget=LongSelect)
    category = forms.ChoiceField(label=_("类别"), required=False, widget=LongSelect)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=ANY + [(s, w.word) for s, w in STATES.items()]
    )
    card = forms.ChoiceField(
        label=_("黄牌红牌"),
        required=False,
        choices=[*ANY, (Card.YELLOW.value, Card.YELLOW.label), (Card.RED.value, Card.RED.label)],
    )
    nature = forms.ChoiceField(label=_("性质"), required=False, choices=[*ANY, *Report.Nature.choices])
    channel = forms.ChoiceField(label=_("渠道"), required=False, choices=[*ANY, *Report.Channel.choices])
    since = DayField(label=_("提出从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("提出到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    open = forms.ChoiceField(
        label=_("办结没有"), required=False, choices=[*ANY, ("yes", _("未办结")), ("no", _("已办结"))]
    )
    order = forms.ChoiceField(
        label=_("先看"), required=False, choices=[("", _("先到期的")), ("filed", _("新来的"))]
    )
    urgent = forms.BooleanField(label=_("只看紧急"), required=False)
    supervised = forms.BooleanField(label=_("只看督办"), required=False)

    def __init__(self, data: QueryDict, actor: Actor) -> None:
        super().__init__(data)
        self.actor = actor
        # In the row above the list there is no room for labels: the empty choice says what the field is. Read when the
        # field is drawn or something was chosen: mostly what was drawn before is shown.
        self.fields["unit"].choices = lambda: [("", _("社区")), *self.units]  # type: ignore[attr-defined]
        self.fields["category"].choices = lambda: [("", _("类别")), *self.categories]  # type: ignore[attr-defined]
        self.view = data.get("view", "")
        if self.view not in VIEWS:
            self.view = "mine"
        self.is_valid()

    @property
    def offered(self) -> tuple[Any, ...]:
        """What the choices come from: another value whenever there may be others. One query."""
        with once():
            return _paths(self.actor), mark("places"), mark("catalogue")

    @cached_property
    def grounds(self) -> list[Unit]:
        """Communities and grids that somebody's posts reach. One query."""
        return grounds_of(self.actor)

    @cached_property
    def units(self) -> list[tuple[str, Any]]:
        """The ground somebody may choose among: communities, and the grids below each. One query."""
        below: dict[int | None, list[tuple[str, Any]]] = {}
        communities = [unit for unit in self.grounds if unit.kind == UnitKind.COMMUNITY]
        inside = {unit.pk for unit in communities}
        for unit in self.grounds:
            if unit.kind == UnitKind.GRID:
                above = unit.parent_id if unit.parent_id in inside else None
                below.setdefault(above, []).append((unit.path, str(unit)))
        found = [(str(u), [(u.path, _("整个社区")), *below.get(u.pk, ())]) for u in communities]
        return [*below.get(None, ()), *found]

    @cached_property
    def categories(self) -> list[tuple[str, Any]]:
        """The tops of the catalogue, and first the kinds below the one that is chosen. One query, with a choice two."""
        named: dict[str, list[tuple[str, str]]] = {}
        for code, name, english, tree in _tops():
            named.setdefault(tree, []).append((code, in_language(name, english)))
        found: list[tuple[str, Any]] = [(str(Category.Tree(t).label), tops) for t, tops in named.items()]
        chosen = str(self.data.get("category") or "")[:40]
        if chosen and (family := list(_family(chosen))):
            below = [(code, in_language(name, english)) for code, name, english, _top in family]
            top = next((name for tops in named.values() for code, name in tops if code == family[0][3]), "")
            found.insert(0, (top or gettext("这一类里"), below))
        return found

    def given(self, name: str) -> Any:
        """What was asked for, when it makes sense."""
        return self.cleaned_data.get(name) or None

    @property
    def filters(self) -> Filters:
        """What the queries take. A phone number is looked up by its keyed hash, never in the words."""
        words, phone = self.search
        return Filters(
            view="all" if (phone or NUMBER.match(words)) else self.view,
            words=words,
            phone=phone,
            unit=self.given("unit") or "",
            category=self.given("category") or "",
            nature=self.given("nature") or "",
            state=self.given("state") or "",
            channel=self.given("channel") or "",
            card=self.given("card") or "",
            filed_from=self.given("since"),
            filed_until=self.given("until"),
            is_open={"yes": True, "no": False}.get(self.given("open") or ""),
            is_urgent=bool(self.given("urgent")),
            is_supervised=bool(self.given("supervised")),
            order=self.given("order") or "due",
        )

    @property
    def search(self) -> tuple[str, str]:
        """The words, or the phone number, that were typed into the one search box."""
        text = str(self.given("q") or "")
        tight = re.sub(r"[\s\-()（）]", "", text)
        if number := NUMBER.match(text.strip()):
            return f"{number[1]}-{number[2]}", ""
        if PHONE.match(tight):
            return "", tight
        return text, ""

    @property
    def query(self) -> str:
        """The address of this list without its page."""
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        """The address of this list with some fields changed; an empty value drops the field."""
        kept = QueryDict(mutable=True)
        given = {name: self.data.get(name, "") for name in KEPT} | {"view": self.view} | changes
        for name, value in given.items():
            if value:
                kept[name] = value
        return kept.urlencode()

    @property
    def more_count(self) -> int:
        """How many filters are set besides the search and the two in sight."""
        hidden = ("state", "card", "nature", "channel", "since", "until", "open", "urgent", "supervised")
        return sum(bool(self.given(name)) for name in hidden)

    @property
    def is_narrowed(self) -> bool:
        return any(self.given(name) for name in (*self.fields,) if name != "order")


def grounds_of(actor: Actor) -> list[Unit]:
    """List the communities and grids an actor's posts reach, in their order. One query."""
    return _grounds(actor=actor)


def _paths(actor: Actor) -> tuple[str, ...]:
    return tuple(f"/{'/'.join(map(str, p.line))}/" for p in actor.posts if p.unit_id in actor.sight_ids)


@written
def _grounds(*, actor: Actor) -> QuerySet[Unit]:
    paths = _paths(actor)
    if not paths:
        return Unit.objects.none()
    reach = Q()
    for path in paths:
        reach |= Q(path__startswith=path)
    rows = Unit.objects.filter(reach, kind__in=(UnitKind.COMMUNITY, UnitKind.GRID), is_active=True)
    return rows.order_by("path")


@written
def _tops() -> QuerySet[Category, Any]:
    return Category.objects.filter(parent=None, is_active=True).values_list("code", "name", "name_en", "tree")


def _family(code: str) -> QuerySet[Category, Any]:
    """Match the kinds below a category, or beside it where it is a kind itself."""
    same = Q(parent=code) | Q(parent__children=code)
    rows = Category.objects.filter(same, is_active=True).distinct().order_by("order", "code")
    return rows.values_list("code", "name", "name_en", "parent")
