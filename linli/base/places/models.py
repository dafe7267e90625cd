"""Where: divisions, grids with their dated shapes, compounds and buildings, roads and facilities.

Coordinates are longitude, latitude in degrees, CGCS2000 (equal to WGS-84 at this precision). Shapes are GeoJSON
geometries; which grid holds a point is answered in memory by `index`, versioned with `MapVersion`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.kernel.standards import walking

SQUARE_METRES_A_HECTARE = 10_000


class GridKind(models.TextChoices):
    GENERAL = "general", _("综合网格")
    MICRO = "micro", _("微网格")
    SPECIAL = "special", _("专属网格")


class Division(models.Model):
    """An administrative division with its 12-digit statistical code."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    unit = models.OneToOneField(Unit, models.PROTECT, null=True, related_name="division")

    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """What the map knows of a grid unit. `code` has 15 digits: district 6, street 3, community 3, sequence 3."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="grid")
    grid_kind = models.CharField(
        _("网格种类"), max_length=8, choices=GridKind.choices, default=GridKind.GENERAL
    )
    code = models.CharField(_("网格编码"), max_length=15, unique=True)
    households_count = models.PositiveIntegerField(_("户数"), default=0)
    scope_words = models.CharField(_("四至范围"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用日期"))
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="grid_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class MapVersion(models.Model):
    """One published state of the grid map of an office. Shapes of old versions stay for history."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="map_versions")
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)


class GridShape(models.Model):
    """The polygon of a grid in [valid_from, valid_until)."""

    grid = models.ForeignKey(Grid, models.PROTECT, related_name="shapes")
    version = models.ForeignKey(MapVersion, models.PROTECT, related_name="shapes")
    shape = models.JSONField()
    area_m2 = models.FloatField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid"], condition=Q(valid_until__isnull=True), name="grid_one_live_shape"
            )
        ]

    @property
    def hectares(self) -> float:
        return self.area_m2 / SQUARE_METRES_A_HECTARE


class Compound(models.Model):
    """A housing estate or a single site that people know by name."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="compounds")
    manager = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="managed_compounds"
    )
    name = models.CharField(_("小区名称"), max_length=60)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    shape = models.JSONField(null=True, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    built_year = models.PositiveSmallIntegerField(_("建成年份"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building: in a compound by number, or on a road by door number."""

    compound = models.ForeignKey(Compound, models.PROTECT, null=True, blank=True, related_name="buildings")
    grid = models.ForeignKey(Unit, models.PROTECT, related_name="buildings")
    number = models.CharField(_("楼号"), max_length=20)
    name = models.CharField(_("名称"), max_length=60, blank=True)
    stairwells_count = models.PositiveSmallIntegerField(_("单元数"), default=1)
    floors_count = models.PositiveSmallIntegerField(_("层数"), default=6)
    households_count = models.PositiveIntegerField(_("户数"), default=0)
    shape = models.JSONField(null=True, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["lon", "lat"], name="building_lonlat")]

    def __str__(self) -> str:
        return self.name or (f"{self.compound}{self.number}" if self.compound else self.number)


class Stairwell(models.Model):
    """A stairwell (单元) of a building, with the steward who knows its doors."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="stairwells")
    number = models.PositiveSmallIntegerField(_("单元"))
    steward = models.ForeignKey("people.Account", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "number"], name="stairwell_once")]


class Road(models.Model):
    office = models.ForeignKey(Unit, models.PROTECT, related_name="roads")
    name = models.CharField(_("路名"), max_length=60)
    aliases = models.JSONField(default=list, blank=True)
    line = models.JSONField()
    width_m = models.FloatField(default=8)


class WayKind(models.TextChoices):
    """What one walks on; what is not one of these is no way for people."""

    STREET = "street", _("街道")
    PATH = "path", _("人行道、小路")
    CROSSING = "crossing", _("过街")
    SIGNALS = "signals", _("红绿灯过街")
    STAIRS = "stairs", _("台阶")


class FootNetwork(models.Model):
    """The ways on foot of an office: where they come from, and how fast people walk there."""

    office = models.OneToOneField(Unit, models.PROTECT, related_name="foot_network")
    source = models.CharField(_("从哪里来"), max_length=120)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    ordinary_m_s = models.FloatField(_("一般人每秒走几米"), default=walking.ORDINARY_M_S)
    older_m_s = models.FloatField(_("老人每秒走几米"), default=walking.OLDER_M_S)
    stick_m_s = models.FloatField(_("拄拐、推车每秒走几米"), default=walking.STICK_M_S)
    crossing_s = models.FloatField(_("没有红绿灯过街等几秒"), default=walking.CROSSING_S)
    signals_s = models.FloatField(_("有红绿灯过街等几秒"), default=walking.SIGNALS_S)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ordinary_m_s__gt=0, older_m_s__gt=0, stick_m_s__gt=0)
                & Q(crossing_s__gte=0, signals_s__gte=0),
                name="foot_network_walks",
            )
        ]


class Footway(models.Model):
    """Lines that people walk, as GeoJSON. Ways of one level meet where they cross; a bridge meets only at its ends."""

    network = models.ForeignKey(FootNetwork, models.CASCADE, related_name="ways")
    kind = models.CharField(_("种类"), max_length=8, choices=WayKind.choices)
    name = models.CharField(_("名称"), max_length=60, blank=True)
    level = models.SmallIntegerField(default=0)
    line = models.JSONField()


class PeopleCount(models.Model):
    """How many people of a band of age live in a grid: a count, never a list of who they are."""

    grid = models.ForeignKey(Unit, models.PROTECT, related_name="people_counts")
    band = models.CharField(_("年龄段"), max_length=4)
    people = models.PositiveIntegerField(_("人数"))
    counted_on = models.DateField(_("哪天的数"))
    source = models.CharField(_("来源"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid", "band"], name="people_count_once")]


class PlacesRevision(models.Model):
    """One row whose value is another after every change of a place or of a unit's name: by it, what is held in memory
    is known to be old. Triggers write it, so that no way of changing a place forgets to.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField()

    objects: models.Manager[PlacesRevision] = models.Manager()


class Facility(models.Model):
    """A public facility or a component of the city (GB/T 47678.5): what has a component's code; `number` is its own."""

    area = models.ForeignKey(Unit, models.PROTECT, related_name="facilities")
    kind = models.CharField(_("种类"), max_length=30, db_index=True)
    component_code = models.CharField(_("部件代码"), max_length=5, blank=True)
    number = models.CharField(_("标识码"), max_length=20, blank=True, default="", db_default="")
    name = models.CharField(_("名称"), max_length=80)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    owner = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="owned_facilities")
    phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(_("开放时间"), max_length=80, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    ended_on = models.DateField(_("哪天没有了"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lon", "lat"], name="facility_lonlat")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number="") & Q(ended_on=None), name="facility_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
