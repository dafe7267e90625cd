"""Every figure that a form can have filled, with the meanings that ask for it (`rules.lexicon`) and where it is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import Building, Compound, Facility, Grid, GridKind
from linli.insight import indicators
from linli.insight.cited import Measure
from linli.insight.forms.rules.meaning import Concept, narrowest
from linli.insight.forms.sources.figure import Figure, Whose
from linli.insight.forms.sources.looked_after import CARE
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Topic
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopCheck
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.visits.models import Home, Visit
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import BRANCHES, MEMBERS, Standing
from linli.pillars.service.applications.models import Application
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.volunteers.models import Activity, SignUp

Rows = Callable[[datetime], QuerySet[Any]]
GRIDS, MAP, DOORS = _("网格登记"), _("地图登记"), _("住户登记")
SHOPS, FIRMS, CASES = _("门店登记"), _("企业登记"), _("诉求记录")


def _units(kind: UnitKind) -> Rows:
    return lambda _at: Unit.objects.filter(kind=kind.value, is_active=True)


def _grids(at: datetime) -> QuerySet[Grid]:
    day = clock.local(at).date()
    return Grid.objects.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gt=day))


def _facilities(kind: str) -> Rows:
    return lambda _at: Facility.objects.filter(kind=kind, ended_on=None)


def _compounds(at: datetime) -> QuerySet[Compound]:
    return Compound.objects.all()


def _buildings(at: datetime) -> QuerySet[Building]:
    return Building.objects.all()


def _homes(at: datetime) -> QuerySet[Home]:
    return Home.objects.all()


def _shops(at: datetime) -> QuerySet[Shop]:
    return Shop.objects.filter(kept_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))


def _firms(at: datetime) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(kept_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))


def _checks(at: datetime) -> QuerySet[ShopCheck]:
    return ShopCheck.objects.exclude(kind=ShopCheck.Kind.SELF)


def _orders(at: datetime) -> QuerySet[Rectification]:
    return Rectification.objects.all()


def _reports(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(kind=REPORT)


def _whistles(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(kind=WHISTLE)


def _callbacks(at: datetime) -> QuerySet[Callback]:
    return Callback.objects.filter(report__case__kind=REPORT)


def _topics(at: datetime) -> QuerySet[Topic]:
    """Give topics but for the questions of owners' elections, as the figure of topics does."""
    return Topic.objects.filter(election_vote=None)


def _visits(at: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(home__isnull=False).exclude(outcome=Visit.Outcome.AWAY)


def _firm_visits(at: datetime) -> QuerySet[EnterpriseVisit]:
    return EnterpriseVisit.objects.all()


def _activities(at: datetime) -> QuerySet[Activity]:
    return Activity.objects.filter(cancelled_at__isnull=True, ends_at__lte=at)


def _helped(at: datetime) -> QuerySet[SignUp]:
    return SignUp.objects.filter(confirmed_minutes__gt=0, confirmed_at__lte=at)


def _canteens(at: datetime) -> QuerySet[Canteen]:
    return Canteen.objects.filter(is_active=True)


def _meals(at: datetime) -> QuerySet[Meal]:
    return Meal.objects.filter(corrects__isnull=True, corrected_by__isnull=True)


def _applications(at: datetime) -> QuerySet[Application]:
    return Application.objects.all()


def _organisations(at: datetime) -> QuerySet[Organisation]:
    day = clock.local(at).date()
    return Organisation.objects.filter(founded_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))


def _members(at: datetime) -> QuerySet[PartyMember]:
    return PartyMember.objects.filter(until=None, standing__in=[one.value for one in MEMBERS])


SERVED: Final = Q(manager__isnull=False, manager__kind=UnitKind.PROPERTY.value)
RATE, DISTINCT, SUM = Measure.SHARE, Measure.DISTINCT, Measure.SUM
COMPANIES: Final = Q(form__in=[Enterprise.Form.COMPANY, Enterprise.Form.BRANCH])
COUNTED: Final = Q(is_excluded=False)


def _trade(code: str, label: Any, terms: str) -> Figure:
    return Figure(f"shops_{code}", label, "shop", f"shop {terms}", _("在册的门店，按经营种类"), _shops, "area",
                  valid=Q(trade=code), has_past=True, source=SHOPS)  # fmt: skip


