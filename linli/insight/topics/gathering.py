"""The job's work: read a quarter of a year of an office, gather topics, look for signals, keep both.

About two seconds a thousand reports, most of it comparing words. What is kept replaces what was kept before in one
transaction; a topic keeps its number as long as half of its cases stay together, so that a link to it lasts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Min

from linli.base.flow.models import Case
from linli.base.language import topics as language
from linli.base.language.topics import Gathered, Message
from linli.base.orgs.models import Unit
from linli.base.people.sealed_fields import opened
from linli.insight.topics import rules
from linli.insight.topics.models import Gathering, Signal, Topic, TopicCase
from linli.insight.topics.rules import Call, Rule, Seen
from linli.kernel import masking
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Report, Reporter

WINDOW: Final = timedelta(days=90)
MOST: Final = 8_000
"""Reports looked at for one office; the newest. A subdistrict has some 5,400 in a quarter."""

MOST_SIGNAL_CASES: Final = 500
HALF: Final = 0.5
NOT_A_TROUBLE: Final = (Report.Nature.THANKS, Report.Nature.CONSULT)
HISTORY: Final = timedelta(days=366 * 4)

Progress = Callable[[int, int], None]


def is_stale(office: Unit) -> bool:
    """Say whether an office has reports that its topics do not know. Two queries."""
    kept = Gathering.objects.filter(pk=office.pk).first()
    newest = (
        Case.objects.filter(office=office, kind=KIND).order_by("-pk").values_list("pk", flat=True).first()
    )
    return newest is not None and (kept is None or newest > kept.newest_id)


def gather(*, office: Unit, at: datetime, progress: Progress | None = None) -> int:
    """Gather an office's topics and signals anew and count the topics. Eleven statements, and one a thousand rows."""
    since = at - WINDOW
    cases = Case.objects.filter(
        office=office, kind=KIND, merged_into__isnull=True, filed_at__gt=since, filed_at__lte=at
    )
    fields = ("id", "area_id", "topic", "filed_at", "reopened_count", "report__category__name")
    words = ("report__text", "place_words", "report__nature")
    rows = list(cases.order_by("-filed_at", "-pk").values(*fields, *words)[:MOST])
    left_out = cases.count() - len(rows)
    rows.reverse()
    people = _people([row["id"] for row in rows])
    troubles = [row for row in rows if row["report__nature"] not in NOT_A_TROUBLE]
    messages = [_message(row, people.get(row["id"], ())) for row in troubles]
    groups = _at_one_ground(language.gather(messages, progress=progress), troubles)
    calls = _calls(office, rows, people, at)
    with transaction.atomic():
        _keep_topics(office, groups, troubles, people)
        _keep_signals(office, calls)
        Gathering.objects.update_or_create(
            office=office,
            defaults={
                "at": at,
                "since": since,
                "newest_id": max((row["id"] for row in rows), default=0),
                "cases_count": len(rows),
                "left_out_count": left_out,
            },
        )
    return len(groups)


def _message(row: dict[str, Any], people: Sequence[str]) -> Message:
    # Where and what stand in the title: people find many words for one trouble, and few name the place twice.
    where, said = masking.without(opened(row["place_words"])), masking.without(opened(row["report__text"]))
    title = row["report__category__name"] or ""
    return Message(str(row["id"]), title, said, people[0] if people else "", row["filed_at"], where)


def _at_one_ground(groups: Iterable[Gathered], rows: list[dict[str, Any]]) -> list[Gathered]:
    """Keep what names one place; cut what names none by grid.

    Lifts that stand still all over the street are no topic but a kind of trouble: the rule for more than usual counts it.
    """
    found: list[Gathered] = []
    for group in groups:
        if group.place:
            found.append(group)
            continue
        grounds: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for i, near in zip(group.members, group.nearness, strict=True):
            grounds[rows[i]["area_id"]].append((i, near))
        found += [
            Gathered(tuple(i for i, _near in own), tuple(near for _i, near in own), group.words, "")
            for own in grounds.values()
            if len(own) >= language.SMALLEST
        ]
    return found


