"""What is kept about residents here: shown to those who serve their grid, collected and erased for themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from linli.base.orgs.roles import COMMUNITY, GRID
from linli.base.people import operations, queries
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.models import Account, Resident
from linli.base.people.revealing import Found
from linli.base.people.subjects import Erasing

REVEALED = "people.Resident"
FIELDS = ("name", "phone")
_MOST = 1000


def find_resident(actor: Actor, id: int, field: str) -> Found | None:
    """Give a resident's name or number to the grid workers and the community of their door; None otherwise."""
    row = Resident.objects.select_related("household__building__grid").filter(pk=id).first()
    if row is None or row.household is None or not getattr(row, field):
        return None
    line = row.household.building.grid.line
    if not any(p.unit_id in line and p.role in GRID | COMMUNITY for p in actor.posts):
        return None
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(getattr(row, field), person_id=row.account_id, person_print=print_)


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give an account's own data: the account, the household, who looked."""
    residents = Resident.objects.filter(account=account).select_related("household__building__compound")
    rows, _ = queries.accesses_of(account=account, size=_MOST)
    return {
        "account": [
            {
                "name": account.name,
                "phone": account.phone,
                "email": account.email,
                "language": account.language,
                "since": account.joined_at,
            }
        ],
        "household": [
            {
                "name": r.name,
                "phone": r.phone,
                "door": str(r.household or ""),
                "source": r.source,
                "since": r.since,
            }
            for r in residents
        ],
        "access": [
            {"at": r.at, "what": r.what, "who": r.who, "field": r.field, "reason": r.reason} for r in rows
        ],
    }


def erase(account: Account, order: Erasing) -> int:
    """Erase the account and what hangs on it."""
    operations.erase_account(
        actor=order.actor,
        account=account,
        basis=order.basis,
        at=order.at,
        request_number=order.request_number,
    )
    return 1


def account_facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these accounts, erased or not."""
    rows = Account.objects.filter(pk__in=ids, is_resident=True)
    return {pk: (name, joined_at) for pk, name, joined_at in rows.values_list("pk", "username", "joined_at")}


def erase_account_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase an account that a restored backup brought back."""
    row = Account.objects.get(pk=pk)
    if row.is_active or row.phone_print:
        operations.erase_account(
            actor=SYSTEM, account=row, basis=erasure.basis, at=at, request_number=erasure.request_number
        )


def resident_facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these residents, erased or not."""
    rows = Resident.objects.filter(pk__in=ids)
    return {pk: (source, day) for pk, source, day in rows.values_list("pk", "source", "since")}


def erase_resident_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase a resident that a restored backup brought back."""
    operations.erase_resident(
        actor=SYSTEM,
        resident=Resident.objects.get(pk=pk),
        basis=erasure.basis,
        at=at,
        request_number=erasure.request_number,
    )
