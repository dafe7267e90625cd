"""Figures of governance: what residents raise, who comes when called, how it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.roles import UnitKind
from linli.insight import deliberation, indicators, whistles
from linli.insight.cited.figure import Cited, Measure
from linli.pillars.governance.campaigns.models import Decision, Target
from linli.pillars.governance.campaigns.rules import CampaignKind
from linli.pillars.governance.cooperative.models import Resolution, Shareholder
from linli.pillars.governance.deliberation.models import Supporter, Topic
from linli.pillars.governance.inspections.models import Honour, Rectification, Shop, ShopCheck, ShopReport
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.visits.models import Ask, Home, Visit
from linli.pillars.governance.visits.models import Change as Entry
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.governance.whistles.models import Assessment, Call


def _reports(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(kind=REPORT, filed_at__lte=at)


def _whistles(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(kind=WHISTLE, filed_at__lte=at)


def _due(at: datetime) -> QuerySet[Case]:
    return _reports(at).filter(respond_by__lte=at).exclude(state__in=["withdrawn", "merged"])


def _called_back(at: datetime) -> QuerySet[Callback]:
    return Callback.objects.filter(report__case__kind=REPORT, at__lte=at)


def _called(at: datetime) -> QuerySet[Call]:
    return Call.objects.filter(called_at__lte=at)


def _calls(at: datetime) -> QuerySet[Call]:
    return Call.objects.filter(report_by__lte=at)


def _came(at: datetime) -> QuerySet[Call]:
    return Call.objects.filter(called_at__lte=at)


def _assessments(at: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(at__lte=at)


def _talked_through() -> QuerySet[Topic]:
    """Give topics but for the questions of owners' elections: those are counted by compounds with a committee."""
    return Topic.objects.filter(election_vote=None)


def _topics(at: datetime) -> QuerySet[Topic]:
    return _talked_through().filter(accepted_at__lte=at)


def _due_topics(at: datetime) -> QuerySet[Topic]:
    return _talked_through().filter(publicity_until__lte=at)


def _asked_again(at: datetime) -> QuerySet[Supporter]:
    return Supporter.objects.filter(topic__case__filed_at__lte=at)


def _shops(at: datetime) -> QuerySet[Shop]:
    return Shop.objects.filter(kept_at__lte=at)


def _checks(at: datetime) -> QuerySet[ShopCheck]:
    return ShopCheck.objects.filter(at__lte=at)


def _orders(at: datetime) -> QuerySet[Rectification]:
    return Rectification.objects.filter(case__filed_at__lte=at)


def _scanned(at: datetime) -> QuerySet[ShopReport]:
    return ShopReport.objects.filter(case__filed_at__lte=at)


def _honours(at: datetime) -> QuerySet[Honour]:
    return Honour.objects.filter(given_at__lte=at)


def _doors(at: datetime) -> QuerySet[Target]:
    return Target.objects.filter(campaign__opened_at__lte=at)


def _decisions(at: datetime) -> QuerySet[Decision]:
    return Decision.objects.filter(case__resolve_by__lte=at)


def _resolutions(at: datetime) -> QuerySet[Resolution]:
    return Resolution.objects.filter(carried_out_at__lte=at)


def _shareholders(at: datetime) -> QuerySet[Shareholder]:
    return Shareholder.objects.filter(resolution__carried_out_at__lte=at)


def _beats(at: datetime) -> QuerySet[Beat]:
    return Beat.objects.filter(kept_at__lte=at)


def _patrols(at: datetime) -> QuerySet[Patrol]:
    return Patrol.objects.filter(written_at__lte=at)


def _findings(at: datetime) -> QuerySet[Finding]:
    return Finding.objects.filter(case__filed_at__lte=at)


def _homes(at: datetime) -> QuerySet[Home]:
    return Home.objects.filter(due_on__isnull=False)


