"""Figures of public service: the hall, matters handled, those looked after, enterprises and volunteers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.insight import halls, ratings
from linli.insight.cited.figure import Cited, Measure
from linli.pillars.service.applications.models import Application
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.care.models import Pair, Visit, Wish
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.exchange.models import ExchangePost
from linli.pillars.service.jobs.models import JobMatch, JobPosting
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.volunteers.models import Activity, SignUp


def _tickets(at: datetime) -> QuerySet[Ticket]:
    return halls.WITHIN_AN_HOUR.of(Ticket.objects.filter(taken_at__lte=at))


def _taken_in(at: datetime) -> QuerySet[Ticket]:
    return halls.DECIDED_WITHIN_AN_HOUR.of(Ticket.objects.filter(taken_at__lte=at))


def _ratings(at: datetime) -> QuerySet[Rating]:
    return Rating.objects.filter(rated_at__lte=at)


def _items(at: datetime) -> QuerySet[ServiceItem]:
    return ServiceItem.objects.filter(published_at__lte=at, ended_at__isnull=True)


def _applications(at: datetime) -> QuerySet[Application]:
    return Application.objects.filter(case__filed_at__lte=at)


def _decided(at: datetime) -> QuerySet[Application]:
    return Application.objects.filter(decided_at__lte=at)


def _delivered(at: datetime) -> QuerySet[Application]:
    return Application.objects.filter(delivered_at__lte=at)


def _pairs(at: datetime) -> QuerySet[Pair]:
    return Pair.objects.filter(until__isnull=True)


def _pair_visits(at: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(pair__isnull=False, at__lte=at)


def _care_visits(at: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(owed_at__isnull=False, at__lte=at)


def _wishes(at: datetime) -> QuerySet[Wish]:
    return Wish.objects.filter(published_at__lte=at).exclude(state=Wish.State.WITHDRAWN)


def _canteens(at: datetime) -> QuerySet[Canteen]:
    return Canteen.objects.filter(is_active=True)


def _meals(at: datetime) -> QuerySet[Meal]:
    return Meal.objects.filter(at__lte=at, corrects__isnull=True, corrected_by__isnull=True)


def _enterprises(at: datetime) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(ended_at__isnull=True)


def _enterprise_visits(at: datetime) -> QuerySet[EnterpriseVisit]:
    return EnterpriseVisit.objects.filter(written_at__lte=at)


def _postings(at: datetime) -> QuerySet[JobPosting]:
    return JobPosting.objects.filter(
        decided_at__lte=at, state__in=[JobPosting.State.SHOWN, JobPosting.State.ENDED]
    )


def _hired(at: datetime) -> QuerySet[JobMatch]:
    return JobMatch.objects.filter(hired_at__lte=at)


def _introduced_long_ago(at: datetime) -> QuerySet[JobMatch]:
    """Whoever was introduced long enough ago that the span is over: whoever was hired sooner is not counted sooner."""
    return JobMatch.objects.filter(introduced_at__lte=at - NINETY_DAYS)


def _asked_after_a_month(at: datetime) -> QuerySet[JobMatch]:
    return JobMatch.objects.filter(hired_at__lte=at, state__in=[JobMatch.State.STAYED, JobMatch.State.LEFT])


def _swaps(at: datetime) -> QuerySet[ExchangePost]:
    return ExchangePost.objects.filter(decided_at__lte=at).exclude(state=ExchangePost.State.SENT_BACK)


def _bulletins(at: datetime) -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(published_at__lte=at)


def _activities(at: datetime) -> QuerySet[Activity]:
    return Activity.objects.filter(ends_at__lte=at, cancelled_at__isnull=True)


def _helped(at: datetime) -> QuerySet[SignUp]:
    return SignUp.objects.filter(confirmed_at__lte=at, confirmed_minutes__gt=0)


NINETY_DAYS: Final = timedelta(days=90)
"""LOCAL: how long after an introduction a job is still its fruit; a seeker's consent lasts as long."""
HOUR, DAY, GOOD = halls.WITHIN_AN_HOUR, halls.ANSWERED_SAME_DAY, ratings.GOOD
DECIDED_HOUR, DECIDED_DAY = halls.DECIDED_WITHIN_AN_HOUR, halls.DECIDED_SAME_DAY

