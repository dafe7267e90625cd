"""The chain from cadre to door in the demo town: stewards named, communities planned, words down, needs up, names shown.

A few vanguard households have accounts of their own, opened with a code as anybody's: those who link the doors of the town's
residents. They agreed to be known there, and bring up what neighbours ask them. Others without one agreed on paper.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.people import operations as people
from linli.base.people.models import Account, Post
from linli.base.people.queries import actor_for, home_of_account, resident_by_phone
from linli.demo import filings
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.filings import Filing
from linli.demo.sheet import Point
from linli.kernel import clock
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.pillars.governance.reports import operations as reports
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import rules
from linli.pillars.party.contacts.models import Passing, Plan, Tie, Vanguard
from linli.pillars.party.contacts.queries import own_vanguard
from linli.pillars.party.contacts.rules import Level
from linli.pillars.party.partners import operations as partners
from linli.pillars.party.partners.rules import Duty

WORDS: Final = (
    "周六上午停水，八点到十二点，先接好水。",
    "流感疫苗这周在卫生中心打，六十岁以上不要钱。",
    "夜里降温，家里有独居老人的互相看一眼。",
)
ON_PAPER: Final = 5
SIGNED: Final = ("何阿姨", "刘师傅", "许老师")
REPORTED: Final = ((Duty.TEACH, "周六上午"), (Duty.HEALTH, "晚上七点以后"), (Duty.LAW, "月底的周日"))
OWN: Final = "lijuan"
#: Residents whose own vanguard household has an account and agreed to be known, and how it is called.
LINKED: Final = (
    ("zhangxiulan", "王老师"), ("gaojing", "赵阿姨"), ("qianduoduo", "老周"), ("tianye", "孙师傅"),
)  # fmt: skip


def _communities(company: Company) -> Iterator[Unit]:
    for seq in range(1, len(company.town.plan.communities) + 1):
        yield company.unit(f"c{seq}")


def _staff(unit: Unit, role: str) -> list[Account]:
    posts = Post.objects.filter(unit=unit, role=role).select_related("account").order_by("pk")
    return list({post.account_id: post.account for post in posts}.values())


def _name_and_plan(company: Company, at: datetime) -> None:
    """Name a cadre of the office and the committee of each community, and plan who covers which doors."""
    if Plan.objects.exists():
        return
    clerk, today = company.actor("zuzhi"), clock.local(at).date()
    offices = Post.objects.filter(unit__parent=company.unit("street"), unit__kind="office").order_by("pk")
    cadres = list({post.account_id: post.account for post in offices.select_related("account")}.values())
    for n, community in enumerate(_communities(company)):
        cadre = cadres[n % len(cadres)]
        op.name_steward(actor=clerk, community=community.pk, account=cadre, level=Level.CADRE, on=today)
        committee = [*_staff(community, "community_secretary"), *_staff(community, "community_worker")][:5]
        for one in committee:
            op.name_steward(actor=clerk, community=community.pk, account=one, level=Level.COMMITTEE, on=today)
        op.plan_contacts(actor=clerk, at=at, community=community.pk)


def _pass(words: str) -> Act:
    def do(company: Company, at: datetime) -> None:
        for community in _communities(company):
            op.pass_down(actor=company.actor("zuzhi"), at=at, community=community.pk, words=words)

    return Act(170 - 60 * WORDS.index(words), do)


def _of_resident(company: Company, username: str) -> Vanguard | None:
    """Give the vanguard household that links a resident's door."""
    home = home_of_account(company.settled.accounts[username])
    if home is None:
        return None
    doors = rules.doors_in(home.building.households_count, home.building.stairwells_count, home.stairwell)
    place = rules.door_of(home.floor, home.room, doors, home.building.floors_count) or 0
    ties = Tie.objects.filter(building=home.building_id, stairwell=home.stairwell, first__lte=place)
    tie = ties.select_related("vanguard__member").order_by("-first").first()
    return tie.vanguard if tie is not None and place < tie.first + tie.doors else None


def _accounts(company: Company) -> list[Account]:
    """Give the accounts of vanguard households that have one, those opened on the way too."""
    found = [company.settled.accounts[OWN]]
    for username, _name in LINKED:
        own = _of_resident(company, username)
        account = resident_by_phone(phone=own.member.phone) if own is not None else None
        if account is not None and account not in found:
            found.append(account)
    return [account for account in found if own_vanguard(account) is not None]


def _agree(company: Company, at: datetime) -> None:
    """Let those who link the town's residents log in for the first time, and agree to be known to their doors."""
    named = [(company.settled.accounts[OWN].phone, "李娟")]
    for username, name in LINKED:
        own = _of_resident(company, username)
        if own is not None and own.member.phone not in [phone for phone, _name in named]:
            named.append((own.member.phone, name))
    for n, (phone, name) in enumerate(named):
        account = resident_by_phone(phone=phone)
        if account is None:
            address = f"192.0.2.{n + 1}"
            asked = people.ask_code(phone=phone, address=address, at=at)
            account = people.enter_code(
                phone=phone, code=asked.code, address=address, language="zh-hans", at=at
            )
            people.change_own_name(actor=actor_for(account, at), name=name, at=at)
        if own_vanguard(account) is not None:
            op.agree_to_be_known(account=account, at=at, shown_name=name)


