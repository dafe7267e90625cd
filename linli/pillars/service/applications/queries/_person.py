"""Applications by person: to tell them, to show and hand over what is kept about them, to reveal a number for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from linli.base.notices.parties import Party
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import secret_token
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.models import Application

FOLLOW: Final = "/a/{number}/{token}/"
"""Where the applicant's link leads; a test holds it to the resident's pages."""
REVEALED: Final = ("name", "phone", "id_number", "address", "agent_name", "agent_phone", "answers")


def applications_of_account(account: Account) -> QuerySet[Application]:
    """Match what somebody applied for with this account, or with its telephone number."""
    mine = Q(account=account)
    if account.phone_print:
        mine |= Q(phone_print=bytes(account.phone_print))
    return Application.objects.filter(mine, erased_at__isnull=True)


def applications_of_actor(actor: Actor) -> QuerySet[Application]:
    """Match the applications of whoever is logged in; none for anybody else. One query."""
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    return applications_of_account(account) if account is not None else Application.objects.none()


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Party]]:
    """Give who applied, to be told by account or telephone. One query."""
    rows = Application.objects.filter(case__in=list(case_ids), erased_at__isnull=True).select_related("case")
    return {
        a.pk: [
            Party(
                a.account_id,
                a.phone,
                a.language,
                FOLLOW.format(number=a.case.number, token=secret_token("application", a.pk, a.link_version)),
                a.case.filed_at,
            )
        ]
        for a in rows
        if a.account_id or a.phone
    }


def find_applicant(actor: Actor, id: int, field: str) -> Found | None:
    """Give a hidden value of an applicant to those at the window, or above; None when absent or forbidden. Two queries.

    The form opens also to a department that it was handed to.
    """
    row = Application.objects.select_related("case__office", "case__area", "item").filter(pk=id).first()
    if row is None or not policies.reaches(actor, row):
        return None
    has_form = (
        field == "answers"
        and row.hand_overs.filter(unit__in=sorted(actor.sight_ids), with_form=True).exists()
    )
    if not has_form and not policies.is_front(actor, row):
        return None
    value = _form_of(row) if field == "answers" else getattr(row, field)
    if not value:
        return None
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(value, person_id=row.account_id, person_print=print_)


def _form_of(application: Application) -> str:
    """Write what was filled in, a line each, in the words of the form."""
    words = {f.code: f for f in application.item.item.form}
    lines = []
    for code, value in application.answers.items():
        field = words.get(code)
        choices = {c.code: c.words.zh for c in field.choices} if field else {}
        lines.append(f"{field.words.zh if field else code}：{choices.get(value, value)}")
    return "\n".join(lines)


def collect_applications(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give what somebody applied for and what came of it. One query."""
    rows = applications_of_account(account).select_related("case", "item").order_by("case_id")
    return {
        "applications": [
            {
                "number": a.case.number,
                "item": a.item.name,
                "at": a.case.filed_at,
                "state": a.case.state,
                "name": a.name,
                "phone": a.phone,
                "id_number": a.id_number,
                "address": a.address,
                "agent": a.agent_name,
                "situation": a.situation,
                "answers": a.answers,
                "outcome": a.outcome,
                "closed_at": a.case.closed_at,
            }
            for a in rows
        ]
    }
