"""What enterprises offer each other or need, and who answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.exchange import rules


class ExchangePost(models.Model):
    """Something an enterprise has to spare or needs. Nobody sees it before the office read it; it ends on its last day."""

    class Side(models.TextChoices):
        OFFER = "offer", _("我们有")
        NEED = "need", _("我们要")

    class What(models.TextChoices):
        SPACE = "space", _("场地、库房")
        TOOLS = "tools", _("设备、车辆")
        GOODS = "goods", _("货、原料、余货")
        HANDS = "hands", _("借调人手")
        SKILL = "skill", _("手艺、技术")
        ORDERS = "orders", _("订单、一起接活")
        OTHER = "other", _("别的")

    class State(models.TextChoices):
        WAITING = rules.State.WAITING.value, _("等街道看")
        SHOWN = rules.State.SHOWN.value, _("登出来了")
        SENT_BACK = rules.State.SENT_BACK.value, _("退回修改")
        ENDED = rules.State.ENDED.value, _("结束了")

    class End(models.TextChoices):
        MET = rules.End.MET.value, _("在这里对接上了")
        ELSEWHERE = rules.End.ELSEWHERE.value, _("在别处解决了")
        DROPPED = rules.End.DROPPED.value, _("不要了")
        OVER = rules.End.OVER.value, _("到期了")
        TAKEN = rules.End.TAKEN.value, _("街道撤下了")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="exchange_posts")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    side = models.CharField(_("有还是要"), max_length=5, choices=Side.choices)
    what = models.CharField(_("哪一类"), max_length=6, choices=What.choices)
    title = models.CharField(_("一句话"), max_length=40)
    words = models.CharField(_("说清楚"), max_length=400)
    until_date = models.DateField(_("登到哪天"))
    shows_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True, default="")
    posted_at = models.DateTimeField()
    read_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=9, choices=End.choices, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(decided_by__isnull=False), name="exchange_shown_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(reason=""), name="exchange_sent_back_with_reason"
            ),
            models.CheckConstraint(
                condition=(Q(state="ended") & ~Q(end_reason="")) | (~Q(state="ended") & Q(end_reason="")),
                name="exchange_ends_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "until_date"], name="exchange_shown")]

    def __str__(self) -> str:
        return self.title


class ExchangeReply(models.Model):
    """Another enterprise says that it can, and what came of it."""

    class State(models.TextChoices):
        NEW = "new", _("还没回话")
        AGREED = "agreed", _("谈成了")
        DECLINED = "declined", _("没谈成")

    post = models.ForeignKey(ExchangePost, models.PROTECT, related_name="replies")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="exchange_replies")
    words = models.CharField(_("我们可以"), max_length=300)
    shows_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "enterprise"], name="replied_once")]
