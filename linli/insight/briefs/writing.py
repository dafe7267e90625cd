"""Writing a brief: plain sentences about what there was, each number with its figure; what there was not is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import dropwhile
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.insight.briefs import rules
from linli.insight.briefs.rules import ABOVE, BEFORE, BELOW, BriefKind
from linli.insight.cited.figure import Measure, Reading, read_one
from linli.insight.spans import KIND_OF, SPOT, Span, figure_of
from linli.pillars.governance.reports.flow import KIND as REPORT

MOST_KINDS: Final = 5
MOST_SPOTS: Final = 5
OFTEN: Final = 3
"""So many of a kind in one community in a week are worth a line (LOCAL)."""
EARLIER: Final[dict[BriefKind, str | Promise]] = {
    BriefKind.DAILY: gettext_lazy("前一天"),
    BriefKind.WEEKLY: gettext_lazy("前一周"),
    BriefKind.HOT: gettext_lazy("前一周"),
    BriefKind.MONTHLY: gettext_lazy("上个月"),
    BriefKind.THEME: gettext_lazy("上个月"),
    BriefKind.ANNUAL: gettext_lazy("上一年"),
}


class Spot(NamedTuple):
    """A kind of report in one community: names, and the code of its figure."""

    kind: str
    area: str
    code: str


@dataclass
class Draft:
    """A brief while it is written: its lines, what each figure said, its charts."""

    office: Unit
    kind: BriefKind
    start: date
    until: date
    at: datetime
    lines: list[str] = field(default_factory=list)
    read: dict[str, Reading] = field(default_factory=dict)
    charts: list[dict[str, Any]] = field(default_factory=list)

    def span(self, code: str) -> tuple[str, Span]:
        """Give the figure a code is of and its days."""
        figure, start, until = rules.told_of(code, self.start, self.until, self.kind)
        return figure, Span(start, until)

    def reading(self, code: str) -> Reading:
        """Count a figure, once. :raises KeyError: there is none."""
        plain = code.removesuffix(ABOVE).removesuffix(BELOW)
        if plain not in self.read:
            figure = figure_of(*self.span(plain))
            if figure is None:
                raise KeyError(code)
            self.read[plain] = read_one(figure, self.at, self.office)
        return self.read[plain]

    def number(self, code: str) -> str:
        """Give what stands in the text for a code."""
        one = self.reading(code)
        if code.endswith(ABOVE):
            return f"{one.above:,}"
        if code.endswith(BELOW):
            return f"{one.below:,}"
        return f"{one.value or 0:,}" + ("%" if one.figure.unit == "percent" else "")

    def value(self, code: str) -> float:
        """Give what a figure says; none is nothing."""
        return self.reading(code).value or 0

    def say(self, words: str, *codes: str, versus: str = "") -> None:
        """Write a sentence. `{code}` is a value, `{code:above}`, `{code:below}` its parts, `{versus}` the earlier one."""
        for code in codes:
            is_share = self.reading(code).figure.measure is Measure.SHARE
            for token in (code, f"{code}{ABOVE}", f"{code}{BELOW}") if is_share else (code,):
                words = words.replace(f"{{{token}}}", f"[{self.number(token)}]({token})")
        self.lines.append(words.replace("{versus}", self._versus(versus) if versus else ""))

    def _versus(self, code: str) -> str:
        """Say what a figure was in the period before; nothing where the records do not reach back so far."""
        if not self.has_earlier:
            return ""
        earlier = f"{code}{BEFORE}"
        given = {"earlier": EARLIER[self.kind], "number": f"[{self.number(earlier)}]({earlier})"}
        return _("，%(earlier)s %(number)s %(unit)s") % {**given, "unit": self.reading(code).unit}

    @property
    def has_earlier(self) -> bool:
        """Say whether anything at all is on record from the period before."""
        return self.value(f"filed{BEFORE}") > 0

    def head(self, words: str) -> None:
        """Begin a section."""
        self.lines.append(f"## {words}")

    def chart(self, title: str, bars: Iterable[tuple[str, str]]) -> None:
        """Put bars beside the text: label and figure of each."""
        told = [[label, self.value(code), code] for label, code in bars]
        if any(value for _label, value, _code in told):
            self.charts.append({"title": title, "bars": told})

    def numbers(self, words: str) -> dict[str, str]:
        """Give the number behind every code of a text, of the sentences written now and of the charts."""
        tokens = rules.tokens_of(words) | rules.tokens_of("\n".join(self.lines))
        tokens |= {code for chart in self.charts for _label, _value, code in chart["bars"]}
        return {token: self.number(token) for token in sorted(tokens)}


def write(*, office: Unit, kind: BriefKind, start: date, until: date, at: datetime) -> Draft:
    """Write a brief of an office about some days, in the office's language whoever asks. A query a figure, some thirty."""
    draft = Draft(office, kind, start, until, at)
    with override(settings.LANGUAGE_CODE):
        if kind is BriefKind.THEME:
            _theme(draft)
        elif kind is BriefKind.HOT:
            _hot(draft)
        else:
            _whole(draft)
    return draft


