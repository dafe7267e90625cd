"""Rows behind figures of public service."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.people.actors import Actor
from linli.insight.cited.behind import Column, Shape
from linli.insight.cited.shapes.ground import everybody
from linli.pillars.governance.reports.texts import LEVELS
from linli.pillars.service.applications import policies as applications
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.texts import STATES as APPLICATIONS
from linli.pillars.service.bulletins import policies as bulletins
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.canteens import policies as canteens
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.care import policies as care
from linli.pillars.service.care.models import CarePerson, Pair, Visit, Wish
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.counters import policies as counters
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.counters.texts import STATES as TICKETS
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.exchange import policies as exchange
from linli.pillars.service.exchange.models import ExchangePost
from linli.pillars.service.jobs import policies as jobs
from linli.pillars.service.jobs.models import JobMatch, JobPosting
from linli.pillars.service.ratings import policies as ratings
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.volunteers import policies as volunteers
from linli.pillars.service.volunteers.models import Activity, SignUp

WHY_CARE: Final = _("关爱的人只给走访的网格、社区和民政看。")


def _cared(path: str) -> object:
    def seen(actor: Actor) -> Q:
        known = CarePerson.objects.filter(care.reachable(actor)).values("pk")
        return Q(**{f"{path}__in": known})

    return seen


def _pairs(actor: Actor) -> Q:
    return Q(person__in=CarePerson.objects.filter(care.reachable(actor)).values("pk")) | care.helped(actor)


SHAPES: Final = {
    Ticket: Shape(
        (
            Column(_("哪天"), "day"),
            Column(_("号"), "number"),
            Column(_("大厅"), "hall__name"),
            Column(_("办什么"), "kind__name"),
            Column(_("取号"), "taken_at"),
            Column(_("结束"), "ended_at"),
            Column(_("怎么样了"), "state", TICKETS),
        ),
        "taken_at",
        lambda actor: counters.reachable(actor, "hall__"),
    ),
    Rating: Shape(
        (
            Column(_("评谁"), "unit__name"),
            Column(_("事项"), "item"),
            Column(_("满意吗"), "level", LEVELS),
            Column(_("什么时候评的"), "rated_at"),
        ),
        "rated_at",
        ratings.reachable,
    ),
    ServiceItem: Shape(
        (Column(_("编码"), "code"), Column(_("事项"), "name"), Column(_("开始执行"), "published_at")),
        "published_at",
        everybody,
        "item",
        "code",
    ),
    Application: Shape(
        (
            Column(_("编号"), "case__number"),
            Column(_("事项"), "item__name"),
            Column(_("到哪一步了"), "case__state", APPLICATIONS),
            Column(_("收到"), "case__filed_at"),
            Column(_("承诺期限"), "promised_by"),
            Column(_("决定"), "decided_at"),
        ),
        "case__filed_at",
        applications.reachable,
        "application",
        "case__number",
    ),
    Enterprise: Shape(
        (
            Column(_("名称"), "name"),
            Column(_("行业"), "trade"),
            Column(_("网格"), "area__name"),
            Column(_("建档"), "kept_at"),
        ),
        "kept_at",
        enterprises.reachable,
        "enterprise",
    ),
    EnterpriseVisit: Shape(
        (
            Column(_("企业"), "enterprise__name"),
            Column(_("哪天去的"), "on_date"),
            Column(_("哪个单位去的"), "unit__name"),
            Column(_("答应几时回话"), "promised_date"),
        ),
        "written_at",
        lambda actor: enterprises.reachable(actor, "enterprise__"),
        "enterprise",
        "enterprise",
    ),
    JobPosting: Shape(
        (
            Column(_("岗位"), "title"),
            Column(_("企业"), "enterprise__name"),
            Column(_("招几人"), "places"),
            Column(_("怎么样了"), "state"),
            Column(_("审过"), "decided_at"),
        ),
        "decided_at",
        jobs.reachable,
        "job",
    ),
    JobMatch: Shape(
        (
            Column(_("岗位"), "posting__title"),
            Column(_("企业"), "posting__enterprise__name"),
            Column(_("怎么样了"), "state"),
            Column(_("介绍"), "introduced_at"),
            Column(_("被录用"), "hired_at"),
        ),
        "introduced_at",
        lambda actor: Q(posting__office__in=jobs.offices(actor)),
        "job",
        "posting",
        why=_("求职的事只给做就业的人看。"),
    ),
    ExchangePost: Shape(
        (
            Column(_("有还是要"), "side"),
            Column(_("说的什么"), "title"),
            Column(_("企业"), "enterprise__name"),
            Column(_("登出"), "decided_at"),
            Column(_("怎么结束的"), "end_reason"),
        ),
        "decided_at",
        exchange.reachable,
        "exchange-post",
    ),
    Bulletin: Shape(
        (
            Column(_("编号"), "case__number"),
            Column(_("标题"), "title"),
            Column(_("谁发的"), "unit__name"),
            Column(_("发布"), "published_at"),
        ),
        "published_at",
        bulletins.reachable,
        "bulletin",
        "case__number",
    ),
    Activity: Shape(
        (
            Column(_("活动"), "title"),
            Column(_("哪支队伍"), "team__name"),
            Column(_("开始"), "starts_at"),
            Column(_("结束"), "ends_at"),
        ),
        "starts_at",
        everybody,
    ),
    SignUp: Shape(
        (
            Column(_("最近一次参加"), "activity__title"),
            Column(_("哪支队伍"), "activity__team__name"),
            Column(_("时长（分）"), "confirmed_minutes"),
            Column(_("确认"), "confirmed_at"),
        ),
        "confirmed_at",
        lambda actor: volunteers.reachable(actor, "activity__team__"),
        why=_("谁参加了，只给组织活动的人看。"),
    ),
    Pair: Shape(
        (Column(_("谁来结对"), "unit__name"), Column(_("从哪天起"), "since"), Column(_("下次去"), "due_on")),
        "since",
        _pairs,
        why=WHY_CARE,
    ),
    Visit: Shape(
        (
            Column(_("哪里"), "person__grid__name"),
            Column(_("怎么去的"), "way"),
            Column(_("怎么样"), "outcome"),
            Column(_("期限"), "owed_at"),
            Column(_("什么时候"), "at"),
        ),
        "at",
        _cared("person"),  # type: ignore[arg-type]
        "care-person",
        "person",
        why=WHY_CARE,
    ),
    Wish: Shape(
        (
            Column(_("怎么样了"), "state"),
            Column(_("发布"), "published_at"),
            Column(_("认领"), "taken_at"),
            Column(_("办到"), "fulfilled_at"),
        ),
        "published_at",
        _cared("person"),  # type: ignore[arg-type]
        "care-person",
        "person",
        why=WHY_CARE,
    ),
    Canteen: Shape(
        (
            Column(_("名称"), "name"),
            Column(_("种类"), "kind"),
            Column(_("社区"), "community__name"),
            Column(_("座位"), "capacity"),
        ),
        "name",
        everybody,
    ),
    Meal: Shape(
        (
            Column(_("食堂"), "canteen__name"),
            Column(_("哪天"), "day"),
            Column(_("哪一餐"), "meal"),
            Column(_("打饭"), "at"),
        ),
        "at",
        lambda actor: canteens.reachable(actor, "canteen__community__"),
        "canteen",
        "canteen",
        why=_("打饭的记录只给食堂和社区看。"),
    ),
}
