"""Papers that somebody handed in before and that are still good: offered instead of asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.vault import fingerprint
from linli.kernel.numbers import normalise_id_card
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.models import Application, Joint, Paper, ReuseStop
from linli.pillars.service.catalog.rules.item import Line

MOST = 400


@dataclass(frozen=True, slots=True)
class OnHand:
    """A paper that is here already: which, for what and when it was handed in, until when it may stand in."""

    paper_id: int
    code: str
    number: str
    item: Line
    group: str
    taken_at: datetime
    good_until: datetime
    count: int


def print_of(id_number: str) -> bytes | None:
    """Give the fingerprint of an identity number as typed; nothing where it is none."""
    try:
        return fingerprint(normalise_id_card(id_number), "id_number") if id_number.strip() else None
    except ValueError:
        return None


def is_reuse_stopped(*, account: Account | None = None, id_print: bytes | None = None) -> bool:
    """Say whether somebody wants no paper used again: by their account, or by a number they applied with. Two queries."""
    wanted = Q()
    if account is not None:
        wanted |= Q(account=account)
    if id_print is not None:
        own = Application.objects.filter(id_print=id_print, account__isnull=False, agent_basis="")
        wanted |= Q(id_print=id_print) | Q(account__in=own.values("account"))
    return bool(wanted) and ReuseStop.objects.filter(wanted).exists()


def papers_on_hand(
    *, office: Unit, at: datetime, account: Account | None = None, id_number: str = ""
) -> dict[str, OnHand]:
    """Give the papers of one person at one office that may stand in for new ones, the newest of each kind.

    By the account they are logged in with, or by an identity card that the window has before it: then only what a window
    has examined counts. What somebody else brought for them does not. Four queries.
    """
    id_print = print_of(id_number) if account is None else None
    if account is None and id_print is None:
        return {}
    if is_reuse_stopped(account=account, id_print=id_print):
        return {}
    whose = (
        Q(application__account=account)
        if account is not None
        else Q(application__id_print=id_print, application__accepted_at__isnull=False)
    )
    rows = (
        Paper.objects.filter(
            whose,
            application__case__office=office,
            application__agent_basis="",
            application__erased_at__isnull=True,
            state=Paper.State.RECEIVED,
            reuse__isnull=True,
            code__in=list(rules.GOOD_FOR),
        )
        .select_related("application__case", "application__item")
        .prefetch_related("files__file")
        .order_by("-taken_at", "-pk")[:MOST]
    )
    found: dict[str, OnHand] = {}
    for paper in rows:
        assert paper.taken_at is not None
        until = rules.good_until(paper.code, paper.taken_at)
        files = [one.file for one in paper.files.all()]
        if paper.code in found or until is None or until <= at or (files and all(f.is_erased for f in files)):
            continue
        if account is not None and not files:
            continue  # seen at the window only: there is nothing here that could be sent along
        item = paper.application.item
        found[paper.code] = OnHand(
            paper_id=paper.pk,
            code=paper.code,
            number=paper.application.case.number,
            item=item.item.name,
            group=item.item.group,
            taken_at=paper.taken_at,
            good_until=until,
            count=len(files),
        )
    return found


def joined_with(application: Application) -> tuple[Application, ...]:
    """Give the applications that came in together with this one, itself left out, the first first. Two queries."""
    joint = Joint.objects.filter(application=application).first()
    first_id = joint.first_id if joint is not None else application.pk
    rows = Application.objects.filter(Q(pk=first_id) | Q(joint__first=first_id)).exclude(pk=application.pk)
    return tuple(
        rows.select_related("case__office", "case__area", "case__holder", "item").order_by("case_id")
    )