def _use(code: str, label: Any) -> Figure:
    return Figure(f"homes_{code}", label, "household", code, _("走访登记的户，按怎么住的"), _homes,
        "household__building__grid",
                  valid=Q(use=code), source=DOORS)  # fmt: skip


def _of_facilities(code: str, label: Any, kind: str) -> Figure:
    return Figure(
        code, label, "piece", code.rstrip("s"), _("地图上登记的"), _facilities(kind), "area", source=MAP
    )


GROUND: Final = (
    Figure("grids", _("网格"), "piece", "grid", _("在用的网格，专属网格也在内"), _grids, "unit", has_past=True,
        source=GRIDS),
    Figure("grids_general", _("综合网格"), "piece", "general", _("在用的综合网格"), _grids, "unit",
           valid=Q(grid_kind=GridKind.GENERAL), has_past=True, source=GRIDS),
    Figure("grids_special", _("专属网格"), "piece", "special", _("在用的专属网格"), _grids, "unit",
           valid=Q(grid_kind=GridKind.SPECIAL), has_past=True, source=GRIDS),
    Figure("grids_micro", _("微网格"), "piece", "micro", _("在用的微网格"), _grids, "unit",
           valid=Q(grid_kind=GridKind.MICRO), has_past=True, source=GRIDS),
    Figure("communities", _("社区"), "piece", "community", _("在用的社区"), _units(UnitKind.COMMUNITY), "parent",
           level="subdistrict", source=GRIDS),
    Figure("compounds", _("小区"), "piece", "compound", _("登记的小区"), _compounds, "community",
        level="community", source=MAP),
    Figure("compounds_served", _("有物业的小区"), "piece", "compound served", _("由物业公司管的小区"),
        _compounds, "community",
           valid=SERVED, level="community", source=MAP),
    Figure("compounds_unserved", _("没有物业的小区"), "piece", "compound unserved",
        _("没有物业公司的小区，业主自管的也在内"),
           _compounds, "community", valid=~SERVED, level="community", source=MAP),
    Figure("buildings", _("楼栋"), "piece", "building", _("登记的楼"), _buildings, "grid", source=MAP),
    Figure("households", _("网格里的户数"), "household", "household", _("各网格登记的户数之和"), _grids,
        "unit", measure=SUM,
           of="households_count", has_past=True, source=GRIDS),
    _use("rented", _("出租的户")), _use("vacant", _("空着的户")), _use("shared", _("合租、群租的户")),
        _use("own", _("自住的户")),
    Figure("committees", _("业主委员会"), "piece", "committee", _("在用的业主委员会"), _units(UnitKind.OWNERS), "parent",
           level="community", source=GRIDS),
    Figure("property_firms", _("物业公司"), "shop", "property_firm", _("在用的物业公司"),
        _units(UnitKind.PROPERTY), "parent",
           level="subdistrict", source=GRIDS),
    Figure("partners", _("共建单位"), "piece", "partner", _("在用的共建单位"), _units(UnitKind.PARTNER), "parent",
           level="subdistrict", source=GRIDS),
    Figure("teams", _("志愿服务队"), "piece", "team", _("在用的志愿服务队"), _units(UnitKind.VOLUNTEER), "parent",
           level="subdistrict", source=GRIDS),
    _of_facilities("service_centres", _("党群服务中心"), "service_centre"),
    _of_facilities("day_cares", _("日间照料中心"), "day_care"),
    Figure("canteens", _("长者食堂"), "piece", "canteen", _("在用的长者食堂和助餐点"), _canteens, "community",
        level="community",
           source=_("食堂登记")),
)  # fmt: skip

