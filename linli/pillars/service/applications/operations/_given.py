"""Papers that are given: ticked off the list, kept, or taken from what the same person handed in before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from linli.base.files.models import StoredFile
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.journal import record
from linli.base.people.models import AccessLog, Account
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.models import Application, Paper, PaperFile, Reuse
from linli.pillars.service.applications.queries import OnHand, papers_on_hand, print_of
from linli.pillars.service.applications.rules import GivenPaper, PaperState
from linli.pillars.service.catalog.models import ServiceItem

SAME_LOOK = timedelta(minutes=10)
MOST_FILES = 12
"""Scans of one paper."""


class NotOnHand(Refusal):
    """A paper said to be here is not this person's, is too old, or is not to be used again: `codes`."""


class NoReuseConsent(Refusal):
    """A paper handed in for another purpose is to be used without consent: `codes`."""


def check_sources(
    actor: Actor,
    at: datetime,
    office: Unit,
    item: ServiceItem,
    id_number: str,
    given: Mapping[str, GivenPaper],
    joined_to: Application | None,
    has_consent: bool,
) -> dict[str, str]:
    """Give the numbers that the papers used again come from, by code; what staff use again is logged for the person.

    Papers of an application that comes in together with this one are handed in for both.

    :raises NotOnHand: :raises NoReuseConsent:
    """
    sources = {code: one.source for code, one in given.items() if one.source is not None}
    if not sources:
        return {}
    shared = _shared_with(joined_to, sources.values()) if joined_to is not None else set()
    asked = {code: pk for code, pk in sources.items() if pk not in shared}
    numbers = {code: joined_to.case.number for code in sources if code not in asked} if joined_to else {}
    if not asked:
        return numbers
    is_own = actor.kind is ActorKind.RESIDENT
    account = Account.objects.filter(pk=actor.account_id or 0).first() if is_own else None
    here = papers_on_hand(
        office=office,
        at=at,
        account=account,
        id_number="" if is_own or actor.kind is not ActorKind.STAFF else id_number,
    )
    if wrong := sorted(c for c, pk in asked.items() if c not in here or here[c].paper_id != pk):
        raise NotOnHand(codes=wrong)
    other = sorted(c for c in asked if rules.needs_consent(item.item.group, here[c].group))
    if other and not has_consent:
        raise NoReuseConsent(codes=other)
    for code in asked if not is_own else ():
        record(
            AccessLog.What.REVEALED,
            at=at,
            actor=actor,
            subject="applications.Paper",
            subject_id=here[code].paper_id,
            field=code,
            person_id=Application.objects.values_list("account_id", flat=True).get(
                case__number=here[code].number
            ),
            person_print=print_of(id_number),
            reason=f"用以前交过的材料 {here[code].number} → {item.code}",
        )
    return numbers | {code: here[code].number for code in asked}


def look_up_papers(*, actor: Actor, at: datetime, office: Unit, id_number: str) -> dict[str, OnHand]:
    """Give what the person with this identity card handed in before, for the window; that it was looked for is logged.

    Looking again within ten minutes is the same look.
    """
    found = papers_on_hand(office=office, at=at, id_number=id_number)
    print_ = print_of(id_number)
    if (
        found
        and not AccessLog.objects.filter(
            what=AccessLog.What.LOOKED_UP,
            actor_id=actor.account_id,
            person_print=print_,
            at__gt=at - SAME_LOOK,
        ).exists()
    ):
        record(
            AccessLog.What.LOOKED_UP,
            at=at,
            actor=actor,
            subject="applications.Paper",
            person_print=print_,
            reason="窗口收件，看有没有以前交过的材料",
        )
    return found


def _shared_with(first: Application, sources: Iterable[int]) -> set[int]:
    """Give those papers that came in with the applications of the same intake, or stand in for one there."""
    intake = Q(application=first) | Q(application__joint__first=first)
    used = Q(reused__paper__application=first) | Q(reused__paper__application__joint__first=first)
    return set(Paper.objects.filter(intake | used, pk__in=list(sources)).values_list("pk", flat=True))


def put_papers(
    application: Application,
    given: Mapping[str, GivenPaper],
    *,
    actor: Actor,
    at: datetime,
    has_consent: bool = False,
) -> list[str]:
    """Tick papers of the checklist off and keep their scans. Two queries, and one for each paper given.

    Where a paper comes from was looked at before (`check_sources`).

    :raises WordsMissing: a code that is not on the list.
    """
    held = {p.code: p for p in application.papers.select_for_update()}
    if unknown := sorted(set(given) - set(held)):
        raise WordsMissing(fields=unknown)
    taken_by = actor.account_id if actor.kind is ActorKind.STAFF else None
    for code, one in given.items():
        paper = held[code]
        paper.state, paper.taken_at, paper.taken_by_id = PaperState.RECEIVED.value, at, taken_by
        paper.copies = max(paper.copies, one.copies)
        paper.original_seen = paper.original_seen or one.original_seen
        paper.why, paper.promised_until = "", None
        paper.save()
        _attach(paper, one.files)
        if one.source is not None:
            Reuse.objects.update_or_create(
                paper=paper, defaults={"source_id": one.source, "has_consent": has_consent}
            )
    return sorted(given)


def _attach(paper: Paper, files: Iterable[Any]) -> None:
    kept: list[StoredFile] = list(files)
    first = paper.files.count() if kept else 0
    PaperFile.objects.bulk_create(
        PaperFile(paper=paper, file=file, order=first + i)
        for i, file in enumerate(kept[: MOST_FILES - first])
    )