def _sign(company: Company, at: datetime) -> None:
    """Let a few in the demo community who have no account sign on paper; one of them thinks better of it."""
    clerk, day = company.actor("zuzhi"), clock.local(at).date()
    rows = Vanguard.objects.filter(community=company.unit(f"c{ON_PAPER}"), consents=None).order_by("pk")
    signed = [
        one for one in rows.select_related("member")[:8] if resident_by_phone(phone=one.member.phone) is None
    ]
    for one, name in zip(signed, SIGNED, strict=False):
        op.write_consent(
            actor=clerk, at=at, vanguard=one.pk, shown_name=name, signed_on=day - timedelta(days=1),
            paper="社区档案柜 3 号盒",
        )  # fmt: skip
    for one in signed[len(SIGNED) - 1 : len(SIGNED)]:
        op.withdraw_consent(actor=clerk, at=at, vanguard=one.pk)


def _report_in(company: Company, at: datetime) -> None:
    """Let some of them who are in service elsewhere report in where they live, each with what they can do."""
    for account, (duty, times) in zip(_accounts(company), REPORTED, strict=False):
        own = own_vanguard(account)
        if own is not None:
            partners.report_member_in(
                account=account, at=at, community=own.community, duties=(duty,), times=times
            )


def _tell(company: Company, at: datetime) -> None:
    """Let the vanguard households with accounts tell their doors what came down first."""
    for account in _accounts(company):
        own = own_vanguard(account)
        first = Passing.objects.filter(community=own.community_id).order_by("at").first() if own else None
        if first is not None:
            op.tell_doors(account=account, at=at, passing=first.pk)


@dataclass(frozen=True, slots=True)
class Need:
    """Something a neighbour asks a vanguard household to bring up: filed as anybody's report, and worked on like it."""

    hours: float
    category: str
    text: str
    path: str = "grid"
    stay: str = ""

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Bring it up by the household whose turn it is; nothing where nobody has an account yet."""
        accounts = _accounts(company)
        if not accounts:
            return ()
        turn = NEEDS.index(self)
        account = accounts[turn % len(accounts)]
        own = own_vanguard(account)
        compounds = {one.name: one for one in company.town.compounds}
        ties = Tie.objects.filter(vanguard=own).select_related("building__compound").order_by("pk")
        house = next(
            (t.building for t in ties if t.building.compound and t.building.compound.name in compounds), None
        )
        if house is None or house.compound is None:
            return ()
        compound = compounds[house.compound.name]
        filing = Filing(
            key=uuid.uuid5(filings.NAMESPACE, f"need:{turn}:{at:%Y%m%d%H}"),
            at=at,
            category=CATEGORIES[self.category].code,
            nature="help",
            text=self.text.format(house=f"{compound.name}{house.number}"),
            channel="web",
            point=Point(house.lon, house.lat),
            place=f"{compound.name} {house.number}",
            compound=compound.id,
            grid=compound.grid,
            name=account.name,
            phone=account.phone,
            username=account.username if account.username in company.settled.accounts else "",
            side="",
            path=self.path,
            is_confidential=False,
            picture="",
            stay=self.stay,
        )
        filed = reports.file_report(
            actor=actor_for(account, at), at=at, text=filing.text, area=house.grid, account_id=account.pk,
            name=account.name, phone=account.phone, key=filing.key,
        )  # fmt: skip
        op.raise_need(account=account, at=at, case=filed.report.case)
        return (filing,)


NEEDS: Final = (
    Need(330, "property.repair", "{house}的单元门关不上，风一大就响，几位邻居托我说一声"),
    Need(262, "facilities.lamp", "{house}门口的灯坏了，老人晚上回家看不见台阶，楼里让我反映"),
    Need(214, "property.cleaning", "{house}楼道里堆了旧家具，下脚都难，大家让我带句话"),
    Need(150, "neighbours.noise", "{house}有邻居半夜搬货，楼下孩子睡不好，两家都认我，想请网格员一起去说说"),
    Need(98, "streetscape.bin-overflow", "{house}旁边的垃圾桶三天没清，一楼开不了窗", "community"),
    Need(51, "facilities.sewer", "{house}一楼返味儿，几家都这样，怕是管子堵了", "street", "take"),
    Need(6, "care.elders", "{house}有位老人刚出院，家里没人，邻居问能不能请人去看看", "grid", "accepted"),
)
ACTS: Final[tuple[Act | Need, ...]] = (
    Act(515, _name_and_plan), *(_pass(words) for words in WORDS), Act(400, _agree), Act(390, _sign),
    Act(380, _report_in), Act(30, _tell), *NEEDS,
)  # fmt: skip