FIGURES: Final = (
    Cited("hall_visits", (3,), _("大厅接待"), "visit", _("取过的号"), _tickets, "hall__unit"),
    Cited(
        "hall_within_an_hour", (3,), _("一小时内办结"), "percent", _("取号到办好不超过 60 分钟 ÷ 来了要当场办的"),
        _tickets, "hall__unit", HOUR.valid, HOUR.hit, Measure.SHARE,
    ),
    Cited(
        "hall_same_day", (36,), _("当天有回音"), "percent", _("当天办好、收下、说清或答复 ÷ 取了号的（自己不办了的除外）"),
        _tickets, "hall__unit", DAY.valid, DAY.hit, Measure.SHARE,
    ),
    Cited(
        "hall_decided_within_an_hour", (3,), _("收件后一小时内决定"), "percent",
        _("取号到作出决定不超过 60 分钟 ÷ 在窗口收了件的"),
        _taken_in, "hall__unit", DECIDED_HOUR.valid, DECIDED_HOUR.hit, Measure.SHARE,
    ),
    Cited(
        "hall_decided_same_day", (36,), _("收件当天决定"), "percent", _("当天作出决定 ÷ 在窗口收了件的"),
        _taken_in, "hall__unit", DECIDED_DAY.valid, DECIDED_DAY.hit, Measure.SHARE,
    ),
    Cited("hall_good", (3,), _("好评"), "percent", _("基本满意以上 ÷ 评了的"), _ratings, "office", GOOD.valid, GOOD.hit,
          Measure.SHARE),
    Cited("items", (57,), _("一窗受理的事项"), "item", _("正在执行的办事事项"), _items, "office"),
    Cited("applications", (3, 57), _("办件"), "case", _("收到的申请"), _applications, "case__office"),
    Cited(
        "applications_in_time", (3,), _("承诺期限内办结"), "percent", _("承诺期限前作出决定 ÷ 作出决定的申请"),
        _decided, "case__office", Q(promised_by__isnull=False), Q(decided_at__lte=F("promised_by")), Measure.SHARE,
    ),
    Cited(
        "reemployment", (43,), _("再就业登记"), "case", _("“再就业登记”的申请，撤回的除外"),
        _applications, "case__office", Q(item__code="JY02") & ~Q(case__state="withdrawn"),
    ),
    Cited(
        "medical_cards", (44,), _("医保卡、社保卡"), "case", _("医保凭证和社保卡各事项的申请，撤回的除外"),
        _applications, "case__office", Q(item__code__in=["YB03", "SB03", "SB04"]) & ~Q(case__state="withdrawn"),
    ),
    Cited(
        "licences_to_the_door", (44, 57), _("送证上门"), "case", _("办结以后有人送到家里、店里的申请"),
        _delivered, "case__office", Q(delivery=Application.Delivery.DOOR),
    ),
    Cited("helped_to_apply", (46,), _("上门办、帮办代办"), "case", _("希望上门来办，或有人帮办代办的申请"),
          _applications, "case__office", Q(wants_visit=True) | Q(helper__isnull=False)),
    Cited("enterprises", (42,), _("登记的企业商户"), "shop", _("在册的企业、商户"), _enterprises, "office"),
    Cited(
        "enterprises_with_a_steward", (42,), _("有“金管家”的企业"), "percent", _("有服务专员 ÷ 在册的企业、商户"),
        _enterprises, "office", hit=Q(steward__isnull=False), measure=Measure.SHARE,
    ),
    Cited("enterprise_visits", (8, 42, 51), _("走访企业"), "visit", _("写下的走访"), _enterprise_visits,
          "enterprise__office"),
    Cited("jobs_posted", (8, 43), _("发布的岗位"), "place", _("审过的招聘所招人数之和"), _postings, "office",
          measure=Measure.SUM, of="places"),
    Cited("jobs_found", (43,), _("找到工作的人"), "person", _("介绍后说被录用的人"), _hired, "posting__office"),
    Cited("jobs_within_90_days", (43,), _("介绍后 90 天内就业"), "percent", _("介绍后 90 天内被录用 ÷ 介绍已满 90 天的"),
          _introduced_long_ago, "posting__office", hit=Q(hired_at__lte=F("introduced_at") + NINETY_DAYS),
          measure=Measure.SHARE),
    Cited("jobs_stayed", (43,), _("一个月后还在岗"), "percent", _("一个月后还在 ÷ 一个月后问过的"), _asked_after_a_month,
          "posting__office", hit=Q(state=JobMatch.State.STAYED), measure=Measure.SHARE),
    Cited("swaps", (42,), _("企业之间的有和要"), "item", _("街道看过、登出来的资源和需要"), _swaps, "office"),
    Cited("swaps_met", (42,), _("对接上的"), "percent", _("在这里对接上了 ÷ 已经结束的"), _swaps, "office",
          Q(state=ExchangePost.State.ENDED), Q(end_reason=ExchangePost.End.MET), Measure.SHARE),
    Cited("bulletins", (8,), _("发布的公告"), "item", _("发布过的公告"), _bulletins, "case__office"),
    Cited("activities", (62,), _("志愿活动"), "visit", _("办过的活动，取消的除外"), _activities, "office"),
    Cited("volunteers", (27, 62), _("服务过的志愿者"), "person", _("时长经确认的人，一人算一次"), _helped,
          "activity__office", measure=Measure.DISTINCT, of="volunteer"),
    Cited("pairs", (66,), _("结对帮扶的户"), "household", _("正在结对的户，一户算一次"), _pairs, "person__office",
          measure=Measure.DISTINCT, of="person"),
    Cited("pair_visits", (66,), _("结对走访"), "visit", _("结对的人走访的次数"), _pair_visits, "person__office"),
    Cited(
        "care_in_time", (22,), _("按期探访"), "percent", _("期限前看望了 ÷ 到期看望了的"),
        _care_visits, "person__office", hit=Q(at__lte=F("owed_at")), measure=Measure.SHARE,
    ),
    Cited("wishes_fulfilled", (31,), _("办到的心愿"), "percent", _("办到了 ÷ 发布的心愿（不要了的除外）"), _wishes, "office",
          hit=Q(state__in=[Wish.State.FULFILLED, Wish.State.CONFIRMED]), measure=Measure.SHARE),
    Cited("canteens", (65,), _("长者食堂"), "place", _("在用的长者食堂和助餐点"), _canteens, "office"),
    Cited("meals", (65,), _("长者食堂供餐"), "meal", _("打过的饭，改正的按改正后算"), _meals, "canteen__office"),
)  # fmt: skip
