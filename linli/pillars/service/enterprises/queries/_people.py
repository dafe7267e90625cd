"""What the register holds of people: found for themselves, opened by a private link, revealed one at a time."""

from __future__ import annotations

from collections.abc import Mapping

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.subjects import Rows
from linli.base.people.vault import check_token, secret_token
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.policies import NoSuchEnterprise

TOKEN = "enterprise"


def link_of(enterprise: Enterprise) -> str:
    """Give the path of an enterprise's own page; whoever has it, speaks for the enterprise."""
    return f"/enterprise/{enterprise.pk}/{token_of(enterprise)}/"


def token_of(enterprise: Enterprise) -> str:
    """Give the secret of the link as it is now."""
    return secret_token(TOKEN, enterprise.pk, enterprise.link_version)


def opened_by(*, pk: int, token: str) -> Enterprise:
    """Give the enterprise whose private link this is. One query.

    :raises NoSuchEnterprise: none, or the link was made anew, or the enterprise has gone.
    """
    rows = Enterprise.objects.select_related("office", "area__parent", "steward", "account")
    found = rows.filter(pk=pk, ended_at=None).first()
    if found is None or not check_token(token, TOKEN, found.pk, found.link_version):
        raise NoSuchEnterprise
    return found


def reveal(actor: Actor, id: int, field: str) -> Found | None:
    """Give the contact of an enterprise to those who keep it. One query."""
    row = Enterprise.objects.filter(policies.reachable(actor), pk=id).first()
    if row is None or not getattr(row, field):
        return None
    return Found(getattr(row, field), row.account_id, bytes(row.contact_print) if row.contact_print else None)


def collect(account: Account) -> Mapping[str, Rows]:
    """Give what the register holds of a person: as an enterprise's contact, or as who listens for it. One query."""
    rows = Enterprise.objects.filter(account=account)
    if account.phone_print:
        rows = rows | Enterprise.objects.filter(contact_print=account.phone_print)
    return {
        "enterprise": [
            {
                "name": row.name,
                "contact_name": row.contact_name,
                "contact_phone": row.contact_phone,
                "told_since": row.told_since,
            }
            for row in rows.distinct()
        ]
    }