def _whole(draft: Draft) -> None:
    _reports(draft)
    if draft.kind is not BriefKind.DAILY:
        _kinds(draft)
    if draft.kind is BriefKind.WEEKLY:
        _spots(draft, _found_spots(draft)[:OFTEN])
    _hall(draft)
    _ground(draft)
    _together(draft)
    if draft.kind in (BriefKind.MONTHLY, BriefKind.ANNUAL) and draft.value("spent"):
        draft.head(_("重点项目"))
        draft.say(_("这段时间重点项目完成投资 {spent} 万元。"), "spent")
    if draft.kind is BriefKind.ANNUAL:
        last = (draft.until - timedelta(days=1)).month
        months = [(m, rules.month_code("filed", m)) for m in range(1, last + 1)]
        told = dropwhile(lambda one: not draft.value(one[1]), months)
        draft.chart(_("每个月收到的反映（件）"), [(_("%(n)s 月") % {"n": m}, code) for m, code in told])


def _reports(draft: Draft) -> None:
    draft.head(_("居民反映"))
    draft.say(
        _("收到 {filed} 件{versus}；办结 {closed} 件；收到的里面还有 {open} 件在办。"),
        "filed", "closed", "open", versus="filed",
    )  # fmt: skip
    if draft.reading("answered").below:
        draft.say(
            _("该联系居民的 {answered:below} 件，按时联系了 {answered:above} 件，占 {answered}。"), "answered"
        )
    if draft.reading("in_time").below:
        draft.say(
            _("到期该办结的 {in_time:below} 件，期限内办结 {in_time:above} 件，占 {in_time}。"), "in_time"
        )
    if draft.reading("solved").below:
        draft.say(_("回访了 {solved:below} 件，{solved:above} 件说解决了，占 {solved}。"), "solved")
    if draft.value("late"):
        draft.say(_("有 {late} 件过了期限还没办结，请承办单位今天给居民一个准话。"), "late")
    earlier = [(_("%(earlier)s收到") % {"earlier": EARLIER[draft.kind]}, f"filed{BEFORE}")]
    draft.chart(
        _("收到、办结、还在办（件）"),
        [
            (_("收到"), "filed"),
            *(earlier if draft.has_earlier else []),
            (_("办结"), "closed"),
            (_("还在办"), "open"),
        ],
    )


