"""Rows behind figures of governance."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow import policies as flow
from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.roles import COMMUNITY
from linli.base.people.actors import Actor
from linli.insight.cited.behind import Column, Shape
from linli.pillars.governance.campaigns import policies as campaigns
from linli.pillars.governance.campaigns.models import Decision, Target
from linli.pillars.governance.campaigns.texts import STATES as DECISIONS
from linli.pillars.governance.cooperative import policies as cooperative
from linli.pillars.governance.cooperative.models import Resolution, Shareholder
from linli.pillars.governance.deliberation import policies as deliberation
from linli.pillars.governance.deliberation.models import Supporter, Topic
from linli.pillars.governance.deliberation.texts import STATES as TOPICS
from linli.pillars.governance.inspections import policies as inspections
from linli.pillars.governance.inspections.models import Honour, Rectification, Shop, ShopCheck, ShopReport
from linli.pillars.governance.inspections.texts import STATES as ORDERS
from linli.pillars.governance.patrols import policies as patrols
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.reports.texts import LEVELS
from linli.pillars.governance.reports.texts import STATES as REPORTS
from linli.pillars.governance.visits import policies as visits
from linli.pillars.governance.visits.models import Ask, Home, Visit
from linli.pillars.governance.visits.models import Change as Entry
from linli.pillars.governance.whistles.models import Assessment, Call
from linli.pillars.governance.whistles.texts import STATES as WHISTLES

REPORT_STATES: Final = {code: one.word for code, one in REPORTS.items()}
NUMBER, TITLE = _("编号"), _("事情")


def _cases(prefix: str, states: dict[str, object], page: str) -> Shape:
    """List cases as they stand."""
    return Shape(
        (
            Column(NUMBER, f"{prefix}number"),
            Column(TITLE, f"{prefix}title"),
            Column(_("哪里"), f"{prefix}area__name"),
            Column(_("到哪一步了"), f"{prefix}state", states),  # type: ignore[arg-type]
            Column(_("在谁那里"), f"{prefix}holder__name"),
            Column(_("什么时候来的"), f"{prefix}filed_at"),
        ),
        f"{prefix}filed_at",
        lambda actor: flow.reachable(actor, prefix),
        page,
        f"{prefix}number",
    )


def _supported(actor: Actor) -> Q:
    return Q(topic__in=Topic.objects.filter(deliberation.reachable(actor)).values("pk"))


def _members(actor: Actor) -> Q:
    return Q(cooperative__unit__in=[p.unit_id for p in actor.posts if p.role in COMMUNITY])


REPORT: Final = _cases("", REPORT_STATES, "report")
WHISTLE: Final = _cases("", WHISTLES, "whistle")  # type: ignore[arg-type]
WHY_DOORS: Final = _("住户的门牌只给去走访的网格和社区看。")

SHAPES: Final = {
    Callback: Shape(
        (
            Column(NUMBER, "report__case__number"),
            Column(TITLE, "report__case__title"),
            Column(_("解决了吗"), "solved"),
            Column(_("满意吗"), "level", LEVELS),
            Column(_("什么时候回访的"), "at"),
        ),
        "at",
        lambda actor: flow.reachable(actor, "report__case__"),
        "report",
        "report__case__number",
    ),
    Call: Shape(
        (
            Column(NUMBER, "whistle__case__number"),
            Column(TITLE, "whistle__case__title"),
            Column(_("叫了谁"), "unit__name"),
            Column(_("几时前要到"), "report_by"),
            Column(_("几时到的"), "reported_at"),
        ),
        "report_by",
        lambda actor: flow.reachable(actor, "whistle__case__"),
        "whistle",
        "whistle__case__number",
    ),
    Assessment: Shape(
        (
            Column(NUMBER, "call__whistle__case__number"),
            Column(_("评谁"), "of__name"),
            Column(_("谁评的"), "by__name"),
            Column(_("有“差”"), "is_low"),
            Column(_("什么时候评的"), "at"),
        ),
        "at",
        lambda actor: flow.reachable(actor, "call__whistle__case__"),
        "whistle",
        "call__whistle__case__number",
    ),
    Beat: Shape(
        (
            Column(_("路段、点位"), "name"),
            Column(_("哪里"), "area__name"),
            Column(_("谁来走"), "unit__name"),
            Column(_("从哪天起"), "from_date"),
        ),
        "from_date",
        patrols.reachable,
        "patrol",
    ),
    Patrol: Shape(
        (
            Column(_("路段、点位"), "beat__name"),
            Column(_("哪天"), "on"),
            Column(_("谁来走"), "unit__name"),
            Column(_("记下"), "written_at"),
        ),
        "written_at",
        lambda actor: patrols.reachable(actor, "beat__"),
        "patrol",
        "beat",
    ),
    Finding: Shape(
        (
            Column(NUMBER, "case__number"),
            Column(TITLE, "case__title"),
            Column(_("路段、点位"), "patrol__beat__name"),
            Column(_("哪天"), "patrol__on"),
        ),
        "case__filed_at",
        lambda actor: flow.reachable(actor, "case__"),
        "report",
        "case__number",
    ),
    Topic: Shape(
        (
            Column(NUMBER, "case__number"),
            Column(TITLE, "case__title"),
            Column(_("哪里"), "case__area__name"),
            Column(_("到哪一步了"), "case__state", TOPICS),
            Column(_("受理"), "accepted_at"),
            Column(_("落实"), "carried_at"),
        ),
        "accepted_at",
        deliberation.reachable,
        "topic",
        "case__number",
    ),
    Supporter: Shape(
        (
            Column(NUMBER, "topic__case__number"),
            Column(TITLE, "topic__case__title"),
            Column(_("满意吗"), "level", LEVELS),
            Column(_("什么时候回访的"), "reviewed_at"),
        ),
        "reviewed_at",
        _supported,
        "topic",
        "topic__case__number",
    ),
    Shop: Shape(
        (
            Column(_("招牌"), "sign"),
            Column(_("行业"), "trade"),
            Column(_("地址"), "address"),
            Column(_("网格"), "area__name"),
            Column(_("建档"), "kept_at"),
        ),
        "kept_at",
        inspections.reachable,
        "shop",
    ),
    ShopReport: _cases("case__", REPORT_STATES, "report"),
    ShopCheck: Shape(
        (
            Column(_("招牌"), "shop__sign"),
            Column(_("网格"), "shop__area__name"),
            Column(_("谁查的"), "kind"),
            Column(_("不合要求的项"), "bad_count"),
            Column(_("最近一次"), "at"),
        ),
        "at",
        lambda actor: inspections.reachable(actor, "shop__"),
        "shop",
        "shop",
    ),
    Rectification: Shape(
        (
            Column(NUMBER, "case__number"),
            Column(_("招牌"), "shop__sign"),
            Column(_("网格"), "shop__area__name"),
            Column(_("到哪一步了"), "case__state", ORDERS),
            Column(_("开单"), "case__filed_at"),
        ),
        "case__filed_at",
        inspections.reachable_rectifications,
        "order",
        "case__number",
    ),
    Honour: Shape(
        (
            Column(_("招牌"), "shop__sign"),
            Column(_("网格"), "shop__area__name"),
            Column(_("挂牌"), "given_at"),
        ),
        "given_at",
        lambda actor: inspections.reachable(actor, "shop__"),
        "shop",
        "shop",
    ),
    Target: Shape(
        (
            Column(_("名单"), "campaign__name"),
            Column(_("第几户"), "order"),
            Column(_("哪里"), "area__name"),
            Column(_("在谁那里"), "unit__name"),
            Column(_("结果"), "outcome"),
            Column(_("办完"), "ended_at"),
        ),
        "ended_at",
        campaigns.reachable_targets,
        "campaign-door",
    ),
    Decision: Shape(
        (
            Column(NUMBER, "case__number"),
            Column(TITLE, "case__title"),
            Column(_("到哪一步了"), "case__state", DECISIONS),
            Column(_("期限"), "case__resolve_by"),
            Column(_("办完"), "case__settled_at"),
        ),
        "case__resolve_by",
        campaigns.reachable_decisions,
        "decision",
        "case__number",
    ),
    Shareholder: Shape(
        (
            Column(_("合作社"), "cooperative__name"),
            Column(_("成员号"), "number"),
            Column(_("依据的决议"), "resolution__title"),
            Column(_("写入登记"), "resolution__carried_out_at"),
        ),
        "resolution__carried_out_at",
        _members,
        why=_("成员名册只给本社区看。"),
    ),
    Resolution: Shape(
        (
            Column(_("合作社"), "cooperative__name"),
            Column(_("决议"), "title"),
            Column(_("写入登记"), "carried_out_at"),
        ),
        "carried_out_at",
        lambda actor: cooperative.reachable(actor, "cooperative__"),
    ),
    Home: Shape(
        (
            Column(_("楼"), "household__building__name"),
            Column(_("室"), "household__room"),
            Column(_("网格"), "household__building__grid__name"),
            Column(_("上次去"), "seen_on"),
        ),
        "seen_on",
        visits.reachable,
        "visit-door",
        "household",
        why=WHY_DOORS,
    ),
    Visit: Shape(
        (
            Column(_("哪里"), "area__name"),
            Column(_("怎么去的"), "way"),
            Column(_("见着了吗"), "outcome"),
            Column(_("什么时候"), "at"),
        ),
        "at",
        lambda actor: on_grounds(visits.counted_grounds(actor), "area"),
    ),
    Entry: Shape(
        (
            Column(_("哪里"), "visit__area__name"),
            Column(_("改了什么"), "what"),
            Column(_("凭什么"), "source"),
            Column(_("什么时候"), "at"),
        ),
        "at",
        lambda actor: on_grounds(visits.grounds(actor), "visit__area"),
        why=WHY_DOORS,
    ),
    Ask: Shape(
        (
            Column(NUMBER, "case__number"),
            Column(_("哪里"), "area__name"),
            Column(_("什么时候约的"), "case__filed_at"),
            Column(_("办结"), "case__closed_at"),
        ),
        "case__filed_at",
        lambda actor: flow.reachable(actor, "case__"),
    ),
}
