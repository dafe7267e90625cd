"""Two canteens of the demo town with forty elders: menus, orders, meals served day by day, and one who stayed away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from linli.base.people.actors import SYSTEM
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.service.canteens import operations as canteens
from linli.pillars.service.canteens.models import Canteen, Eater, Meal, Settlement, Stay
from linli.pillars.service.canteens.rules import Rule, books_in, month_of, share_of, week_of

EATERS = 40
OPENED = 28
# Community, writer, name, place, kind, places, fen.
KITCHENS = (
    (5, "zhengshuji", "官园长者食堂", "官园小区 3 号院", "canteen", 40, 1200),
    (4, "sunxiao", "柳行日间照料中心", "柳行新村 12 号楼", "day_care", 25, 1000),
)
RULES = (
    (Rule("A", 80, 300, 5, "区财政", date(2026, 1, 1)), "八十岁以上"),
    (Rule("B", 70, 200, 5, "区财政", date(2026, 1, 1)), "七十岁以上的困难老人"),
    (Rule("C", 60, 400, 7, "街道", date(2026, 1, 1)), "特困供养的老人"),
)
DISHES = (
    "红烧带鱼、清炒油菜、番茄蛋汤、米饭",
    "猪肉炖粉条、醋熘白菜、小米粥、馒头",
    "清蒸鸡块、烧茄子、紫菜汤、米饭",
    "肉末豆腐、芹菜香干、南瓜粥、花卷",
    "土豆炖牛肉、拌黄瓜、玉米粥、米饭",
    "木须肉、炒豆角、绿豆汤、馒头",
)
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("秀珍", "长青", "桂兰", "德福", "素芳", "明山", "玉珍", "景田")
AWAY = 3  # the elder of this turn does not come on the last days


@dataclass(frozen=True, slots=True)
class Table:
    """A day of the canteens."""

    turn: int

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Open the canteens on the first day; then cook, take orders and serve."""
        if not Canteen.objects.exists():
            _open(company, at)
        day = clock.local(at).date()
        for one in Canteen.objects.select_related("community").order_by("pk"):
            _cook(company, one, day, at)
            _serve(one, day, at, self.turn)
            _attend(one, day, at, is_today=not self.turn)
            _close(company, one, day, at)
        return ()


def _open(company: Company, at: datetime) -> None:
    street = company.unit("street")
    for rule, name in RULES:
        canteens.set_rule(actor=SYSTEM, at=at, office=street, rule=rule, name=name, basis="街道助餐办法")
    made = []
    for seq, who, name, place, kind, places, fen in KITCHENS:
        about = canteens.About(name, place, places, fen, time(10), "", kind)
        unit = company.unit(f"c{seq}")
        made.append(canteens.open_canteen(actor=company.actor(who), at=at, community=unit, about=about))
    for number in range(EATERS):
        seq, who = (5, "zhengshuji") if number % 8 < 5 else (4, "sunxiao")
        born = date(1936 + number * 7 % 28, 1 + number % 12, 1 + number * 3 % 28)
        age = clock.local(at).year - born.year
        subsidy = (
            "C" if number % 10 == 7 else "A" if age > 80 else "B" if age > 70 and number % 3 == 0 else ""
        )
        eater = canteens.enrol_eater(
            actor=company.actor(who),
            at=at,
            community=company.unit(f"c{seq}"),
            name="张秀兰" if number == 0 else FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)],
            phone="19900000101" if number == 0 else f"1990002{number:04d}",
            born=date(1948, 5, 4) if number == 0 else born,
            subsidy="B" if number == 0 else subsidy,
            ground="看过身份证和证明" if subsidy or number == 0 else "",
            wants_alert=number % 2 == 1 or number == 0,
        )
        if number == 0:
            family = company.settled.accounts["lijuan"]
            canteens.let_family_order(actor=company.actor(who), at=at, eater_id=eater.pk, account=family)


