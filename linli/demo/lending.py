"""Venues of the demo town: a centre in every community, a park with five stations, red stations, a brand each; rooms that
residents, units and callers book, keepers grant and decline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.places.models import Facility
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.settling import SETTLED
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues.models import Room, RoomBooking, Venue
from linli.pillars.party.venues.operations import RoomGiven, VenueGiven
from linli.pillars.party.venues.rules import OpenTo, Source, VenueKind

K = VenueKind
#: Square metres of the communities' centres, in their order: two of 400 and more, one of 800, one of 500, as told.
AREAS: Final = (360, 420, 380, 800, 350, 310, 405, 280, 330, 500, 365, 390, 300, 345, 320)
PARK: Final = 5
"""The community with the park and its five stations."""
STATIONS: Final = (
    ("党务服务站", "转组织关系、开证明"), ("民生服务站", "社保、救助、老年证"), ("志愿服务站", "报名、领活、借工具"),
    ("调解服务站", "邻里的事坐下来说"), ("文体服务站", "唱歌、写字、下棋"),
)  # fmt: skip
RED: Final = (2, 10, 13, 15)
"""The communities with a red station."""
BRANDS: Final = (
    ("货场边的暖灯", "货场下夜班的人，路上有灯、站里有热水。"),
    ("一刻钟到家", "一刻钟里找得到人、办得成事。"),
    ("老街互助社", "谁家有事，左邻右舍先到。"),
    ("巷口议事", "楼前搬几把凳子，事当场说清。"),
    ("合拍之家", "太极、合唱、书画，人人有个去处。"),
    ("钟声相伴", "独居老人每天有人敲一次门。"),
    ("惠邻工坊", "社工带着大家修修补补。"),
    ("安心楼道", "楼道里不堆一件东西。"),
    ("万家灯火", "三十个楼长，三百盏灯。"),
    ("楼前花匠", "楼前的花大家种。"),
    ("河边慢生活", "河边走一走，事情慢慢说。"),
    ("青年夜校", "下班的年轻人教老人用手机。"),
    ("柳下夜话", "每月一次，党员听街坊说。"),
    ("泉水课堂", "放学以后，有人看着写作业。"),
    ("石桥相望", "桥东桥西，互相照应。"),
)
ROOMS: Final = (
    RoomGiven("多功能厅", 120, 60, OpenTo.EVERYBODY, "投影、音响", needs_word=True),
    RoomGiven("活动室", 45, 24, OpenTo.EVERYBODY, "桌椅、饮水机"),
    RoomGiven("会议室", 50, 30, OpenTo.UNITS, "投影"),
)
#: Who comes for what, by phone: title, heads, a number of nobody's.
CALLS: Final = (
    ("合唱队排练", 18), ("书法课", 12), ("业主商量加装电梯", 22), ("孩子读书会", 15), ("太极队下雨天练", 20), ("棋友会", 8),
    ("老同事聚一聚", 16), ("手工课", 14), ("楼组长碰头", 10), ("英语角", 9),
)  # fmt: skip
ANYONE: Final = Actor(ActorKind.ANYONE)


def _given(
    kind: VenueKind, name: str, area: int, who: str, phone: str, does: str = "", **more: Any
) -> VenueGiven:
    given: dict[str, Any] = {
        "opens": time(8, 30), "closes": time(20, 30), "is_step_free": area >= 300, **more,
    }  # fmt: skip
    return VenueGiven(
        kind=kind, name=name, area_m2=area, contact_role=who, contact_phone=phone, does=does, **given
    )


def _bare(community: Unit) -> str:
    return str(community.name).removesuffix("社区")


def _communities(company: Company) -> Iterator[tuple[int, Unit]]:
    for seq in range(1, len(company.town.plan.communities) + 1):
        yield seq, company.unit(f"c{seq}")


def _open(company: Company, at: datetime) -> None:
    """Write the venues down: centres with their rooms, the park and its stations, the red stations; and the brands."""
    if Venue.objects.exists():
        return
    clerk = company.actor("zuzhi")
    centres = {one.owner_id: one for one in Facility.objects.filter(kind="service_centre").order_by("pk")}
    for seq, community in _communities(company):
        spot = centres.get(community.pk)
        made = op.open_venue(
            actor=clerk, ground=community, since=SETTLED, facility=spot,
            form=_given(
                K.CENTRE, f"{_bare(community)}党群服务中心", AREAS[(seq - 1) % len(AREAS)], "值班台",
                community.phone, "办事、议事、学习、歇脚", equipment="无线网、饮水机、血压计、充电插座",
                address=community.address,
            ),
        )  # fmt: skip
        for room in ROOMS:
            op.add_room(actor=clerk, venue=made.pk, form=room)
        name, words = BRANDS[(seq - 1) % len(BRANDS)]
        since = date(2025, 1 + seq % 12, 1)
        op.name_brand(actor=clerk, at=at, community=community, name=name, words=words, since=since)
    _park(company, clerk)
    for seq in RED:
        community = company.unit(f"c{seq}")
        form = _given(
            K.RED_STATION, f"{_bare(community)}红色驿站", 60, "驿站值守", community.phone,
            "歇脚、喝水、热饭、问路、求助", opens=time(7), closes=time(22), is_step_free=True,
            equipment="微波炉、药箱、打气筒、充电插座",
        )  # fmt: skip
        op.open_venue(actor=clerk, ground=community, since=SETTLED, form=form)


def _park(company: Company, clerk: Actor) -> None:
    if len(company.town.plan.communities) < PARK:
        return
    community = company.unit(f"c{PARK}")
    form = _given(
        K.PARK,
        f"{_bare(community)}党建主题园",
        2600,
        "园区值守",
        community.phone,
        "散步、听讲、看展",
        opens=time(6),
        closes=time(22),
    )
    park = op.open_venue(actor=clerk, ground=community, since=SETTLED, form=form)
    for name, does in STATIONS:
        form = _given(K.STATION, f"{_bare(community)}园{name}", 40, "站里值班的", community.phone, does)
        op.open_venue(actor=clerk, ground=community, since=SETTLED, within=park, form=form)


def _hour(at: datetime, days: int, hour: int) -> datetime:
    day = clock.local(at).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), SHANGHAI)


def _rooms(name: str) -> list[Room]:
    rows = Room.objects.filter(name=name, until=None).select_related("venue__ground").order_by("pk")
    return list(rows)


def _keeper(company: Company, room: Room) -> Actor:
    return company.of(room.venue.ground, Random(room.pk))


def _book(part: int, days: int) -> Act:
    """Let residents, units and callers book, so many days before the story's end."""

    def do(company: Company, at: datetime) -> None:
        halls, places, meets = _rooms("多功能厅"), _rooms("活动室"), _rooms("会议室")
        if not (halls and places):
            return  # the story begins after they were opened
        for n, (title, count) in enumerate(CALLS):
            room = (halls if n % 3 == 0 else places)[(part * 4 + n) % len(places)]
            start = _hour(at, 2 + (n + n // 3) % 3, 9 + (part + n) % 9)
            by: dict[str, Any] = {
                "at": at, "room": room.pk, "starts_at": start, "ends_at": start + timedelta(hours=2), "title": title,
                "count": count,
            }  # fmt: skip
            if n == 4:
                clerk = _keeper(company, room)
                op.book_room(**by, actor=clerk, source=Source.DESK, name="吴大爷")
            else:
                op.book_room(**by, actor=ANYONE, phone=f"199000{50_000 + part * 20 + n}", name="街坊")
        for seq, room in list(enumerate(meets, 1))[part::5]:
            unit = company.unit(f"volunteer{seq}")
            start = _hour(at, 3, 14)
            op.book_room(
                actor=company.of(unit, Random(seq), "handler"), at=at, room=room.pk, starts_at=start, source=Source.UNIT,
                ends_at=start + timedelta(hours=1), unit=unit, title="队员碰头", count=12,
            )  # fmt: skip

    return Act(24 * days, do)


def _answer(company: Company, at: datetime) -> None:
    """Have keepers answer what waits: yes, and now and then no with a reason; one resident gives a room back."""
    rows = RoomBooking.objects.filter(state="asked", during__startswith__gt=at + timedelta(hours=3))
    for n, row in enumerate(rows.select_related("room__venue__ground").order_by("pk")):
        keeper = _keeper(company, row.room)
        if n % 4 == 3:
            op.decline_booking(actor=keeper, at=at, pk=row.pk, reason="那天社区开居民会，换一天行吗")
        else:
            op.confirm_booking(actor=keeper, at=at, pk=row.pk)
    ahead = RoomBooking.objects.filter(source="phone", state="granted", during__startswith__gt=at)
    if (first := ahead.order_by("pk").first()) is not None:
        op.cancel_booking(actor=ANYONE, at=at, pk=first.pk, is_by_link=True)


ACTS: Final = (
    Act(535, _open),
    *(_book(part, days) for part, days in enumerate((18, 11, 5, 2))),
    *(Act(24 * days - 20, _answer) for days in (18, 11, 5)),
)
