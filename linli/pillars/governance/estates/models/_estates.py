"""What is known of a compound beyond its place: by whom it is served, on what contract, who sits at its table."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.places.models import Compound
from linli.pillars.governance.estates.rules import Hired, Managed, Side


class Estate(models.Model):
    """A compound as its owners have it: how it is looked after, how large it is, and the term of its committee."""

    class By(models.TextChoices):
        COMPANY = Managed.COMPANY.value, _("物业公司")
        OWNERS = Managed.OWNERS.value, _("业主自管")
        UNIT = Managed.UNIT.value, _("原单位管")
        NONE = Managed.NONE.value, _("没有物业")

    compound = models.OneToOneField(Compound, models.PROTECT, primary_key=True, related_name="estate")
    managed = models.CharField(_("谁来管"), max_length=7, choices=By.choices)
    owners_count = models.PositiveIntegerField(_("业主数"), default=0)
    area_m2 = models.PositiveIntegerField(_("专有部分面积（平方米）"), default=0)
    committee_seats = models.PositiveSmallIntegerField(_("业主委员会委员数"), default=0)
    committee_from = models.DateField(_("本届从哪天起"), null=True, blank=True)
    committee_until = models.DateField(_("本届到哪天止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(managed__in=[m.value for m in Managed]), name="estate_managed_known"
            ),
            models.CheckConstraint(
                condition=Q(committee_from=None, committee_until=None)
                | Q(committee_until__gt=F("committee_from")),
                name="estate_term_forward",
            ),
        ]

    def __str__(self) -> str:
        return str(self.compound)


class ServiceContract(models.Model):
    """That a company serves a compound from a day to a day. One at a time."""

    class How(models.TextChoices):
        TENDER = Hired.TENDER.value, _("招标")
        AGREED = Hired.AGREED.value, _("协议选聘")
        BUILDER = Hired.BUILDER.value, _("前期物业（建设单位选聘）")

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="contracts")
    company = models.ForeignKey(Unit, models.PROTECT, related_name="service_contracts")
    how = models.CharField(_("怎么选的"), max_length=7, choices=How.choices)
    fee = models.CharField(_("收费标准"), max_length=60, blank=True, default="")
    from_date = models.DateField(_("从哪天起"))
    until_date = models.DateField(_("到哪天止"))
    ended_on = models.DateField(_("提前结束"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_date__gt=F("from_date")), name="contract_forward"),
            models.CheckConstraint(condition=Q(how__in=[h.value for h in Hired]), name="contract_how_known"),
            models.UniqueConstraint(
                fields=["estate"], condition=Q(ended_on=None), name="contract_one_an_estate"
            ),
        ]
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"{self.estate} {self.company}"


class Seat(models.Model):
    """Who sits for one of the six sides of a compound's table. Put up at the gate by name and task, as posts are."""

    class Of(models.TextChoices):
        COMMUNITY = Side.COMMUNITY.value, _("社区党委")
        BRANCH = Side.BRANCH.value, _("小区党支部")
        COMPANY = Side.COMPANY.value, _("物业公司")
        OWNERS = Side.OWNERS.value, _("业主委员会")
        PARTNER = Side.PARTNER.value, _("共建单位")
        RESIDENTS = Side.RESIDENTS.value, _("居民代表")

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="seats")
    side = models.CharField(_("哪一方"), max_length=9, choices=Of.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("怎么称呼"), max_length=40)
    task = models.CharField(_("管什么"), max_length=80, blank=True, default="")
    from_date = models.DateField(_("从哪天起"))
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=[s.value for s in Side]), name="seat_side_known"),
            models.UniqueConstraint(
                fields=["estate", "side", "name"], condition=Q(ended_on=None), name="seat_once"
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """One meeting of the six: which sides came, what was talked about, what was settled and who does it."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="sittings")
    held_on = models.DateField(_("哪天开的"))
    place = models.CharField(_("在哪里"), max_length=60)
    sides = ArrayField(models.CharField(max_length=9), default=list)
    agenda = models.TextField(_("议了什么"))
    settled = models.TextField(_("定了什么、谁来办"))
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]

    @property
    def side_words(self) -> list[str]:
        """The sides that came, in words."""
        return [str(Seat.Of(side).label) for side in self.sides]