def _cook(company: Company, one: Canteen, day: date, at: datetime) -> None:
    who = next(w for seq, w, *_rest in KITCHENS if company.unit(f"c{seq}").pk == one.community_id)
    for ahead in range(7):
        there = day + timedelta(days=ahead)
        dishes = DISHES[(there.toordinal() + one.pk) % len(DISHES)]
        menu = canteens.set_menu(
            actor=company.actor(who), at=at, canteen=one, day=there, meal="lunch", dishes=dishes
        )
        if ahead == 1:
            rng = Random(f"orders:{there}:{one.pk}")
            for eater in Eater.objects.filter(community_id=one.community_id).order_by("pk"):
                if rng.random() < 0.25:
                    canteens.order_meal(
                        actor=company.actor(who), at=at, menu_id=menu.pk, eater_id=eater.pk,
                        channel=rng.choice(("call", "counter")),
                    )  # fmt: skip


def _serve(one: Canteen, day: date, at: datetime, turn: int) -> None:
    """Write the day's meals as the till would, in one go: by the same rule of who pays what."""
    rng = Random(f"meals:{day}:{one.pk}")
    rules = {rule.code: rule for rule, _name in RULES}
    closed = set(Settlement.objects.filter(canteen=one).values_list("month", flat=True))
    monday, after = week_of(day)
    rows = []
    for number, eater in enumerate(Eater.objects.filter(community_id=one.community_id).order_by("pk")):
        often = 0.95 if number % 4 else 0.5
        if rng.random() > often or (number == AWAY and turn < AWAY):
            continue
        taken = Meal.objects.filter(eater=eater, day__gte=monday, day__lt=after, subsidy_fen__gt=0).count()
        born = date.fromisoformat(eater.born)
        share = share_of(one.price_fen, rules.get(eater.subsidy), born=born, day=day, taken=taken)
        rows.append(
            Meal(
                canteen=one, eater=eater, day=day, meal="lunch", price_fen=one.price_fen, subsidy_fen=share.subsidy,
                own_fen=share.own, rule=share.code, payer=share.payer, month=books_in(day, closed), at=at,
                key=uuid.uuid5(uuid.NAMESPACE_OID, f"{one.pk}:{eater.pk}:{day}"),
            )
        )  # fmt: skip
    Meal.objects.bulk_create(rows, ignore_conflicts=True)


DONE = (
    "meal rest",
    "meal company",
    "meal rest pressure",
    "meal rest bath",
    "meal exercise",
    "meal hair company",
)


def _attend(one: Canteen, day: date, at: datetime, *, is_today: bool) -> None:
    """Write the day's book of the day-care centre: today they are still there."""
    if one.kind != Canteen.Kind.DAY_CARE:
        return
    rng = Random(f"stays:{day}:{one.pk}")
    today = clock.local(at)
    rows = []
    for eater in Eater.objects.filter(community_id=one.community_id).order_by("pk"):
        came = today.replace(hour=8, minute=rng.randint(5, 55))
        left = today.replace(hour=16, minute=rng.randint(0, 50))
        if rng.random() < 0.8:
            rows.append(
                Stay(
                    canteen=one,
                    eater=eater,
                    day=day,
                    came_at=came,
                    back_at=came,
                    left_at=None if is_today else left,
                    given=rng.choice(DONE),
                )
            )
    Stay.objects.bulk_create(rows, ignore_conflicts=True)


def _close(company: Company, one: Canteen, day: date, at: datetime) -> None:
    before = month_of(day.replace(day=1) - timedelta(days=1))
    is_told = Meal.objects.filter(canteen=one, month=before).exists()
    if day.day == 3 and is_told and not Settlement.objects.filter(canteen=one, month=before).exists():
        who = next(w for seq, w, *_rest in KITCHENS if company.unit(f"c{seq}").pk == one.community_id)
        canteens.close_month(actor=company.actor(who), at=at, canteen_id=one.pk, month=before)


def occasions(until: datetime) -> Iterator[tuple[datetime, Table]]:
    """Yield a moment before noon of every day, the last ones among them."""
    today = clock.local(until)
    for turn in range(OPENED, -1, -1):
        at = (today - timedelta(days=turn)).replace(hour=9, minute=40, second=0, microsecond=0)
        if at < until:
            yield at, Table(turn)