BUSINESS: Final = (
    Figure("shops", _("门店"), "shop", "shop", _("在册的门店"), _shops, "area", has_past=True, source=SHOPS),
    _trade("catering", _("餐饮门店"), "catering"), _trade("food", _("食品门店"), "food"), _trade("retail",
        _("零售门店"), "retail"),
    _trade("care", _("美发洗浴门店"), "care_trade"), _trade("repair", _("维修门店"), "repair"),
    _trade("leisure", _("文体娱乐门店"), "leisure"),
    Figure("entities", _("市场主体"), "shop", "entity", _("在册的企业和商户"), _firms, "area", has_past=True,
        source=FIRMS),
    Figure("enterprises", _("企业"), "shop", "enterprise", _("在册的公司和分支机构，个体工商户不在内"), _firms, "area",
           valid=COMPANIES, has_past=True, source=FIRMS),
    Figure("soles", _("个体工商户"), "shop", "sole", _("在册的个体工商户"), _firms, "area",
        valid=Q(form=Enterprise.Form.SOLE),
           has_past=True, source=FIRMS),
    Figure("staff", _("从业人员"), "person", "staff", _("登记了从业人数的企业、商户之和"), _firms, "area", measure=SUM,
           of="staff_count", has_past=True, doubt="partly", source=FIRMS),
    Figure("shop_checks", _("检查门店的次数"), "time", "shop check", _("网格和城管检查门店的次数，自查不算"),
        _checks, "shop__area",
           when="at", source=_("门店检查")),
    Figure("shops_checked", _("检查过的门店"), "shop", "shop check", _("检查过的门店，一家算一次"), _checks,
        "shop__area", when="at",
           measure=DISTINCT, of="shop", source=_("门店检查")),
    Figure("orders", _("下发的整改"), "case", "rectify", _("开出的门店整改"), _orders, "case__area",
        when="case__filed_at",
           source=_("整改记录")),
    Figure("orders_done", _("完成的整改"), "case", "rectify done", _("这段时间办结的门店整改"), _orders, "case__area",
           when="case__closed_at", valid=Q(case__state="closed"), source=_("整改记录")),
    Figure("firm_visits", _("走访企业"), "time", "firm_visit", _("写下的走访"), _firm_visits,
        "enterprise__area", when="on_date",
           of_days=True, source=FIRMS),
)  # fmt: skip

WORK: Final = (
    Figure("reports", _("居民诉求"), "case", "report", _("登记的诉求"), _reports, "area", when="filed_at", source=CASES),
    Figure("reports_filed", _("受理的诉求"), "case", "report filed", _("登记的诉求"), _reports, "area",
        when="filed_at", source=CASES),
    Figure("reports_done", _("办结的诉求"), "case", "report done", _("这段时间办结的诉求，不问哪天提的"),
        _reports, "area",
           when="closed_at", valid=Q(state="closed"), source=CASES),
    Figure("reports_open", _("在办的诉求"), "case", "report open", _("现在没有办结的诉求"), _reports, "area",
        valid=Q(is_open=True),
           source=CASES),
    Figure("reports_response", _("响应率"), "percent", "response_rate", _("24 小时内联系到人 ÷ 应联系"), _reports, "area",
           when="respond_by", valid=~Q(state__in=["withdrawn", "merged"]) & indicators.RESPONSE.valid,
           hit=indicators.RESPONSE.hit, measure=RATE, source=CASES),
    Figure("reports_solved", _("解决率"), "percent", "solved_rate", _("居民答“解决了” ÷ 有效回访"), _callbacks,
        "report__case__area",
           when="at", valid=indicators.RESOLUTION.valid, hit=indicators.RESOLUTION.hit, measure=RATE, source=CASES),
    Figure("reports_satisfied", _("满意率"), "percent", "satisfied_rate", _("基本满意以上 ÷ 答了满意度的回访"),
        _callbacks,
           "report__case__area", when="at", valid=indicators.SATISFACTION.valid, hit=indicators.SATISFACTION.hit,
           measure=RATE, source=CASES),
    Figure("reports_on_time", _("按时办结率"), "percent", "on_time_rate", _("期限内办结 ÷ 到期应办结"), _reports, "area",
           when="resolve_by", valid=~Q(state__in=["withdrawn", "merged", "refused"]) & indicators.ON_TIME_RATE.valid,
           hit=indicators.ON_TIME_RATE.hit, measure=RATE, source=CASES),
    Figure("reports_done_rate", _("办结率"), "percent", "report done_rate", _("这段时间登记的诉求里已办结的 ÷ "
        "登记的"), _reports, "area",
           when="filed_at", hit=Q(state="closed"), measure=RATE, doubt="formula", source=CASES),
    Figure("whistles", _("吹哨"), "case", "whistle", _("吹过的哨，撤回的除外"), _whistles, "area", when="filed_at",
           valid=~Q(state="called_off"), source=_("吹哨记录")),
    Figure("topics", _("协商议题"), "case", "topic", _("受理了的议题"), _topics, "case__area", when="accepted_at",
           source=_("协商记录")),
    Figure("visits", _("入户走访"), "time", "visit", _("见到人的走访"), _visits, "area", when="at", source=_("走访记录")),
    Figure("homes_visited", _("走访的户"), "household", "visit homes", _("见到人的走访，一户算一次"), _visits,
        "area", when="at",
           measure=DISTINCT, of="home", source=_("走访记录")),
    Figure("activities", _("志愿活动"), "time", "activity", _("办过的活动，取消的除外"), _activities, "office",
        when="starts_at",
           level="subdistrict", source=_("志愿活动")),
    Figure("helped", _("服务过的志愿者"), "person", "helped", _("时长经确认的人，一人算一次"), _helped,
        "activity__office",
           when="activity__starts_at", measure=DISTINCT, of="volunteer", level="subdistrict", source=_("志愿活动")),
    Figure("hours", _("志愿服务时长"), "hour", "hours", _("经确认的时长之和"), _helped, "activity__office",
           when="activity__starts_at", measure=SUM, of="confirmed_minutes", divide=60, level="subdistrict",
           source=_("志愿活动")),
    Figure("meals", _("长者食堂供餐"), "meal", "meal", _("打过的饭，改正的按改正后算"), _meals,
        "canteen__community", when="day",
           of_days=True, level="community", source=_("食堂账本")),
    Figure("subsidies", _("助餐补贴"), "yuan", "meal subsidy", _("打过的饭的补贴之和"), _meals,
        "canteen__community", when="day",
           of_days=True, measure=SUM, of="subsidy_fen", divide=100, level="community", source=_("食堂账本")),
    Figure("subsidies_of_canteens", _("助餐补贴"), "yuan", "canteen subsidy", _("打过的饭的补贴之和"), _meals,
        "canteen__community",
           when="day", of_days=True, measure=SUM, of="subsidy_fen", divide=100, level="community", source=_("食堂账本")),
    Figure("applications", _("办件"), "case", "application", _("收到的申请"), _applications, "case__area",
        when="case__filed_at",
           level="subdistrict", source=_("办件记录")),
)  # fmt: skip