def _often(draft: Draft) -> list[tuple[str, str]]:
    """Give the kinds that came most often: code of the figure and name. One query."""
    figure = figure_of(*draft.span("filed"))
    rows = figure.meant(draft.at, draft.office) if figure else Case.objects.none()
    found = (
        rows.exclude(topic="")
        .values_list("topic", "report__category__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "topic")[:MOST_KINDS]
    )
    return [(f"{KIND_OF}{topic.lower()}", name or _("没有分类")) for topic, name, _n in found]


def _kinds(draft: Draft) -> None:
    found = _often(draft)
    if not found:
        return
    draft.head(_("说得最多的事"))
    said = "，".join(_("%(name)s {%(code)s} 件") % {"name": name, "code": code} for code, name in found[:3])
    draft.say(f"{said}。", *(code for code, _name in found[:3]))
    draft.chart(_("说得最多的事（件）"), [(name, code) for code, name in found])


def _found_spots(draft: Draft) -> list[Spot]:
    """Give what rose most in one community: at least three, more than before, by how many more. Three queries."""
    now, then = (_by_spot(draft, code) for code in ("filed", f"filed{BEFORE}"))
    risen = [
        (many - then.get(key, 0), many, key)
        for key, many in now.items()
        if many >= OFTEN and many > then.get(key, 0)
    ]
    first = sorted(risen, key=lambda one: (-one[0], -one[1], one[2]))[:MOST_SPOTS]
    names = dict(Unit.objects.filter(pk__in=[key[2] for *_n, key in first]).values_list("pk", "name"))
    return [
        Spot(name or _("没有分类"), names[area], f"{SPOT}{area}_{topic.lower()}")
        for _more, _many, (topic, name, area) in first
    ]


def _by_spot(draft: Draft, code: str) -> dict[tuple[str, str, int], int]:
    """Count reports by kind and community; where a report lies in no community it is nobody's spot. One query."""
    figure = figure_of(*draft.span(code))
    rows = figure.meant(draft.at, draft.office) if figure else Case.objects.filter(kind=REPORT).none()
    counted = rows.exclude(topic="").order_by().values_list("topic", "report__category__name", "area__path")
    depth = draft.office.path.count("/") - 1
    found: dict[tuple[str, str, int], int] = {}
    for topic, name, path, many in counted.annotate(n=Count("pk")):
        line = path.strip("/").split("/")
        if len(line) > depth:
            key = (topic, name or "", int(line[depth]))
            found[key] = found.get(key, 0) + many
    return found


def _spots(draft: Draft, found: Sequence[Spot]) -> None:
    if not found:
        return
    draft.head(_("忽然多起来的"))
    for one in found:
        draft.say(
            _("%(area)s：%(kind)s {%(code)s} 件{versus}。") % one._asdict(), one.code, versus=one.code,
        )  # fmt: skip


def _hot(draft: Draft) -> None:
    """Tell what boils: kinds of reports that rose in one community, and the kinds that came most often."""
    found = _found_spots(draft)
    if not found:
        draft.head(_("没有忽然多起来的事"))
        draft.say(_("收到 {filed} 件{versus}。"), "filed", versus="filed")
    _spots(draft, found)
    draft.chart(
        _("忽然多起来的（件）"), [(_("%(area)s %(kind)s") % one._asdict(), one.code) for one in found]
    )
    _kinds(draft)


def _hall(draft: Draft) -> None:
    if not draft.value("hall") and not draft.value("applications"):
        return
    draft.head(_("大厅和办件"))
    if draft.value("hall"):
        draft.say(_("大厅接待 {hall} 次{versus}。"), "hall", versus="hall")
    if draft.reading("hall_hour").below:
        draft.say(
            _("来了要当场办的 {hall_hour:below} 件，一小时内办好 {hall_hour:above} 件，占 {hall_hour}。"),
            "hall_hour",
        )
    if draft.value("applications"):
        draft.say(_("收到申请 {applications} 件，办好 {decided} 件。"), "applications", "decided")


def _ground(draft: Draft) -> None:
    if not any(draft.value(code) for code in ("visits", "care", "meals")):
        return
    draft.head(_("走访和关爱"))
    if draft.value("visits"):
        draft.say(_("走访 {visits} 次{versus}。"), "visits", versus="visits")
    if draft.value("care"):
        draft.say(_("关爱探访 {care} 次。"), "care")
    if draft.value("meals"):
        draft.say(_("长者食堂供餐 {meals} 份{versus}。"), "meals", versus="meals")


def _together(draft: Draft) -> None:
    if not any(draft.value(code) for code in ("whistles", "topics", "activities")):
        return
    draft.head(_("大家一起办的"))
    if draft.value("whistles"):
        draft.say(_("吹哨 {whistles} 次。"), "whistles")
    if draft.reading("whistles_came").below:
        draft.say(
            _("部门应报到 {whistles_came:below} 次，按时到了 {whistles_came:above} 次，占 {whistles_came}。"),
            "whistles_came",
        )
    if draft.value("topics"):
        draft.say(_("受理协商议题 {topics} 项。"), "topics")
    if draft.value("activities"):
        draft.say(_("办了志愿活动 {activities} 次。"), "activities")


def _theme(draft: Draft) -> None:
    """Look at one kind of matter: the one that came most often in the month, where it came, what is to be talked over."""
    found = _often(draft)
    if not found:
        draft.head(_("这个月没有人反映什么"))
        draft.say(_("收到 {filed} 件。"), "filed")
        return
    code, name = found[0]
    draft.head(_("这个月说得最多的：%(name)s") % {"name": name})
    draft.say(
        _("收到 {filed} 件反映，其中%(name)s {%(code)s} 件{versus}。") % {"name": name, "code": code},
        "filed", code, versus=code,
    )  # fmt: skip
    topic = code.removeprefix(KIND_OF)
    spots = {key: many for key, many in _by_spot(draft, "filed").items() if key[0].lower() == topic}
    first = sorted(spots, key=lambda key: (-spots[key], key))[:MOST_SPOTS]
    names = dict(Unit.objects.filter(pk__in=[area for *_t, area in first]).values_list("pk", "name"))
    where = [(names[area], f"{SPOT}{area}_{topic}") for *_t, area in first]
    if where:
        draft.head(_("在哪里"))
        said = "，".join(_("%(name)s {%(code)s} 件") % {"name": area, "code": spot} for area, spot in where)
        draft.say(f"{said}。", *(spot for _area, spot in where))
    draft.head(_("要议的"))
    draft.lines.append(_("为什么反复出现，哪一步能先做，谁来牵头，几时回头看：请在会上定，写在这里。"))
    draft.chart(_("%(name)s在哪里（件）") % {"name": name}, where)
    draft.chart(_("说得最多的事（件）"), [(one, each) for each, one in found])
