"""Reads of ratings: what staff answer, what whoever rated sees, what everybody may read. Never by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from linli.base.flow.engine import facts_of, stands_of
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.notices.parties import Party
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import check_token, secret_token
from linli.kernel.masking import mask_phone, mask_text
from linli.kernel.refusals import Refusal
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.counters.models import Ticket, Window
from linli.pillars.service.counters.rules import State
from linli.pillars.service.ratings import policies, rules
from linli.pillars.service.ratings.flow import RATING
from linli.pillars.service.ratings.models import Rating

VISIT_PATH = "/t/{pk}/{token}/rate/"
MATTER_PATH = "/rate/{number}/{token}/"
"""Where whoever rated follows it. Tests hold these to the faces' URLs."""


class UnknownRating(Refusal):
    """Absent, out of reach, or the secret is another's."""


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards whether an appeal waits, or was judged. One query."""
    appeal = Rating.objects.filter(case=case).values_list("appeal", flat=True).first()
    waits = {Rating.Appeal.PENDING: "appeal"}.get(Rating.Appeal(appeal), "appealed") if appeal else ""
    return {"pending": frozenset({waits} if waits and appeal != Rating.Appeal.NONE else ())}


def link_of(rating: Rating) -> str:
    """Give the path under which whoever rated follows it. `ticket` and `matter` must be loaded."""
    if rating.ticket_id is not None:
        return VISIT_PATH.format(pk=rating.ticket_id, token=secret_token("ticket", rating.ticket_id))
    assert rating.matter is not None
    return MATTER_PATH.format(number=rating.matter.number, token=secret_token("rating", rating.matter.pk))


def path_to_rate(case: Case) -> str:
    """Give the path under which whoever raised a matter rates it when it has ended; empty for a kind that is not rated.

    For the matter's own private page and the message of its end: there is no other, and no reminder.
    """
    if case.kind not in rules.MATTERS:
        return ""
    return MATTER_PATH.format(number=case.number, token=secret_token("rating", case.pk))


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Party]]:
    """Give whoever rated, to be told by the number they left. One query."""
    rows = Rating.objects.filter(case__in=list(case_ids)).select_related("ticket", "matter")
    return {
        row.case_id: [
            Party(
                None,
                row.phone or "",
                row.ticket.language if row.ticket else "zh-hans",
                link_of(row),
                row.rated_at,
            )
        ]
        for row in rows
        if row.case_id is not None and row.phone
    }


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give a person what is kept about them here. One query."""
    rows = Rating.objects.filter(policies.of_account(account))
    return {
        "ratings": [
            {"level": r.level, "about": r.marks, "words": r.words, "phone": r.phone, "at": r.rated_at}
            for r in rows
        ]
    }


def find_rater(actor: Actor, id: int, field: str) -> Found | None:
    """Give the number somebody left to be called back to those who may know it; None when absent or forbidden. One query."""
    row = Rating.objects.select_related("unit", "office").filter(pk=id).first()
    if row is None or not row.phone or not policies.reaches(actor, row):
        return None
    if not policies.knows_rater(actor, row):
        return None
    return Found(row.phone, person_print=bytes(row.phone_print) if row.phone_print else None)


# ---------------------------------------------------------------- for whoever came


def of_visit(ticket: Ticket) -> Rating | None:
    """Give the rating of a visit. One query."""
    rows = Rating.objects.filter(ticket=ticket)
    return rows.select_related("case__holder", "case__office", "ticket", "unit", "office").first()


def matter_by_link(*, number: str, token: str) -> tuple[Case, Rating | None]:
    """Give a matter that is rated, and its rating, to whoever holds its link. Two queries.

    :raises UnknownRating: absent, a kind that is not rated, or the secret is another's.
    """
    case = Case.objects.filter(number=number, kind__in=list(rules.MATTERS)).select_related("office").first()
    if case is None or not check_token(token, "rating", case.pk):
        raise UnknownRating
    rows = Rating.objects.filter(matter=case)
    return case, rows.select_related("case__holder", "case__office", "matter", "unit", "office").first()


