"""Care in the demo town: sixty people whom two communities look after, visits made and owed, pairs, wishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.demo.cast import PRINCIPALS
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.service.care import operations as care
from linli.pillars.service.care.models import CarePerson, Wish
from linli.pillars.service.care.operations import Ground

PEOPLE = 60
LEADERS_OWN = 3
# Communities by number with who writes for them; the cast's own people stand at the head of their lists.
WRITERS = {5: "zhengshuji", 4: "sunxiao"}
FAMILY = "孙钱周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张"
GIVEN = ("桂香", "有福", "玉兰", "长顺", "秀英", "德厚", "凤琴", "满仓", "淑芬", "春生", "翠莲", "宝山")
# Groups, level, why; drawn in turn, so that every group is there.
LOTS = (
    (("alone", "oldest"), "key", "八十多岁，独自住，子女在外地"),
    (("alone",), "general", "身体还好，一个人住"),
    (("allowance",), "general", "家里一人看病，收入少"),
    (("empty_nest",), "general", "老两口，子女一年回来一次"),
    (("disabled", "allowance"), "key", "行动不便，出门要人帮"),
    (("oldest",), "general", "九十岁，和老伴住"),
    (("alone", "frail"), "high", "摔过两次，起身困难"),
    (("child",), "key", "父母都不在身边，跟奶奶住"),
    (("honoured",), "", ""),
    (("near_line",), "general", "刚过低保线，有慢性病"),
    (("bereaved",), "key", "老两口不爱出门"),
    (("left_behind",), "general", "父母外出打工，放学没人管"),
)
FOUND = (
    "精神不错，饭也吃得好。",
    "说夜里睡不好，约了社区医生。",
    "楼道灯坏了，帮着报了。",
    "屋里收拾得干净，聊了半小时。",
    "药快吃完了，明天帮着取。",
)
CHANGES = ("昨天刚出院回家", "老伴住院了，家里剩一个人")
WISHES = (
    ("想要一台字大声音响的收音机", ""),
    ("阳台的晾衣绳断了，想请人装一根", "repair"),
    ("想有人教会用手机看孙子的视频", "teach"),
    ("冬天想要一床厚一点的被子", ""),
    ("想学写毛笔字，缺一套笔墨", "art"),
)


@dataclass(frozen=True, slots=True)
class Care:
    """Something done about people who are looked after, so many hours before the story ends."""

    hours: float
    what: str

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        DOING[self.what](company, at)
        return ()


def _lists(company: Company, at: datetime) -> None:
    if CarePerson.objects.exists():
        return
    rng = Random("care")
    grids = {
        seq: list(Unit.objects.filter(parent=company.unit(f"c{seq}"), kind="grid").order_by("code"))
        for seq in WRITERS
    }
    for number in range(PEOPLE):
        seq = 4 if number % 5 == 4 else 5
        groups, level, reason = LOTS[number % len(LOTS)]
        writer = company.actor(WRITERS[seq])
        grid = (
            grids[seq][number // len(LOTS) % len(grids[seq])]
            if number
            else company.unit(_grid_of_zhang(company))
        )
        name = "张秀兰" if number == 0 else FAMILY[number % len(FAMILY)] + GIVEN[number * 7 % len(GIVEN)]
        phone = "19900000101" if number == 0 else f"1990001{number:04d}"
        person = care.take_up(
            actor=writer,
            at=at,
            grid=grid,
            name=name,
            phone=phone,
            door=f"{rng.randint(1, 12)} 号楼 {rng.randint(1, 4)} 单元 {rng.randint(1, 6)}0{rng.randint(1, 2)}",
            grounds=[Ground(code, *_ground(code)) for code in groups],
        )
        if level:
            care.set_level(actor=writer, at=at, person_id=person.pk, level=level, reason=reason)


def _grid_of_zhang(company: Company) -> str:
    return next(
        held.body for person in PRINCIPALS if person.username == "chenguifang" for held in person.posts
    )


def _ground(code: str) -> tuple[str, str]:
    group = GROUPS[code]
    return ("consent", "本人当面答应，社区登记") if group.asks_consent else ("duty", "")


def _visits(company: Company, at: datetime, *, share: float = 1.0) -> None:
    rng = Random(f"visits:{at.date().isoformat()}")
    people = (
        CarePerson.objects.filter(due_at__lte=at + timedelta(days=2)).select_related("grid").order_by("pk")
    )
    for person in people:
        if rng.random() > share:
            continue
        away = rng.random() < 0.1
        care.record_visit(
            actor=company.of(person.grid, rng, "grid_worker"),
            at=at,
            person_id=person.pk,
            way=rng.choice(("door", "door", "phone", "met", "family")),
            outcome="away" if away else rng.choice(("well", "well", "watch")),
            found="" if away else rng.choice(FOUND),
        )


def _most_visits(company: Company, at: datetime) -> None:
    _visits(company, at, share=0.85)


def _pairs(company: Company, at: datetime) -> None:
    rng = Random("pairs")
    helpers = [company.unit(key) for key in ("c5", "yiyuan", "yinhang", "zhiyuan", "gongfu")]
    writer = company.actor("zhengshuji")
    poor = CarePerson.objects.filter(level="key", grid__parent=company.unit("c5")).order_by("pk")[:8]
    for number, person in enumerate(poor):
        made = care.pair(actor=writer, at=at, person_id=person.pk, unit=helpers[number % len(helpers)])
        if number == LEADERS_OWN:  # whom the street's leader goes to, and has been this month
            leader = company.actor("fangzhuren")
            account = Account.objects.get(pk=leader.account_id or 0)
            made = care.pair(
                actor=writer, at=at, person_id=person.pk, unit=company.unit("street"), account=account
            )
            care.record_pair_visit(
                actor=leader, at=at, pair_id=made.pk, way="door", outcome="well", found=rng.choice(FOUND)
            )
        elif number % 3:
            care.record_visit(
                actor=writer, at=at, person_id=person.pk, way="door", outcome="well", found=rng.choice(FOUND),
                pair_id=made.pk,
            )  # fmt: skip


def _changes(company: Company, at: datetime) -> None:
    people = CarePerson.objects.filter(
        level="general", grid__parent=company.unit("c5"), changed_at=None
    ).order_by("pk")[:2]
    for person, words in zip(people, CHANGES, strict=False):
        care.note_change(actor=company.actor("zhengshuji"), at=at, person_id=person.pk, words=words)


def _wishes(company: Company, at: datetime) -> None:
    people = CarePerson.objects.filter(grid__parent=company.unit("c5")).order_by("-pk")[: len(WISHES)]
    for person, (words, skill) in zip(people, WISHES, strict=False):
        care.publish_wish(
            actor=company.actor("zhengshuji"), at=at, person_id=person.pk, words=words, skill=skill
        )


def _take(company: Company, at: datetime) -> None:
    found = _open(2)
    if len(found) < 2:  # a story of a few days begins after the wishes were written
        return
    first, second = found
    care.take_wish(actor=company.actor("lijuan"), at=at, wish_id=first)
    care.fulfil_wish(actor=company.actor("lijuan"), at=at, wish_id=first)
    care.take_wish(actor=company.actor("tianye"), at=at, wish_id=second)


def _open(count: int) -> list[int]:
    return list(Wish.objects.filter(state="open").order_by("pk").values_list("pk", flat=True)[:count])


DOING = {
    "lists": _lists,
    "visits": _most_visits,
    "pairs": _pairs,
    "changes": _changes,
    "wishes": _wishes,
    "take": _take,
}
DEEDS = (
    Care(690, "lists"),
    Care(680, "pairs"),
    Care(530, "visits"),
    Care(365, "visits"),
    Care(300, "wishes"),
    Care(200, "visits"),
    Care(150, "changes"),
    Care(130, "visits"),
    Care(100, "take"),
    Care(50, "visits"),
    Care(20, "changes"),
)


def occasions(until: datetime) -> Iterator[tuple[datetime, Care]]:
    """Yield what is done and when."""
    for turn, deed in enumerate(DEEDS):
        # In office hours, in their order, on the day it falls.
        day = clock.local(until - timedelta(hours=deed.hours))
        yield min(day.replace(hour=9 + turn % 8, minute=20, second=turn, microsecond=0), until), deed
