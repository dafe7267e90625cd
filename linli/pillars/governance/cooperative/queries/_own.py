"""What a member reads of themselves, what may be shown of one for a reason, and what is kept of an account's owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.pillars.governance.cooperative import policies, rules
from linli.pillars.governance.cooperative.models import Cooperative, Distribution, ShareChange, Shareholder
from linli.pillars.governance.cooperative.queries._register import (
    accounts_of,
    events_of,
    formula_of,
    ratios_of,
    version_on,
)

REVEALED: Final = "cooperative.Shareholder"
FIELDS: Final = ("name", "phone", "shares")


@dataclass(frozen=True, slots=True)
class Paid:
    """A distribution that was carried, and what one member gets of it."""

    distribution: Distribution
    shares: int
    fen: int


@dataclass(frozen=True, slots=True)
class Own:
    """A member as they read themselves: how they stand today, by which formula, what changed, what was parted."""

    member: Shareholder
    cooperative: Cooperative
    shares: int
    formula: str
    version: int
    is_member: bool
    changes: tuple[ShareChange, ...]
    paid: tuple[Paid, ...]


def own_page(member: Shareholder, day: date) -> Own:
    """Compute what a member reads of themselves, by the register of a day (`date.max`: its last line). Six queries."""
    changes = list(member.changes.select_related("resolution"))
    standing = rules.standing_on(events_of(changes), day)
    version = version_on(member.cooperative, day)
    allotted = rules.allot(ratios_of(version), standing) if standing else None
    rows = member.portions.filter(distribution__resolution__carried_out_at__isnull=False)
    paid = [
        Paid(row.distribution, int(row.content["shares"]), int(row.content["fen"]))
        for row in rows.select_related("distribution__version", "distribution__resolution").order_by("-distribution__as_of")
    ]  # fmt: skip
    return Own(
        member=member,
        cooperative=member.cooperative,
        shares=allotted.total if allotted else 0,
        formula=formula_of(standing, allotted) if standing and allotted else "",
        version=version.number if version else 0,
        is_member=standing is not None,
        changes=tuple(changes),
        paid=tuple(paid),
    )


def own_of(account: Account, day: date) -> list[Own]:
    """Give an account's own memberships, by the number they log in with; nobody else's."""
    if not account.phone_print or not account.is_resident:
        return []
    rows = Shareholder.objects.filter(phone_print=account.phone_print).select_related("cooperative__unit")
    return [own_page(row, day) for row in rows.order_by("cooperative", "number")]


def find_member(actor: Actor, id: int, field: str) -> Found | None:
    """Give a hidden value of a member to those who keep the cooperative; None to everybody else."""
    row = Shareholder.objects.select_related("cooperative__unit").filter(pk=id).first()
    if row is None or not policies.keeps_at(actor, row.cooperative.unit):
        return None
    if field == "shares":
        own = own_page(row, date.max)
        value = "；".join([own.formula, *(f"{p.distribution.period} {rules.yuan(p.fen)}" for p in own.paid)])
    else:
        value = str(getattr(row, field))
    if not value.strip("；"):
        return None
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(value, person_id=accounts_of([row]).get(print_) if print_ else None, person_print=print_)


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept of them as a member: number, shares with their formula, changes, amounts."""
    return {
        "cooperative": [
            {
                "cooperative": str(own.cooperative),
                "number": own.member.number,
                "name": own.member.name,
                "shares": own.shares,
                "formula": own.formula,
                "changes": [f"{c.from_date} {c.get_what_display()}" for c in own.changes],
                "paid": [f"{p.distribution.period} {rules.yuan(p.fen)}" for p in own.paid],
            }
            for own in own_of(account, date.max)
        ]
    }
