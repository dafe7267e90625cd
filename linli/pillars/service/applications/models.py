"""An application beside its case: who applies for what, its papers, hand-overs, publicity and the documents issued."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.models import StoredFile
from linli.base.flow.models import Case, Step
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.service.applications import rules
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.counters.models import Ticket


class Application(models.Model):
    """What somebody applies for, under the version of the item that was in force. What they gave is sealed."""

    class Kind(models.TextChoices):
        PERSON = rules.ApplicantKind.PERSON.value, _("个人")
        BODY = rules.ApplicantKind.BODY.value, _("单位或商户")

    class Basis(models.TextChoices):
        GUARDIAN = rules.AgentBasis.GUARDIAN.value, _("监护人")
        RELATIVE = rules.AgentBasis.RELATIVE.value, _("家里人受托")
        AUTHORISED = rules.AgentBasis.AUTHORISED.value, _("别人受托")
        HELPER = rules.AgentBasis.HELPER.value, _("帮办代办人员")

    class Outcome(models.TextChoices):
        APPROVED = rules.Outcome.APPROVED.value, _("准予")
        DECLINED = rules.Outcome.DECLINED.value, _("不予")

    class Delivery(models.TextChoices):
        WINDOW = rules.Delivery.WINDOW.value, _("窗口领取")
        POST = rules.Delivery.POST.value, _("邮寄")
        DOOR = rules.Delivery.DOOR.value, _("送上门")
        ONLINE = rules.Delivery.ONLINE.value, _("网上送达")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="application")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="applications")
    joint_items = models.ManyToManyField(ServiceItem, related_name="+", blank=True)

    kind = models.CharField(_("申请人种类"), max_length=6, choices=Kind.choices, default=Kind.PERSON)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedTextField(_("申请人"), blank=True, default="")
    phone = SealedTextField(_("手机号"), blank=True, default="")
    phone_print = models.BinaryField(null=True)
    id_number = SealedTextField(_("证件号码"), blank=True, default="")
    id_print = models.BinaryField(null=True)
    address = SealedTextField(_("住址"), blank=True, default="")
    body = models.CharField(_("单位名称"), max_length=120, blank=True, default="")
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    agent_name = SealedTextField(_("代办人"), blank=True, default="")
    agent_phone = SealedTextField(_("代办人手机号"), blank=True, default="")
    agent_basis = models.CharField(
        _("代办依据"), max_length=10, choices=Basis.choices, blank=True, default=""
    )
    consented_at = models.DateTimeField(_("本人同意代办的时间"), null=True)
    helper = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    wish = models.CharField(
        _("希望怎么送达"), max_length=6, choices=Delivery.choices, blank=True, default="", db_default=""
    )
    wants_visit = models.BooleanField(_("希望上门来办"), default=False, db_default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    link_version = models.PositiveSmallIntegerField(default=0)

    situation: models.Field[Any, Any] = SealedJSONField(default=dict, blank=True)
    answers: models.Field[Any, Any] = SealedJSONField(default=dict, blank=True)

    told_at = models.DateTimeField(_("补正告知时间"), null=True)
    told_codes = ArrayField(models.CharField(max_length=40), default=list)
    supplied_at = models.DateTimeField(_("补正时间"), null=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True)
    is_deemed = models.BooleanField(_("逾期未告知，视为受理"), default=False)
    promised_by = models.DateTimeField(_("承诺办结期限"), null=True)
    has_conflict = models.BooleanField(_("和经办人员有近亲属关系，已登记"), default=False)
    special = models.CharField(_("特别程序"), max_length=40, blank=True, default="")
    proposal = models.CharField(_("审查意见"), max_length=10, choices=Outcome.choices, blank=True, default="")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("决定"), max_length=10, choices=Outcome.choices, blank=True, default="")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    result_number = models.CharField(_("证照或批文编号"), max_length=60, blank=True, default="")
    fee_slip = models.CharField(_("缴费单号"), max_length=60, blank=True, default="")
    delivery = models.CharField(_("送达方式"), max_length=6, choices=Delivery.choices, blank=True, default="")
    delivered_at = models.DateTimeField(_("送达时间"), null=True)
    receiver = SealedTextField(_("签收人"), blank=True, default="")
    recheck_on = models.DateField(_("下次复核日期"), null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agent_basis="") | Q(consented_at__isnull=False), name="agent_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="decision_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(delivery="", delivered_at__isnull=True)
                | ~Q(delivery="") & Q(delivered_at__isnull=False),
                name="delivery_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(promised_by__gte=F("accepted_at")),
                name="promised_after_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "-case"], name="application_item"),
            models.Index(
                fields=["account", "-case"], name="application_account", condition=Q(account__isnull=False)
            ),
            models.Index(
                fields=["phone_print"], name="application_phone", condition=Q(phone_print__isnull=False)
            ),
            models.Index(fields=["id_print"], name="application_id", condition=Q(id_print__isnull=False)),
            models.Index(
                fields=["recheck_on"], name="application_recheck", condition=Q(recheck_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.case.number


class Paper(models.Model):
    """One line of the checklist (申请材料): where it is, who took it when, and what it waits for."""

    class State(models.TextChoices):
        MISSING = rules.PaperState.MISSING.value, _("还没交")
        RECEIVED = rules.PaperState.RECEIVED.value, _("已收")
        RETURNED = rules.PaperState.RETURNED.value, _("不合格，退回")
        PROMISED = rules.PaperState.PROMISED.value, _("容缺，承诺后补")
        SHARED = rules.PaperState.SHARED.value, _("我们自己查")

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers")
    code = models.CharField(max_length=40)
    name = models.CharField(_("材料"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    may_come_later = models.BooleanField(_("可以容缺"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MISSING)
    copies = models.PositiveSmallIntegerField(_("份数"), default=0)
    original_seen = models.BooleanField(_("看过原件"), default=False)
    why = SealedWordsField(_("哪里要补"), blank=True, default="")
    taken_at = models.DateTimeField(_("收到时间"), null=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    promised_until = models.DateTimeField(_("承诺几时补"), null=True)

    class Meta:
        ordering = ["application", "order"]
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="paper_once"),
            models.CheckConstraint(
                condition=~Q(state="promised") | Q(promised_until__isnull=False, may_come_later=True),
                name="promised_paper_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(taken_at__isnull=False), name="received_paper_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["promised_until"], name="paper_promised", condition=Q(state="promised")),
        ]

    def __str__(self) -> str:
        return self.name


class PaperFile(models.Model):
    """A scan or photo of a paper."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="paper_file")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["paper", "order", "id"]


