"""Party building in the demo town: the line of its organisations, 2,300 members, units that sit in committees, task forces.

The shape is that of the articles: one greater working committee, fifteen greater committees, a hundred branches, 37
part-time members, 579 vanguard households, fourteen task forces. Nobody is taken from life; names are drawn and are
no account's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, cycle, islice
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.models import Household
from linli.demo.caring import FAMILY, GIVEN
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.settling import SETTLED
from linli.kernel import clock
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import Door, Enrolled, OrgKind, Position, Standing
from linli.pillars.party.floating import operations as floating
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.rules import Way, Why

K = OrgKind
MEMBERS: Final = 2_300
VANGUARD: Final = 579
PART_TIMERS: Final = 37
#: The first vanguard household of the river community's first grid has an account, and so a page of its own.
WITH_ACCOUNT: Final = ("李娟", "19900000102")
RIVER: Final = 40
#: Branches beside those on the grid: kind, name, under which community (0: the office), members, units covered.
BESIDE: Final = (
    *((K.BRANCH, name, 0, 30, 0) for name in ("机关第一党支部", "机关第二党支部", "离退休干部党支部", "综合执法党支部")),
    *((K.FIRM_BRANCH, name, place, 8, 0) for name, place in (
        ("云谷软件园党支部", 12), ("钟楼商场党支部", 6), ("清和物业党支部", 5), ("惠邻社工党支部", 7),
        ("安邻物业党支部", 8), ("新桥建材市场党支部", 3), ("泉北货场党支部", 1), ("滨河餐饮党支部", 11),
        ("万家福物业党支部", 9), ("绿城里物业党支部", 10), ("清泉快递党支部", 2), ("柳行农贸市场党支部", 4),
    )),
    *((K.JOINT_BRANCH, f"{name}联合党支部", place, 10, units) for name, place, units in (
        ("站前商户", 2, 4), ("钟楼沿街商铺", 6, 5), ("云谷小微企业", 12, 6), ("新桥物流", 3, 3), ("滨河养老机构", 11, 3),
        ("石桥社会组织", 7, 4),
    )),
    *((K.TRADE_BRANCH, f"{name}党支部", 0, 14, 0) for name in (
        "出租车司机", "外卖骑手", "家政服务", "教师", "医护", "建筑工匠",
    )),
    *((K.FLOATING_BRANCH, f"{name}流动党支部", place, 18, 0) for name, place in (("货场", 1), ("车站", 2), ("市场", 3))),
    *((K.PROJECT_BRANCH, f"{name}项目党支部", 0, 6, 0) for name in ("站北片区改造", "滨河绿道", "云谷二期")),
    *((K.INTEREST_BRANCH, f"{name}党支部", place, 0, 0) for name, place in (
        ("太极", 5), ("合唱", 5), ("书画", 7), ("摄影", 11), ("棋牌", 4), ("广场舞", 10),
    )),
)  # fmt: skip
FORCES: Final = (
    "违建拆除", "棚户区搬迁", "飞线整治", "防汛值守", "创建文明城", "加装电梯", "垃圾分类", "独居老人", "消防通道",
    "电动车充电", "老旧管网", "市场搬迁", "招商服务", "小区停车",
)  # fmt: skip
JOINT: Final = 2
"""One committee is that of a community and its units together."""
TASK: Final = timedelta(days=120)


def _grid_branches(
    company: Company, committees: list[Organisation], clerk: Actor
) -> Iterator[tuple[Organisation, Unit]]:
    """Found a branch on each of the four grids where people live in every community."""
    for seq, committee in enumerate(committees, 1):
        grids = Unit.objects.filter(parent=company.unit(f"c{seq}"), kind=UnitKind.GRID).order_by("code")[:4]
        for grid in grids:
            made = op.found_organisation(
                actor=clerk, kind=K.GRID_BRANCH, name=f"{grid}党支部", superior=committee, ground=grid,
                founded_on=SETTLED,
            )  # fmt: skip
            yield made, grid


def _elected(clerk: Actor, one: Organisation, n: int, today: date, size: int) -> None:
    """Write down when somebody was elected: most in the middle of a term, some soon due, one or two overdue."""
    years = 3 if one.kind in {K.FIRM_BRANCH, K.JOINT_BRANCH, K.TRADE_BRANCH} else 5
    ago = (years * 365 - 100) if n % 17 == 5 else (years * 365 + 20) if n % 41 == 7 else 200 + n * 29 % 700
    op.record_election(actor=clerk, pk=one.pk, elected_on=today - timedelta(days=ago), committee_size=size)


def _doors(grids: list[Unit]) -> dict[int, Iterator[tuple[int, str]]]:
    """Give the doors of each grid, with their words: a school's or a market's grid has none. One query."""
    rows = Household.objects.filter(building__grid__in=grids).order_by("pk")
    found: dict[int, list[tuple[int, str]]] = {}
    for pk, grid, compound, number, stairwell, room in rows.values_list(
        "pk", "building__grid", "building__compound__name", "building__number", "stairwell", "room"
    ):
        found.setdefault(grid, []).append((pk, f"{compound or ''}{number} {stairwell} 单元 {room}"))
    return {grid: iter(doors) for grid, doors in found.items()}


def _people(
    numbers: Iterator[int],
    size: int,
    vanguard: int,
    doors: Iterator[tuple[int, str]],
    known: tuple[str, str] | None = None,
) -> Iterator[Enrolled]:
    """Draw the people of a branch: its secretary first, then its centre household, its vanguard households, the rest."""
    for place, n in enumerate(islice(numbers, size)):
        role = (
            Door.VANGUARD
            if 1 < place <= vanguard + 1
            else Door.CENTRE
            if place == 1 and vanguard
            else Door.NONE
        )
        home, words = next(doors, (None, "")) if role else (None, "")
        drawn = FAMILY[n % len(FAMILY)] + GIVEN[n * 7 // len(FAMILY) % len(GIVEN)], f"1990003{n:04d}"
        name, phone = known if known and place == 2 else drawn
        yield Enrolled(
            name=name,
            phone=phone,
            door=words,
            home=home,
            role_of_door=role,
            standing=Standing.PROBATIONARY if n % 47 == 11 else Standing.FULL,
            position=Position.SECRETARY
            if place == 0
            else Position.COMMITTEE
            if place in (3, 4)
            else Position.NONE,
            is_in_service=n % 3 == 0,
        )


def _found(company: Company, at: datetime) -> None:
    """Write the whole line down: founded from the top, elected, and whom each has."""
    if Organisation.objects.exists():
        return
    today, street = clock.local(at).date(), company.unit("street")
    top = op.found_organisation(
        actor=SYSTEM, kind=K.WORKING_COMMITTEE, unit=company.unit("gongwei"), founded_on=SETTLED
    )
    clerk = company.actor("zuzhi")
    greater = op.found_organisation(
        actor=clerk, kind=K.GREATER_WORKING, name=f"{street.short_name}大工委", superior=top, ground=street,
        founded_on=SETTLED,
    )  # fmt: skip
    committees = [
        op.found_organisation(
            actor=clerk,
            kind=K.JOINT_COMMITTEE if seq == JOINT else K.GREATER_COMMITTEE,
            unit=company.unit(f"party{seq}"),
            superior=top,
            founded_on=SETTLED,
        )
        for seq in range(1, len(company.town.plan.communities) + 1)
    ]
    for n, one in enumerate(committees):
        _elected(clerk, one, n, today, 7)
    _seat(company, clerk, [greater, *committees], today)
    on_grids = list(_grid_branches(company, committees, clerk))
    beside = [
        (
            op.found_organisation(
                actor=clerk, kind=kind, name=name, superior=committees[place - 1] if place else top,
                ground=company.unit(f"c{place}") if place else street, founded_on=SETTLED, units_count=units,
                ends_on=today + TASK if kind is K.PROJECT_BRANCH else None,
            ),
            members,
        )
        for kind, name, place, members, units in BESIDE
    ]  # fmt: skip
    # Above the firms' branches of the software park a general branch; within one grid's branch, groups by building.
    general = op.found_organisation(
        actor=clerk, kind=K.GENERAL_BRANCH, name="云谷软件园党总支", superior=committees[11], ground=company.unit("c12"),
        founded_on=SETTLED,
    )  # fmt: skip
    _elected(clerk, general, 0, today, 5)
    _enrol(clerk, at, on_grids, beside)
    _join(clerk, at, top, street, beside)
    _group(clerk, at, *on_grids[16])
    _float(clerk, at, [one for one, _members in beside if one.kind == K.FLOATING_BRANCH], on_grids)


def _seat(company: Company, clerk: Actor, committees: list[Organisation], today: date) -> None:
    """Let the units of the area sit: eight in the office's committee, the others on their communities'."""
    rows = Unit.objects.filter(path__startswith=company.unit("street").path, is_active=True)
    units = list(rows.filter(kind__in=[UnitKind.PARTNER, UnitKind.PROPERTY]).order_by("kind", "order"))
    places = [*[committees[0]] * 8, *islice(cycle(committees[1:]), PART_TIMERS - 8)]
    for n, place in enumerate(places):
        name = FAMILY[n * 5 % len(FAMILY)] + GIVEN[n % len(GIVEN)]
        op.seat_unit(
            actor=clerk, pk=place.pk, unit=units[n % len(units)], name=name, since=today, duty="党组织书记"
        )


def _enrol(
    clerk: Actor,
    at: datetime,
    on_grids: list[tuple[Organisation, Unit]],
    beside: list[tuple[Organisation, int]],
) -> None:
    """Write 2,300 people into their branches, and elect those."""
    today, numbers = clock.local(at).date(), count()
    doors = _doors([grid for _one, grid in on_grids])
    rest = MEMBERS - sum(members for _one, members in beside)
    for n, (one, grid) in enumerate(on_grids):
        size = rest // len(on_grids) + (n < rest % len(on_grids))
        vanguard = VANGUARD // len(on_grids) + (n < VANGUARD % len(on_grids))
        known = WITH_ACCOUNT if n == RIVER else None
        # Where nobody lives, people of the branch live in the grid beside it, which has one of its own.
        beside_it = next((g for _o, g in on_grids if g.parent_id == grid.parent_id and g.pk in doors), grid)
        home = grid if grid.pk in doors else beside_it
        people = _people(numbers, size, vanguard, doors.get(home.pk, iter(())), known)
        settled = [(row, home if row.home else grid) for row in people]
        op.enrol_members(actor=clerk, at=at, organisation=one, rows=settled)
        _elected(clerk, one, n, today, 5)
    for n, (one, members) in enumerate(beside):
        rows = [(row, None) for row in _people(numbers, members, 0, iter(()))]
        if rows:
            op.enrol_members(actor=clerk, at=at, organisation=one, rows=rows)
        if one.kind != K.PROJECT_BRANCH:
            _elected(clerk, one, n, today, 3 if members >= 7 or not members else 0)


def _join(
    clerk: Actor, at: datetime, top: Organisation, street: Unit, beside: list[tuple[Organisation, int]]
) -> None:
    """Found the task forces; let people take part in them and in the branches of one interest."""
    today = clock.local(at).date()
    forces = [
        op.found_organisation(
            actor=clerk, kind=K.TASK_FORCE, name=f"{what}攻坚党小组", superior=top, ground=street, purpose=what,
            founded_on=today, ends_on=today + TASK,
        )
        for what in FORCES
    ]  # fmt: skip
    ids = list(PartyMember.objects.filter(office=street).order_by("pk").values_list("pk", flat=True))
    interests = [one for one, members in beside if not members]
    for n, one in enumerate([*forces, *interests]):
        op.join_organisation(actor=clerk, at=at, pk=one.pk, member_ids=ids[n * 40 : n * 40 + 12])


def _group(clerk: Actor, at: datetime, branch: Organisation, grid: Unit) -> None:
    """Found two groups within a branch, each with half of its people."""
    ids = list(branch.members.filter(until=None).order_by("pk").values_list("pk", flat=True))
    for n, name in enumerate(("第一党小组", "第二党小组")):
        made = op.found_organisation(
            actor=clerk, kind=K.GROUP, name=f"{grid}{name}", superior=branch, ground=grid, founded_on=SETTLED
        )
        op.join_organisation(actor=clerk, at=at, pk=made.pk, member_ids=ids[n::2])


def _float(
    clerk: Actor, at: datetime, here: list[Organisation], on_grids: list[tuple[Organisation, Unit]]
) -> None:
    """Write down who came from elsewhere into the floating branches, and who of some grids' branches is away."""
    today = clock.local(at).date()
    for n, one in enumerate(here):
        # Its secretary and the two beside them are the branch's own: only they vote.
        ids = list(one.members.filter(until=None).order_by("pk").values_list("pk", flat=True))[3:]
        since = today - timedelta(days=420 + 90 * n)
        floating.note_floating(
            actor=clerk,
            at=at,
            member_ids=ids,
            way=Way.IN,
            why=Why.WORK,
            since=since,
            place="外省，关系在原籍",
        )
        for row in FloatingMember.objects.filter(member__organisation=one).order_by("pk")[2:]:
            floating.register_floating(actor=clerk, at=at, pk=row.pk, on=since + timedelta(days=190))
    for n, (branch, _grid) in enumerate(on_grids[::9]):
        ids = list(
            branch.members.filter(until=None, position="", door_role="").values_list("pk", flat=True)[:1]
        )
        floating.note_floating(
            actor=clerk, at=at, member_ids=ids, way=Way.OUT, why=list(Why)[n % 4], place="外地",
            since=today - timedelta(days=60 + 50 * n),
        )  # fmt: skip


ACTS: Final = (Act(540, _found),)
