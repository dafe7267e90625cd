"""The outbox: a notice to somebody about a step, how often it was tried, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case, Step
from linli.base.notices.rules import ChannelName
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.vault import SealedTextField


class Hook(models.Model):
    """Where a unit wants to hear news: the robot of its chat group, or a partner's system. Addresses are secrets."""

    class Kind(models.TextChoices):
        ROBOT = ChannelName.ROBOT.value, _("企业微信群机器人")
        WEBHOOK = ChannelName.WEBHOOK.value, _("对接系统（webhook）")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="hooks")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=40)
    url = SealedTextField(_("地址"))
    secret = SealedTextField(blank=True, default="")
    is_active = models.BooleanField(_("在用"), default=True)
    added_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta:
        indexes = [models.Index(fields=["unit"], condition=Q(is_active=True), name="hook_live_unit")]
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One message to one recipient by one channel. In the app it is there at once; elsewhere it waits to be sent."""

    class Channel(models.TextChoices):
        IN_APP = ChannelName.IN_APP.value, _("站内")
        SMS = ChannelName.SMS.value, _("短信")
        EMAIL = ChannelName.EMAIL.value, _("邮件")
        ROBOT = ChannelName.ROBOT.value, _("群机器人")
        WEBHOOK = ChannelName.WEBHOOK.value, _("对接系统")

    class State(models.TextChoices):
        QUEUED = "queued", _("待发")
        SENT = "sent", _("已发")
        FAILED = "failed", _("发送失败，会再试")
        DEAD = "dead", _("没发出去")

    WAITING = (State.QUEUED, State.FAILED)

    channel = models.CharField(max_length=8, choices=Channel.choices)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="notices")
    address = SealedTextField(blank=True, default="")
    hook = models.ForeignKey(Hook, models.CASCADE, null=True, related_name="notices")
    office = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")
    template = models.CharField(max_length=24)
    language = models.CharField(max_length=10, default="zh-hans")
    # What fills the words, without anybody's name or number; `secrets` has what must not lie about: a code, a link.
    data = models.JSONField(default=dict)
    secrets = SealedTextField(blank=True, default="")
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=100, unique=True, help_text=_("同一步骤、同一收件人、同一渠道只有一条"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(channel="in_app"), name="in_app_has_account"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "failed"], next_try_at__isnull=False)
                | Q(state__in=["sent", "dead"], next_try_at__isnull=True),
                name="waiting_notice_has_next_try",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_notice_has_sent_at"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False), name="notice_waiting"
            ),
            models.Index(fields=["account", "-id"], condition=Q(channel="in_app"), name="notice_list"),
            models.Index(
                fields=["account"], condition=Q(channel="in_app", read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["state", "-made_at"], condition=~Q(channel="in_app"), name="notice_outbox"),
            models.Index(fields=["made_at"], name="notice_made_at"),
            models.Index(fields=["case"], name="notice_case"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class Wish(models.Model):
    """How somebody wants to be told beside the app."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="wish")
    sms = models.BooleanField(_("短信也提醒我"), default=True)
    email = models.BooleanField(_("邮件也提醒我"), default=False)


class Wording(models.Model):
    """Words an office chose instead of ours, seen as they will arrive before they were saved."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    template = models.CharField(max_length=24)
    language = models.CharField(max_length=10)
    words = models.CharField(_("措辞"), max_length=400)
    changed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "template", "language"], name="wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"
