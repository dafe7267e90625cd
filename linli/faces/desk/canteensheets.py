"""Lists of canteens as sheets: what stands on the page, masked as it stands there."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.canteens import cooking
from linli.faces.desk.export import sheet_response
from linli.kernel import clock
from linli.pillars.service.canteens import queries, rules
from linli.pillars.service.canteens.models import MealTime


@cooking
@require_GET
def eaters(request: DeskRequest) -> HttpResponseBase:
    """Give who eats on one's ground."""
    columns = [
        (str(_("饭卡号")), 10.0),
        (str(_("姓名")), 10.0),
        (str(_("电话")), 16.0),
        (str(_("补贴类别")), 18.0),
        (str(_("没来问一声")), 12.0),
        (str(_("家里人代订")), 12.0),
        (str(_("不来了")), 8.0),
    ]
    communities = queries.communities_of(actor=request.actor)
    names = {
        row.code: row.name
        for office in queries.offices_of(communities)
        for row in reversed(queries.rules_of(office=office))
    }
    lines = (
        (
            row.number,
            row.name,
            row.phone,
            names.get(row.subsidy, ""),
            _("同意") if row.wants_alert else "",
            row.family,
            _("是") if row.is_ended else "",
        )
        for row in queries.eaters(actor=request.actor)
    )
    return sheet_response(_("谁来吃饭"), columns, lines, request.at)


@cooking
@require_GET
def orders(request: DeskRequest, pk: int, meal: str) -> HttpResponseBase:
    """Give the kitchen's list of a meal: who ordered, how, and who has had it."""
    if meal not in MealTime.values:
        raise Http404
    one = queries.canteen_of(actor=request.actor, pk=pk)
    try:
        day = date.fromisoformat(request.GET.get("day", "")[:10])
    except ValueError:
        day = clock.local(request.at).date()
    columns = [
        (str(_("饭卡号")), 10.0),
        (str(_("姓名")), 10.0),
        (str(_("怎么订的")), 12.0),
        (str(_("打过了")), 8.0),
    ]
    lines = (
        (row.number, row.name, row.channel, _("是") if row.is_served else "")
        for row in queries.orders_of(canteen=one, day=day, meal=meal)
    )
    return sheet_response(f"{one} {day} {MealTime(meal).label}", columns, lines, request.at)


@cooking
@require_GET
def subsidies(request: DeskRequest) -> HttpResponseBase:
    """Give the subsidies of the office with their basis."""
    offices = queries.offices_of(queries.communities_of(actor=request.actor))
    if not offices:
        raise Http404
    columns = [
        (str(_("代号")), 8.0),
        (str(_("哪一类老人")), 24.0),
        (str(_("满几岁")), 8.0),
        (str(_("一份补（元）")), 10.0),
        (str(_("一周最多")), 10.0),
        (str(_("谁出钱")), 18.0),
        (str(_("依据")), 30.0),
        (str(_("从哪天起")), 12.0),
        (str(_("到哪天（不含）")), 12.0),
    ]
    lines = (
        (
            row.code,
            row.name,
            row.min_age,
            rules.yuan(row.fen),
            row.per_week,
            row.payer,
            row.basis,
            row.valid_from,
            row.valid_until,
        )
        for row in queries.rules_of(office=offices[0])
    )
    return sheet_response(_("补贴"), columns, lines, request.at)


@cooking
@require_GET
def missed(request: DeskRequest) -> HttpResponseBase:
    """Give the elders who always come and did not, to ask after them one by one."""
    columns = [
        (str(_("饭卡号")), 10.0),
        (str(_("姓名")), 10.0),
        (str(_("电话")), 16.0),
        (str(_("上次来")), 12.0),
    ]
    lines = (
        (one.number, one.name, one.phone, one.last_came)
        for one in queries.missed(actor=request.actor, at=request.at)
    )
    return sheet_response(_("常来，这两天没来"), columns, lines, request.at)
