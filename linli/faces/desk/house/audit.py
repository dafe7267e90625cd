"""What auditors and security administrators read, and nobody changes: the log, who holds which post, who is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django import forms
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people import operations
from linli.base.people import queries as people
from linli.base.people.journal import What, record
from linli.base.people.models import AccessLog, Account, Post
from linli.faces.desk.house.doors import KeeperRequest, door, show
from linli.faces.desk.house.sheets import sheet_of
from linli.faces.desk.rail import secures
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI

PAGE: Final = 100
MOST_ROWS: Final = 20_000
MOST_SESSIONS: Final = 5_000
RECENT: Final = timedelta(days=7)
LOCKED_LATELY: Final = timedelta(hours=1)

auditor = door(Role.AUDIT_ADMIN)
watcher = door(Role.SECURITY_ADMIN)
either = door(Role.AUDIT_ADMIN, Role.SECURITY_ADMIN)

DEEDS: Final = {
    "unit-add": gettext_lazy("建了单位"),
    "unit-change": gettext_lazy("改了单位"),
    "unit-close": gettext_lazy("停用了单位"),
    "grid-add": gettext_lazy("加了网格"),
    "grid-change": gettext_lazy("改了网格登记"),
    "grid-close": gettext_lazy("停用了网格"),
    "map-publish": gettext_lazy("发布了网格图"),
    "category-add": gettext_lazy("加了类别"),
    "category-change": gettext_lazy("改了类别"),
    "answer-write": gettext_lazy("写了标准答复"),
    "answer-shelve": gettext_lazy("停用或启用了标准答复"),
    "limit-set": gettext_lazy("定了时限"),
    "limit-back": gettext_lazy("取消了自定时限"),
    "day-set": gettext_lazy("定了工作日"),
    "day-clear": gettext_lazy("取消了自定工作日"),
    "message-resend": gettext_lazy("重发了消息"),
    "message-words": gettext_lazy("改了消息措辞"),
    "hook-add": gettext_lazy("加了群机器人或对接系统"),
    "hook-test": gettext_lazy("试了群机器人或对接系统"),
    "hook-switch": gettext_lazy("停用或启用了群机器人、对接系统"),
    "hook-drop": gettext_lazy("删了群机器人或对接系统"),
}
SUBJECTS: Final = {
    "people.Account": gettext_lazy("账号"),
    "people.Post": gettext_lazy("岗位"),
    "people.Resident": gettext_lazy("居民"),
    "reports.Reporter": gettext_lazy("反映人"),
    "orgs.Unit": gettext_lazy("单位"),
    "places.Grid": gettext_lazy("网格"),
    "reports.Category": gettext_lazy("类别"),
    "people.ApiKey": gettext_lazy("接口密钥"),
    "people.AccessLog": gettext_lazy("操作日志"),
    "branches.PartyMember": gettext_lazy("党组织里的人"),
    "branches.PartTimeMember": gettext_lazy("兼职委员"),
    "mfa.Authenticator": gettext_lazy("二次验证"),
    "applications.Application": gettext_lazy("办件"),
    "applications.Paper": gettext_lazy("办件材料"),
    "applications.ReuseStop": gettext_lazy("以前交的材料"),
    "appointments.Appointment": gettext_lazy("预约"),
    "ratings.Rating": gettext_lazy("评价"),
}
GROUNDS: Final = {"asked": gettext_lazy("本人申请"), "expired": gettext_lazy("存到期了")}
"""Why something personal was erased, as the log keeps it."""
FAILED: Final = (What.LOG_IN_FAILED, What.LOCKED)


class LogForm(forms.Form):
    what = forms.ChoiceField(label=gettext_lazy("什么事"), required=False)
    who = forms.CharField(label=gettext_lazy("谁"), required=False, max_length=60)
    first = DayField(label=gettext_lazy("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = DayField(label=gettext_lazy("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    failed = forms.BooleanField(label=gettext_lazy("只看没成的"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["what"].choices = [("", gettext_lazy("全部")), *What.choices]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log in words."""

    id: int
    at: datetime
    who: str
    what: str
    about: str
    reason: str
    address: str
    is_success: bool