class HandOver(models.Model):
    """物料流转: what was handed to which unit. A specialist sees these papers and no others."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="hand_overs")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    codes = ArrayField(models.CharField(max_length=40), default=list)
    with_form = models.BooleanField(_("连同申请表"), default=True)
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class WindowVisit(models.Model):
    """A visit to the window for an application: taken in, a paper brought, a result fetched. One visit may serve several."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="visits")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="visits")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "ticket"], name="window_visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.ticket_id}"


class Publicity(models.Model):
    """公示: name and community, nothing else, until a day. Afterwards the name is taken away by itself."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="publicities")
    name = SealedTextField(_("公示的姓名"), blank=True, default="")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_clean = models.BooleanField(_("期满无异议"), default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at__isnull=True), name="one_live_publicity"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("from_at")), name="publicity_in_order"),
        ]
        indexes = [
            models.Index(fields=["until"], name="publicity_live", condition=Q(erased_at__isnull=True)),
        ]


class Objection(models.Model):
    """What somebody objected while it was public, and what they were answered. Who they are they say or not."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    words = SealedWordsField(_("异议"))
    contact = SealedWordsField(_("怎么联系"), blank=True, default="")
    at = models.DateTimeField()
    answer = SealedWordsField(_("答复"), blank=True, default="", db_default="")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Document(models.Model):
    """A document as it was issued: its kind, its number, what it said. It is never written again."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12)
    number = models.CharField(_("文书号"), max_length=40, unique=True)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    content: models.Field[Any, Any] = SealedJSONField(default=dict, blank=True)

    class Meta:
        ordering = ["application", "id"]
        indexes = [models.Index(fields=["kind", "-id"], name="document_kind")]

    def __str__(self) -> str:
        return self.number


class Joint(models.Model):
    """An application that came in together with another (联办, 一件事): one intake, papers once, each its own case."""

    application = models.OneToOneField(Application, models.PROTECT, primary_key=True, related_name="joint")
    first = models.ForeignKey(Application, models.PROTECT, related_name="joined")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(application=F("first")), name="joined_to_another"),
        ]


class Reuse(models.Model):
    """A paper of the checklist that is one handed in before: its scans are those of the source."""

    paper = models.OneToOneField(Paper, models.PROTECT, primary_key=True, related_name="reuse")
    source = models.ForeignKey(Paper, models.PROTECT, related_name="reused")
    has_consent = models.BooleanField(_("本人同意用在这件事上"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(paper=F("source")), name="reuse_of_another")]


class ReuseStop(models.Model):
    """Somebody does not want papers handed in before to be used again. Taken back by deleting the row."""

    account = models.OneToOneField(Account, models.CASCADE, null=True, related_name="+")
    id_print = models.BinaryField(null=True, unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(id_print__isnull=False), name="reuse_stop_of_somebody"
            ),
        ]