def _visits(at: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(at__lte=at).exclude(outcome=Visit.Outcome.AWAY)


def _put_right(at: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(at__lte=at)


def _asks(at: datetime) -> QuerySet[Ask]:
    return Ask.objects.filter(case__filed_at__lte=at)


MOVING: Final = Q(campaign__kind=CampaignKind.MOVING.value)
CLOSED: Final = Q(state="closed")
IN_THE_GRID: Final = Q(holder__kind__in=[UnitKind.GRID.value, UnitKind.WORKSTATION.value])
IN_THE_COMMUNITY: Final = Q(holder__kind=UnitKind.COMMUNITY.value)

FIGURES: Final = (
    Cited("reports", (2, 21), _("居民反映"), "case", _("登记的诉求"), _reports, "office"),
    Cited(
        "reports_answered", (21,), _("事事有回音"), "percent", _("到期前联系了居民 ÷ 到期应联系（不计入的除外）"),
        _due, "office", indicators.RESPONSE.valid, indicators.RESPONSE.hit, Measure.SHARE,
    ),
    Cited(
        "reports_solved", (4, 21), _("居民说解决了"), "percent", _("回访答“解决了” ÷ 有效回访"),
        _called_back, "report__case__office", indicators.RESOLUTION.valid, indicators.RESOLUTION.hit, Measure.SHARE,
    ),
    Cited(
        "reports_satisfied", (4, 21), _("居民满意"), "percent", _("基本满意以上 ÷ 答了满意度的回访"),
        _called_back, "report__case__office", indicators.SATISFACTION.valid, indicators.SATISFACTION.hit,
        Measure.SHARE,
    ),
    Cited(
        "reports_closed_in_the_grid", (21, 35), _("网格里办结"), "percent", _("由网格办结 ÷ 办结的诉求"),
        _reports, "office", CLOSED, IN_THE_GRID, Measure.SHARE,
    ),
    Cited(
        "reports_closed_in_the_community", (21,), _("社区里办结"), "percent", _("由社区办结 ÷ 办结的诉求"),
        _reports, "office", CLOSED, IN_THE_COMMUNITY, Measure.SHARE,
    ),
    Cited("whistles", (30,), _("吹哨"), "case", _("吹过的哨，撤回的除外"), _whistles, "office", ~Q(state="called_off")),
    Cited(
        "whistles_departments_called", (16, 30), _("叫到的部门次数"), "visit", _("哨里叫到的部门，退哨的也算"),
        _called, "whistle__case__office",
    ),
    Cited(
        "whistles_claimed", (31,), _("部门自己认领"), "visit", _("哨里部门和共建单位自己认领的"),
        _came, "whistle__case__office", Q(is_claimed=True),
    ),
    Cited(
        "whistles_reported_in_time", (30,), _("部门按时报到"), "percent", _("期限内到场或到会 ÷ 到期应报到"),
        _calls, "whistle__case__office", whistles.REPORTED.valid, whistles.REPORTED.hit, Measure.SHARE,
    ),
    Cited(
        "whistles_assessed_well", (30,), _("评价没有“差”"), "percent", _("三项都没有“差” ÷ 街道和社区的评价"),
        _assessments, "call__whistle__case__office", whistles.ASSESSED.valid, whistles.ASSESSED.hit, Measure.SHARE,
    ),
    Cited("topics", (4,), _("协商议题"), "item", _("受理了的议题，业主选举的表决除外"), _topics, "case__office"),
    Cited(
        "topics_carried", (4,), _("议题落实办理"), "percent", _("落实了的 ÷ 公示期满、该落实的决议"),
        _due_topics, "case__office", deliberation.DECIDED_FOR, deliberation.CARRIED, Measure.SHARE,
    ),
    Cited(
        "topics_content", (4,), _("议题回访满意"), "percent", _("基本满意以上 ÷ 回访到的人"),
        _asked_again, "topic__case__office", Q(level__isnull=False), Q(level__gte=3), Measure.SHARE,
    ),
    Cited("shops", (61,), _("挂了码的门店"), "shop", _("在册的门店，走了的除外"), _shops, "office", Q(ended_at=None)),
    Cited("shops_scanned", (61,), _("居民扫码反映"), "case", _("扫店牌反映的诉求"), _scanned, "shop__office"),
    Cited(
        "shops_checked", (61,), _("查过的门店"), "shop", _("网格和城管查过的门店，店家自查的不算"),
        _checks, "shop__office", ~Q(kind=ShopCheck.Kind.SELF), measure=Measure.DISTINCT, of="shop",
    ),
    Cited("shops_checking_themselves", (61,), _("自查过的门店"), "shop", _("店家自己照清单看过的门店"),
          _checks, "shop__office", Q(kind=ShopCheck.Kind.SELF), measure=Measure.DISTINCT, of="shop"),
    Cited(
        "shops_put_right", (61,), _("门店整改好了"), "percent", _("改好了、执法办结的 ÷ 开过的整改单，撤销的除外"),
        _orders, "shop__office", ~Q(case__state="quashed"), Q(case__state="closed"), Measure.SHARE,
    ),
    Cited(
        "honoured_shops", (84,), _("共产党员示范店"), "shop", _("现在挂着这块牌的门店"),
        _honours, "shop__office", Q(kind="party", withdrawn_at=None), measure=Measure.DISTINCT, of="shop",
    ),
    Cited(
        "campaign_doors", (6, 16, 34, 41, 67), _("专项行动、统计的名单"), "household", _("列进名单的户"),
        _doors, "campaign__office",
    ),
    Cited(
        "campaign_doors_done", (6, 16, 34, 41, 67), _("名单上办完的"), "percent", _("办完的户 ÷ 应办的户（不用办的除外）"),
        _doors, "campaign__office", ~Q(outcome="exempt"), Q(outcome="done"), Measure.SHARE,
    ),
    Cited(
        "moving_doors", (6,), _("搬迁的名单"), "household", _("列进搬迁腾退名单的户"),
        _doors, "campaign__office", MOVING,
    ),
    Cited(
        "moving_doors_done", (6,), _("搬迁完成"), "percent", _("搬完的户 ÷ 应搬的户（不用办的除外）"),
        _doors, "campaign__office", MOVING & ~Q(outcome="exempt"), Q(outcome="done"), Measure.SHARE,
    ),
    Cited(
        "mornings_kept", (6,), _("碰头会议定的按期办完"), "percent", _("期限内报了、会上认了 ÷ 到了期限的（不办了的除外）"),
        _decisions, "campaign__office", ~Q(case__state="dropped"),
        Q(case__state="done", case__settled_at__lte=F("case__resolve_by")), Measure.SHARE,
    ),
    Cited("cooperative_members", (85,), _("合作社成员"), "person", _("依决议登记进股份制经济合作社的人"), _shareholders,
          "cooperative__unit"),
    Cited("cooperative_resolutions", (85,), _("合作社写入登记的决议"), "item", _("表决通过、公示无异议、写入登记的决议"),
          _resolutions, "cooperative__unit"),
    Cited("beats", (77,), _("有路长的路段、点位"), "place", _("在巡的路段和点位，写明了路长岗位"), _beats, "office",
          Q(ended_on=None, steward__isnull=False)),
    Cited("patrols", (77,), _("巡查"), "visit", _("记下的巡查，没发现问题的也算"), _patrols, "beat__office"),
    Cited("patrol_findings", (77,), _("巡查发现的"), "case", _("巡查时立的件"), _findings, "patrol__beat__office"),
    Cited("visits", (22, 71), _("走访"), "visit", _("见着了人的走访：住户、企业、门店"), _visits, "office"),
    Cited(
        "homes_visited", (22, 71), _("去过的住户"), "percent", _("去过的 ÷ 登记在走访里的住户"),
        _homes, "office", hit=Q(seen_on__isnull=False), measure=Measure.SHARE,
    ),
    Cited("register_put_right", (22,), _("走访改好的登记"), "item", _("当面核实、改过的登记"), _put_right,
          "visit__office"),
    Cited("visits_asked_for", (8, 71), _("居民请来的走访"), "case", _("居民约网格员来一趟的件"), _asks, "case__office"),
)  # fmt: skip