def window_of_tablet(*, pk: int, token: str) -> Window:
    """Give the window a tablet belongs to. One query.

    :raises UnknownRating: absent, or the secret is another's.
    """
    window = Window.objects.filter(pk=pk, hall__is_active=True).select_related("hall__unit").first()
    if window is None or not check_token(token, "tablet", pk):
        raise UnknownRating
    return window


def tablet_asks(*, window: Window, at: datetime) -> Ticket | None:
    """Give the visit that a window's tablet asks about: the last that ended there, if just now and not rated. One query."""
    rows = Ticket.objects.filter(
        window=window, state=State.FINISHED.value, ended_at__gt=at - rules.TABLET_FOR, ended_at__lte=at
    )
    last = rows.select_related("hall__unit", "kind", "rating").order_by("-ended_at").first()
    return last if last is not None and not hasattr(last, "rating") else None


def is_rated(case: Case) -> bool:
    """Say whether a matter was rated. One query."""
    return Rating.objects.filter(matter=case).exists()


def visit_of(case: Case) -> Ticket | None:
    """Give the one visit that was all of a matter. Two queries, none for a kind that has no visits."""
    matter = rules.MATTERS.get(case.kind)
    found: Ticket | None = matter.visit(case) if matter is not None else None
    return found


def is_rated_as_visit(case: Case) -> bool:
    """Say whether a matter that was one visit was rated as that. Three queries."""
    visit = visit_of(case)
    return visit is not None and Rating.objects.filter(ticket=visit).exists()


def is_rated_as_matter(ticket: Ticket) -> bool:
    """Say whether a visit that was all of a matter was rated as that. Some queries, one where it had none."""
    cases = [case for matter in rules.MATTERS.values() for case in matter.done_at(ticket)]
    return bool(cases) and Rating.objects.filter(matter__in=cases).exists()


@dataclass(frozen=True, slots=True)
class Told:
    """A step as whoever rated reads it."""

    verb: str
    at: datetime
    answer: str


def told_to_rater(rating: Rating) -> list[Told]:
    """List what happened to a bad rating, for whoever gave it: only what is public. One query."""
    if rating.case_id is None:
        return []
    steps = Step.objects.filter(case=rating.case_id, is_public=True).select_related("words").order_by("seq")
    return [Told(s.verb, s.at, s.words.answer if hasattr(s, "words") else "") for s in steps]


# ---------------------------------------------------------------- at the desk


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One line of a list of ratings."""

    id: int
    level: int
    about: str
    unit: str
    words: str
    is_shown: bool
    rated_at: datetime
    is_counted: bool
    appeal: str
    outcome: str
    solved: bool | None
    number: str
    state: str
    is_open: bool
    due_at: datetime | None
    card: str


PARTS = ("open", "bad", "appeal", "words", "all")


def ratings_of(
    *, actor: Actor, part: str = "open", before: int | None = None, size: int = 30
) -> tuple[tuple[RatingRow, ...], int | None]:
    """List the ratings an actor may see, newest first, and where the next page begins. One query.

    `part`: bad ones still open, all bad ones, with an appeal that waits, with words, or all.
    """
    where = {
        "open": Q(case__is_open=True),
        "bad": Q(case__isnull=False),
        "appeal": Q(appeal=Rating.Appeal.PENDING),
        "words": ~Q(words="") & Q(shown_at__isnull=True),
        "all": Q(),
    }[part]
    rows = Rating.objects.filter(policies.reachable(actor), where)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("unit", "case", "ticket__kind", "matter").order_by("-pk")[: size + 1])
    page = tuple(_row(one) for one in found[:size])
    return page, found[size - 1].pk if len(found) > size else None


def about_of(rating: Rating) -> str:
    """Say what was rated: a kind of matters at the hall, or the name of a matter. Rows must be loaded."""
    if rating.ticket is not None:
        return rating.ticket.kind.name
    return rules.MATTERS[rating.matter.kind].name(rating.matter) if rating.matter is not None else ""


def _row(one: Rating) -> RatingRow:
    case = one.case
    return RatingRow(
        id=one.pk,
        level=one.level,
        about=about_of(one),
        unit=str(one.unit),
        words=mask_text(one.words),
        is_shown=bool(one.shown_words),
        rated_at=one.rated_at,
        is_counted=one.is_counted,
        appeal=one.appeal,
        outcome=one.outcome,
        solved=one.solved,
        number=case.number if case else "",
        state=case.state if case else "",
        is_open=case.is_open if case else False,
        due_at=(case.stopped_until or case.due_at or case.resolve_by) if case else None,
        card=case.card if case else "",
    )


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a rating's history."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class RatingPage:
    """What the page of a bad rating shows: no more of whoever rated than the actor may know."""

    rating: Rating
    case: Case
    about: str
    words: str
    visit: str
    phone: str
    knows_rater: bool
    steps: tuple[StepRow, ...]
    moves: frozenset[str]


def get_rating(*, actor: Actor, number: str) -> Rating:
    """Give a bad rating by the number of its case. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Rating.objects.filter(policies.reachable(actor), case__number=number)
    found = rows.select_related(
        "case__holder", "case__office", "case__area", "unit", "office", "ticket__kind", "matter"
    ).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def rating_by_id(*, actor: Actor, pk: int) -> Rating:
    """Give a rating the actor may see. One query.

    :raises UnknownRating: absent or out of reach.
    """
    found = Rating.objects.filter(policies.reachable(actor), pk=pk).select_related("unit", "office").first()
    if found is None:
        raise UnknownRating
    return found