def _people(case_ids: list[int]) -> dict[int, list[str]]:
    """Say who raised and joined each case, by the print of a telephone or an account; strangers are each their own."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Reporter.objects.filter(report_id__in=case_ids, came_from=None).order_by("pk")
    for pk, case_id, print_, account in rows.values_list("pk", "report_id", "phone_print", "account_id"):
        found[case_id].append(bytes(print_).hex() if print_ else f"a{account}" if account else f"r{pk}")
    return found


# -------- topics


def _keep_topics(
    office: Unit, groups: Iterable[Gathered], rows: list[dict[str, Any]], people: dict[int, list[str]]
) -> None:
    held = dict(TopicCase.objects.filter(topic__office=office).values_list("case_id", "topic_id"))
    sizes = Counter(held.values())
    areas = {u.pk: u for u in Unit.objects.filter(pk__in={row["area_id"] for row in rows})}
    units = {u.pk: u for u in Unit.objects.filter(pk__in={pk for u in areas.values() for pk in u.line})}
    TopicCase.objects.filter(topic__office=office).delete()
    kept: set[int] = set()
    members: list[TopicCase] = []
    for group in groups:
        own = [rows[i] for i in group.members]
        topic = Topic(pk=_number_of(own, held, sizes, kept), office=office)
        topic.area = units[_ground([areas[row["area_id"]] for row in own], office)]
        kinds = {row["report__category__name"] or "" for row in own}
        topic.place = group.place[:40]
        topic.words = [w[:20] for w in group.words if not any(w in k for k in (*kinds, group.place))]
        topic.category = Counter(row["topic"] for row in own).most_common(1)[0][0]
        topic.began_at = min(row["filed_at"] for row in own)
        topic.save()
        kept.add(topic.pk)
        numbers: dict[str, int] = {}
        members += [
            TopicCase(
                topic=topic,
                case_id=row["id"],
                nearness=near,
                people=[numbers.setdefault(who, len(numbers)) for who in people.get(row["id"], ())],
            )
            for row, near in zip(own, group.nearness, strict=True)
        ]
    Topic.objects.filter(office=office).exclude(pk__in=kept).delete()
    TopicCase.objects.bulk_create(members, batch_size=1000)


def _number_of(
    own: list[dict[str, Any]], held: dict[int, int], sizes: Counter[int], taken: set[int]
) -> int | None:
    """Find the topic that this one goes on from: half of its cases are here, or half of these were there."""
    before = Counter(held[row["id"]] for row in own if row["id"] in held)
    for number, stayed in before.most_common():
        if number not in taken and stayed >= HALF * min(sizes[number], len(own)):
            return number
    return None


def _ground(areas: list[Unit], office: Unit) -> int:
    """Find the smallest ground that holds all of some places."""
    shared = list(areas[0].line)
    for area in areas[1:]:
        shared = [a for a, b in zip(shared, area.line, strict=False) if a == b]
    return shared[-1] if shared and office.pk in shared else office.pk


# -------- signals


def _calls(
    office: Unit, rows: list[dict[str, Any]], people: dict[int, list[str]], at: datetime
) -> list[Call]:
    seen = [
        Seen(
            row["id"],
            row["area_id"],
            row["topic"],
            row["filed_at"],
            next((who for who in people.get(row["id"], ()) if who[0] != "r"), ""),
            row["reopened_count"],
        )
        for row in rows
        if row["report__nature"] != Report.Nature.THANKS
    ]
    past = Case.objects.filter(office=office, kind=KIND, filed_at__gt=at - HISTORY, filed_at__lte=at)
    times = list(past.exclude(topic="").values_list("topic", "filed_at"))
    first = past.aggregate(first=Min("filed_at"))["first"] or at
    above = rules.unusual(rules.windows(times, at, first), rules.same_season(times, at, first))
    lately = defaultdict(list)
    for case in seen:
        if at - rules.MONTH < case.at <= at:
            lately[case.category].append(case.id)
    return [
        *rules.repeated(seen, at),
        *rules.returning(seen, at),
        *(_with_cases(call, lately[call.category]) for call in above),
    ]


def _with_cases(call: Call, cases: list[int]) -> Call:
    return Call(
        call.rule, call.category, tuple(cases), None, call.count, call.mean, call.deviation, call.basis
    )


def _keep_signals(office: Unit, calls: list[Call]) -> None:
    Signal.objects.filter(office=office).delete()
    Signal.objects.bulk_create(
        Signal(
            office=office,
            rule=Rule(call.rule).value,
            area_id=call.area_id,
            category=call.category,
            count=call.count,
            mean=call.mean,
            deviation=call.deviation,
            basis=call.basis,
            cases=list(call.cases[-MOST_SIGNAL_CASES:]),
        )
        for call in calls
    )
