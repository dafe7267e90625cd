"""The chain from cadre to door in the demo town: stewards named, every community planned, words passed down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Post
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts.models import Passing, Plan
from linli.pillars.party.contacts.queries import own_vanguard
from linli.pillars.party.contacts.rules import Level

WORDS: Final = (
    "周六上午停水，八点到十二点，先接好水。",
    "流感疫苗这周在卫生中心打，六十岁以上不要钱。",
    "夜里降温，家里有独居老人的互相看一眼。",
)


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


def _tell(company: Company, at: datetime) -> None:
    """Let the one vanguard household with an account agree to be known, and tell its doors."""
    account = company.settled.accounts["lijuan"]
    own = own_vanguard(account)
    if own is None:
        return
    op.agree_to_be_known(account=account, at=at, shown_name="李娟")
    first = Passing.objects.filter(community=own.community_id).order_by("at").first()
    if first is not None:
        op.tell_doors(account=account, at=at, passing=first.pk)


ACTS: Final = (Act(515, _name_and_plan), *(_pass(words) for words in WORDS), Act(30, _tell))
