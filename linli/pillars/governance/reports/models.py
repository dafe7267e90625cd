"""Reports, who raised them, how they were rated; the catalogue that says what can be reported and who handles it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case, Step
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.base.places.models import Facility


class Category(models.Model):
    """What a report is about: a leaf of one of the trees of the catalogue. Limits are written “5 work_day” by slot."""

    class Tree(models.TextChoices):
        RESIDENT = "resident", _("居民常反映的")
        COMPONENT = "component", _("城市部件")
        MATTER = "matter", _("城市事项")

    code = models.CharField(_("代码"), max_length=40, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    tree = models.CharField(max_length=10, choices=Tree.choices)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    help = models.CharField(_("说明"), max_length=400, blank=True)
    help_en = models.CharField(_("英文说明"), max_length=500, blank=True)
    words = models.JSONField(_("居民常用的词"), default=list, blank=True)
    handler_rule = models.CharField(
        max_length=10,
        choices=[("owner", _("先属主、后属地")), ("locality", _("先属地、后属主"))],
        default="locality",
    )
    roles = models.JSONField(_("承办领域"), default=list, blank=True)
    boundary = models.CharField(_("和别的类别怎么分"), max_length=300, blank=True)
    boundary_en = models.CharField(max_length=400, blank=True)
    gb = models.JSONField(_("对应国标代码"), default=list, blank=True)
    limits = models.JSONField(_("时限"), default=dict, blank=True)
    check_before = models.BooleanField(_("先核实再受理"), default=False)
    spot_check = models.BooleanField(_("办完要现场核查"), default=True)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    nearby_m = models.PositiveSmallIntegerField(_("查重半径（米）"), default=60)
    questions = models.JSONField(_("补充问题"), default=list, blank=True)
    is_public = models.BooleanField(_("可以公开"), default=True)
    is_active = models.BooleanField(_("在用"), default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class CatalogueRevision(models.Model):
    """One row whose value is another after every change of a category, by a trigger: what is held in memory is old then."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField()


class CategoryHandler(models.Model):
    """Who handles a category in this office, where it is not the unit the catalogue's field suggests."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="handlers")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "category"], name="category_handler_once")]


class Report(models.Model):
    """What a resident said, beside its case."""

    class Nature(models.TextChoices):
        CONSULT = "consult", _("咨询")
        HELP = "help", _("求助")
        COMPLAINT = "complaint", _("投诉")
        REPORT = "report", _("举报")
        SUGGESTION = "suggestion", _("建议")
        THANKS = "thanks", _("感谢")
        OTHER = "other", _("其他")

    class Channel(models.TextChoices):
        WEB = "web", _("居民网页")
        GRID = "grid", _("网格员")
        COUNTER = "counter", _("来访")
        PHONE = "phone", _("来电")
        CHAT = "chat", _("网格群")
        OPEN311 = "open311", _("Open311")
        HOTLINE = "hotline", _("12345 转来")
        API = "api", _("接口")

    class Alarm(models.TextChoices):
        """What the words were taken for when it was filed, until somebody decides; it changes nothing by itself."""

        LIFE = "life", _("可能有人有危险")
        SUPPLY = "supply", _("可能停水、停电、停气或停暖")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="report")
    nature = models.CharField(_("性质"), max_length=10, choices=Nature.choices, default=Nature.HELP)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", db_index=False)
    text = SealedWordsField(_("原话"))
    salt = models.BinaryField(max_length=32, editable=False)
    alarm = models.CharField(
        _("像是急事"), max_length=6, choices=Alarm.choices, blank=True, default="", db_default=""
    )
    answers: models.Field[Any, Any] = SealedJSONField(default=dict, blank=True)
    source = models.CharField(_("来源"), max_length=30, blank=True, default="")
    source_number = models.CharField(_("来源编号"), max_length=60, blank=True, default="")
    happened_at = models.DateTimeField(null=True)
    is_published = models.BooleanField(default=False)
    public_title = models.CharField(max_length=120, blank=True, default="")
    public_text = models.TextField(blank=True, default="")
    public_answer = models.TextField(blank=True, default="")
    joined_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"], condition=~Q(source_number=""), name="report_source_once"
            )
        ]
        indexes = [
            models.Index(fields=["category", "case"], name="report_category"),
            models.Index(fields=["-case"], condition=Q(is_published=True), name="report_published"),
        ]

    def __str__(self) -> str:
        return self.case.number


class ReportComponent(models.Model):
    """The component of the city that a report names: whoever answers for it is proposed to lead."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="named_component")
    component = models.ForeignKey(Facility, models.PROTECT, related_name="reports")


class Reporter(models.Model):
    """Somebody who raised a report or joined it. What they gave is sealed; handlers of confidential reports see nothing."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reporters")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedTextField(blank=True, default="")
    phone = SealedTextField(blank=True, default="")
    phone_print = models.BinaryField(null=True)
    is_first = models.BooleanField(default=True)
    is_confidential = models.BooleanField(_("请求保密"), default=False)
    follows = models.BooleanField(default=True)
    link_version = models.PositiveSmallIntegerField(default=0)
    came_from = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField()
    language = models.CharField(max_length=10, default="zh-hans")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["phone_print"], name="reporter_phone", condition=Q(phone_print__isnull=False)
            ),
            models.Index(
                fields=["account", "-joined_at"],
                name="reporter_of_account",
                condition=Q(account__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(is_first=True), name="one_first_reporter"),
            models.UniqueConstraint(
                fields=["report", "phone_print"],
                condition=Q(phone_print__isnull=False),
                name="reporter_phone_once",
            ),
        ]


class Callback(models.Model):
    """One answer to “solved? satisfied?”, the unit it counts for, and the appeal against that."""

    class Appeal(models.TextChoices):
        NONE = "none", _("无")
        PENDING = "pending", _("申诉中")
        UPHELD = "upheld", _("维持")
        OVERTURNED = "overturned", _("改判")

    report = models.ForeignKey(Report, models.PROTECT, related_name="callbacks")
    step = models.OneToOneField(Step, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    is_by_staff = models.BooleanField(default=False)
    solved = models.BooleanField(_("解决了吗"))
    level = models.PositiveSmallIntegerField(_("满意度"), null=True)
    at = models.DateTimeField()
    attributed_to = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="callbacks")
    appeal = models.CharField(max_length=10, choices=Appeal.choices, default=Appeal.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(1, 5)), name="level_one_to_five"
            )
        ]
        indexes = [
            models.Index(fields=["at"], name="callback_at"),
            # What waits for a judgment is few among all that was ever rated.
            models.Index(fields=["report"], name="callback_pending", condition=Q(appeal="pending")),
        ]


class StandardAnswer(models.Model):
    """Words the office agreed on for a matter that comes again and again."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(_("标题"), max_length=40)
    text = models.TextField(_("答复"))
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