def rating_page(*, actor: Actor, number: str, at: datetime) -> RatingPage:
    """Give everything the page of a bad rating shows. Four queries.

    :raises NoSuchCase: absent or out of reach.
    """
    rating = get_rating(actor=actor, number=number)
    case = rating.case
    assert case is not None
    shares: list[Assignment] = []
    more = {
        "pending": frozenset(
            {Rating.Appeal.PENDING: {"appeal"}, Rating.Appeal.NONE: set()}.get(
                Rating.Appeal(rating.appeal), {"appealed"}
            )
        )
    }
    stands = stands_of(actor, case, shares)
    open_moves: tuple[Move, ...] = RATING.open_to(facts_of(case, shares, **more), stands)
    knows = policies.knows_rater(actor, rating)
    rows = Step.objects.filter(case=case).select_related("unit", "words").order_by("-seq")
    steps = tuple(
        StepRow(
            verb=s.verb,
            at=s.at,
            who=str(s.unit or ""),
            note=s.words.note if hasattr(s, "words") else "",
            answer=s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
    )
    visit = ""
    if knows and rating.ticket is not None:
        visit = rating.ticket.code
    elif knows and rating.matter is not None:
        visit = rating.matter.number
    return RatingPage(
        rating=rating,
        case=case,
        about=about_of(rating),
        words=mask_text(rating.words),
        visit=visit,
        phone=mask_phone(rating.phone) if knows and rating.phone else "",
        knows_rater=knows,
        steps=steps,
        moves=frozenset(move.verb for move in open_moves),
    )


# ---------------------------------------------------------------- for everybody


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that are shown to everybody, with what the office answered."""

    level: int
    about: str
    words: str
    answer: str
    day: datetime


def shown_words(*, office: Unit | None, most: int = 20) -> list[Shown]:
    """List words that were released, the newest first. Two queries."""
    rows = Rating.objects.filter(shown_at__isnull=False)
    if office is not None:
        rows = rows.filter(office=office)
    found = list(rows.select_related("ticket__kind", "matter").order_by("-shown_at")[:most])
    answers: dict[int, str] = {}
    steps = Step.objects.filter(
        case__in=[one.case_id for one in found if one.case_id], verb__in=["remedy", "explain"]
    )
    for step in steps.select_related("words").order_by("seq"):
        answers[step.case_id] = mask_text(step.words.answer) if hasattr(step, "words") else ""
    return [
        Shown(one.level, about_of(one), one.shown_words, answers.get(one.case_id or 0, ""), one.rated_at)
        for one in found
    ]