PARTY: Final = (
    Figure("party_orgs", _("党组织"), "piece", "party_org", _("没有撤销的党组织"), _organisations, "unit", has_past=True,
           whose=Whose.PARTY, source=_("党组织登记")),
    Figure("party_branches", _("党支部"), "piece", "party_branch", _("没有撤销的各类党支部"), _organisations, "unit",
           valid=Q(kind__in=[one.value for one in BRANCHES]), has_past=True, whose=Whose.PARTY, source=_("党组织登记")),
    Figure("party_members", _("党员"), "person", "party_member", _("支部里的正式党员和预备党员"), _members,
        "organisation__unit",
           whose=Whose.PARTY, source=_("党员名册")),
    Figure("party_probationary", _("预备党员"), "person", "probationary", _("支部里的预备党员"), _members,
        "organisation__unit",
           valid=Q(standing=Standing.PROBATIONARY.value), whose=Whose.PARTY, source=_("党员名册")),
    Figure("party_full", _("正式党员"), "person", "full", _("支部里的正式党员"), _members, "organisation__unit",
           valid=Q(standing=Standing.FULL.value), whose=Whose.PARTY, source=_("党员名册")),
    Figure("party_in_service", _("在职党员"), "person", "in_service", _("支部里在职的党员"), _members,
        "organisation__unit",
           valid=Q(is_in_service=True), whose=Whose.PARTY, source=_("党员名册")),
    Figure("vanguards", _("党员先锋户"), "household", "vanguard", _("联系街坊的党员先锋户"), _members,
        "organisation__unit",
           valid=Q(door_role=PartyMember.Door.VANGUARD.value), whose=Whose.PARTY, source=_("党员名册")),
)  # fmt: skip

GROUPS: Final = (
    (_("辖区家底"), GROUND), (_("门店和企业"), BUSINESS), (_("诉求和服务"), WORK), (_("关爱对象"), CARE),
        (_("党的建设"), PARTY),
)  # fmt: skip
"""The figures as a select groups them."""

FIGURES: Final[dict[str, Figure]] = {one.code: one for _title, many in GROUPS for one in many}


def _concepts() -> dict[frozenset[str], list[Concept]]:
    found: dict[frozenset[str], list[Concept]] = {}
    for one in FIGURES.values():
        concept = Concept(one.code, narrowest(one.meanings), one.unit)
        found.setdefault(concept.terms, []).append(concept)
    return found


CONCEPTS: Final = _concepts()