def _on_ground(request: KeeperRequest) -> QuerySet[AccessLog]:
    """Give the events of people with a post, now or before, on this ground, and those of nobody known. One query."""
    here = Post.objects.filter(unit__path__startswith=request.ground.path)
    return AccessLog.objects.filter(
        Exists(here.filter(account=OuterRef("actor")))
        | Q(actor__isnull=True) & Exists(here.filter(account=OuterRef("person")))
        | Q(actor__isnull=True, person__isnull=True)
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def _chosen(request: KeeperRequest, form: LogForm) -> QuerySet[AccessLog]:
    rows = _on_ground(request).select_related("actor", "person", "post__unit").order_by("-pk")
    if not form.is_valid():
        return rows
    data = form.cleaned_data
    if data["what"]:
        rows = rows.filter(what=data["what"])
    if data["who"]:
        named = Q(actor__name__contains=data["who"]) | Q(actor__username__iexact=data["who"])
        rows = rows.filter(named | Q(person__name__contains=data["who"]))
    if data["first"]:
        rows = rows.filter(at__gte=_start(data["first"]))
    if data["last"]:
        rows = rows.filter(at__lt=_start(data["last"] + timedelta(days=1)))
    if data["failed"]:
        rows = rows.filter(is_success=False)
    return rows


def _line(row: AccessLog) -> Line:
    what = str(row.get_what_display())
    about = str(SUBJECTS.get(row.subject, row.subject))
    if row.what == What.HOUSE_CHANGED:
        what, about = str(DEEDS.get(row.field, what)), ""
    elif row.person is not None and row.person_id != row.actor_id:
        about = f"{about} {row.person.name}".strip()
    elif row.subject_id is not None and row.person_id is None:
        about = f"{about} {row.subject_id}".strip()
    who = row.actor.name if row.actor else ""
    if row.post is not None:
        who = f"{who}·{row.post}"
    reason = str(GROUNDS.get(row.reason, row.reason)) if row.what == What.ERASED else row.reason
    return Line(row.pk, row.at, who, what, about, reason, row.address, row.is_success)


@auditor
@require_GET
def audit(request: KeeperRequest) -> HttpResponse:
    """Show the log, the newest first, with what was asked for."""
    form = LogForm(request.GET)
    rows = _chosen(request, form)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = [_line(row) for row in rows[: PAGE + 1]]
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "lines": found[:PAGE],
        "before": found[PAGE - 1].id if len(found) > PAGE else 0,
        "query": query.urlencode(),
        "is_narrowed": any(query.values()),
    }
    return show(request, "audit", context, status=200 if form.is_valid() else 422)


@auditor
@require_GET
def export_audit(request: KeeperRequest) -> HttpResponseBase:
    """Give the same lines as a sheet, and write down that it did."""
    lines = [_line(row) for row in _chosen(request, LogForm(request.GET))[:MOST_ROWS]]
    record(
        What.EXPORTED,
        at=request.at,
        actor=request.actor,
        subject="people.AccessLog",
        reason=request.GET.urlencode(),
    )
    columns = [_("时间"), _("谁"), _("什么事"), _("关于"), _("说明"), _("从哪里"), _("成没成")]
    rows = [
        (n.at, n.who, n.what, n.about, n.reason, n.address, _("成了") if n.is_success else _("没成"))
        for n in lines
    ]
    return sheet_of(_("操作日志"), columns, rows, request.at)


def _holders(request: KeeperRequest) -> list[Post]:
    live = people.live_posts(request.at).filter(unit__path__startswith=request.ground.path)
    return list(live.select_related("account", "unit").order_by("unit__path", "role", "pk"))


@either
@require_GET
def posts(request: KeeperRequest) -> HttpResponse:
    """List who holds which post, and warn of accounts that hold posts that should be apart."""
    rows = _holders(request)
    words = request.GET.get("q", "").strip()
    found = [
        p
        for p in rows
        if not words or words in p.account.name or words == p.account.username or words in str(p)
    ]
    context = {"posts": found, "q": words, "count": len(rows), "secures": secures(request.actor)}
    return show(request, "posts", context)


@either
@require_GET
def export_posts(request: KeeperRequest) -> HttpResponseBase:
    """Give the same as a sheet, and write down that it did."""
    record(What.EXPORTED, at=request.at, actor=request.actor, subject="people.Post")
    columns = [_("单位"), _("岗位"), _("职务"), _("姓名"), _("用户名"), _("任职起")]
    rows = [
        (p.unit.name, p.get_role_display(), p.title, p.account.name, p.account.username, p.held_from)
        for p in _holders(request)
    ]
    return sheet_of(_("谁任什么岗"), columns, rows, request.at)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody of staff who is logged in: on how many browsers, and until when at the latest."""

    account: Account
    count: int
    until: datetime


@watcher
@require_GET
def security(request: KeeperRequest) -> HttpResponse:
    """Show who is logged in, what failed lately, and which accounts nobody uses or protects."""
    lines = [
        _line(row)
        for row in _on_ground(request)
        .filter(what__in=FAILED, at__gte=request.at - RECENT)
        .select_related("actor", "person", "post__unit")
        .order_by("-pk")[:PAGE]
    ]
    context = {
        "present": _present(request, request.ground),
        "lines": lines,
        "locked": _locked(request),
        "needs_factor": settings.SECOND_FACTOR,
    }
    return show(request, "security", context)


def _locked(request: KeeperRequest) -> list[tuple[Account, int]]:
    """List who on this ground is locked out now, with the minutes left. Two queries."""
    lately = _on_ground(request).filter(what=What.LOCKED, at__gte=request.at - LOCKED_LATELY)
    people = Account.objects.filter(pk__in=lately.values("person"), is_resident=False).order_by("name")
    return operations.locked_among(list(people[:PAGE]), request.at)


def _present(request: KeeperRequest, ground: Unit) -> list[Presence]:
    until: dict[int, list[datetime]] = {}
    live = Session.objects.filter(expire_date__gt=request.at).order_by("-expire_date")[:MOST_SESSIONS]
    for session in live:
        pk = session.get_decoded().get("_auth_user_id", "")
        if str(pk).isdecimal():
            until.setdefault(int(pk), []).append(session.expire_date)
    day = clock.local(request.at).date()
    staff = Account.objects.filter(
        Q(posts__held_until__isnull=True) | Q(posts__held_until__gt=day),
        pk__in=until,
        is_resident=False,
        posts__unit__path__startswith=ground.path,
    )
    return [Presence(a, len(until[a.pk]), max(until[a.pk])) for a in staff.distinct().order_by("name")]
