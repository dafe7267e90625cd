"""What must hold within an item before people may rely on it: the checks the field has built in, and what follows from law.

Each is a refusal with a name, so that whoever edits an item reads which field contradicts which. `hints` does not stop
anybody: it says what somebody still ought to look at.
Source: field checks of provincial item systems (DOMAIN 6.1, last bullet).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from linli.kernel import limits
from linli.kernel.limits import LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.standards.abolished_proofs import abolished
from linli.pillars.service.catalog.rules.groups import EVENTS, GROUPS
from linli.pillars.service.catalog.rules.item import (
    FieldKind,
    FormField,
    Handling,
    Item,
    Need,
    Question,
    ResultKind,
    Review,
    Way,
    When,
)


class ItemUnfit(Refusal):
    """Something within the item contradicts itself or is missing; a subclass says what, `field` where."""


class PromiseNeedsReview(ItemUnfit):
    """A matter with a promised time is a 承诺件, and is reviewed before it is decided."""


class InstantHasTime(ItemUnfit):
    """A matter done at once promises no days."""


class PromiseMissing(ItemUnfit):
    """A 承诺件 says by when."""


class PromiseBeyondLaw(ItemUnfit):
    """The promised time may not be longer than the law's: `promised`, `statutory`."""


class VisitReasonMissing(ItemUnfit):
    """Whoever must come in person is told why."""


class VisitReasonIdle(ItemUnfit):
    """Nobody has to come, so there is no reason to come."""


class NoWayFromHome(ItemUnfit):
    """Without a visit there must be a way: online, by post, or at the door."""


class DepthNeedsNoVisit(ItemUnfit):
    """What can be done online from end to end (depth IV) asks for no visit."""


class OnlineWithoutDepth(ItemUnfit):
    """What can be sent in online has at least depth II, and what has depth IV can be sent in online."""


class ResultUnlikeKind(ItemUnfit):
    """A result named …证, …文, …批复 is of the matching kind: `name`, `kind`."""


class FeeWithoutGround(ItemUnfit):
    """A charge states its amount and the rule that allows it."""


class GroundMissing(ItemUnfit):
    """An item stands on a document that can be named."""


class NameMissing(ItemUnfit):
    """An item has a name, a group of the guide, and somebody who decides."""


class GroupUnknown(ItemUnfit):
    """Group and occasions are ones of the guide: `group`."""


class ConditionMissing(ItemUnfit):
    """Whoever may apply is said in words."""


class StepsMissing(ItemUnfit):
    """How it goes is said in words."""


class CodeTwice(ItemUnfit):
    """Two papers, questions or answers with one code could not be told apart: `code`."""


class AnswerUnknown(ItemUnfit):
    """A paper or question hangs on an answer that nobody can give: `code`."""


class ChoicesMissing(ItemUnfit):
    """A field to choose in offers at least two answers: `code`."""


class NothingSure(ItemUnfit):
    """Not everything can be supplied later: at least one paper must be there when an item accepts with papers missing."""


class PaperAbolished(ItemUnfit):
    """Communities no longer give this proof, so it may neither be asked for from one nor offered by one: `name`."""


_LONGEST: Final = {
    LimitUnit.MINUTE: timedelta(minutes=1),
    LimitUnit.URGENT_HOUR: timedelta(hours=1),
    LimitUnit.WORK_HOUR: timedelta(hours=3),
    LimitUnit.WORK_DAY: timedelta(days=1.4),
    LimitUnit.CALENDAR_DAY: timedelta(days=1),
}
"""About how long a unit lasts on the calendar, to compare limits counted in different units."""


def lasts(limit: str) -> timedelta:
    """Say about how long a limit is; nothing for none."""
    if not limit:
        return timedelta(0)
    read = limits.parse(limit)
    return read.amount * _LONGEST[read.unit]


def _is_asked(when: When, given: dict[str, set[str]]) -> Iterator[str]:
    for code, answers in when.items():
        if not answers or not set(answers) <= given.get(code, set()):
            yield code


def _answers_of(question: Question | FormField) -> set[str]:
    return {choice.code for choice in question.choices} or {"yes", "no"}


def _named(item: Item) -> Iterator[ItemUnfit]:
    if not item.name.zh or not item.who.body:
        yield NameMissing(field="name" if not item.name.zh else "who.body")
    if item.group not in GROUPS:
        yield GroupUnknown(field="group", group=item.group)
    yield from (GroupUnknown(field="events", group=e) for e in item.events if e not in EVENTS)
    if not item.grounds:
        yield GroundMissing(field="grounds")
    if not item.conditions:
        yield ConditionMissing(field="conditions")
    if not item.steps:
        yield StepsMissing(field="steps")


def _timed(item: Item) -> Iterator[ItemUnfit]:
    time = item.time
    if item.handling is Handling.INSTANT:
        if time.promised:
            yield InstantHasTime(field="time.promised", promised=time.promised)
    else:
        if not time.promised:
            yield PromiseMissing(field="time.promised")
        if item.review is Review.AT_ONCE:
            yield PromiseNeedsReview(field="review")
    if time.promised and time.statutory and lasts(time.promised) > lasts(time.statutory):
        yield PromiseBeyondLaw(field="time.promised", promised=time.promised, statutory=time.statutory)


def _visited(item: Item) -> Iterator[ItemUnfit]:
    if item.visits and not item.visits_reason:
        yield VisitReasonMissing(field="visits_reason")
    if not item.visits:
        if item.visits_reason.zh not in ("", "无"):
            yield VisitReasonIdle(field="visits_reason")
        if not {Way.ONLINE, Way.POST, Way.DOOR} & set(item.ways):
            yield NoWayFromHome(field="ways")
    if item.depth == 4 and item.visits:
        yield DepthNeedsNoVisit(field="visits", visits=item.visits)
    is_online = Way.ONLINE in item.ways
    if (is_online and item.depth < 2) or (item.depth == 4 and not is_online):
        yield OnlineWithoutDepth(field="depth")


_ENDS: Final = (("批复", ResultKind.APPROVAL), ("证", ResultKind.CERTIFICATE), ("文", ResultKind.DOCUMENT))


def _given(item: Item) -> Iterator[ItemUnfit]:
    name, kind = item.result.name.zh, item.result.kind
    for end, wanted in _ENDS:
        if name.endswith(end) and kind is not wanted:
            yield ResultUnlikeKind(field="result.kind", name=name, kind=wanted.value)
            break
    if item.fee.is_charged and not (item.fee.amount and item.fee.ground):
        yield FeeWithoutGround(field="fee")


_COMMUNITY: Final = ("社区", "居委会", "居民委员会", "村委会", "村民委员会")


def _is_of_community(body: str) -> bool:
    return any(word in body for word in _COMMUNITY)


def _asked(item: Item) -> Iterator[ItemUnfit]:
    for field, codes in (
        ("materials", [m.code for m in item.materials]),
        ("questions", [q.code for q in item.questions]),
        # A field of the form under the code of a question would ask the same twice.
        ("form", [q.code for q in item.questions] + [f.code for f in item.form]),
        *(("questions", [c.code for c in q.choices]) for q in item.questions),
        *(("form", [c.code for c in f.choices]) for f in item.form),
    ):
        yield from (CodeTwice(field=field, code=c) for c in dict.fromkeys(codes) if codes.count(c) > 1)
    earlier: dict[str, set[str]] = {}
    for question in item.questions:
        yield from (AnswerUnknown(field="questions", code=c) for c in _is_asked(question.when, earlier))
        earlier[question.code] = _answers_of(question)
    for paper in item.materials:
        yield from (AnswerUnknown(field="materials", code=c) for c in _is_asked(paper.when, earlier))
        if _is_of_community(paper.source.zh) and abolished(paper.name.zh):
            yield PaperAbolished(field="materials", name=paper.name.zh)
    for one in item.form:
        yield from (AnswerUnknown(field="form", code=c) for c in _is_asked(one.when, earlier))
        if one.kind in (FieldKind.CHOICE, FieldKind.MANY, FieldKind.YES_NO):
            earlier[one.code] = _answers_of(one)
        if one.kind in (FieldKind.CHOICE, FieldKind.MANY) and len(one.choices) < 2:
            yield ChoicesMissing(field="form", code=one.code)
    if _is_of_community(item.who.body) and abolished(item.result.name.zh):
        yield PaperAbolished(field="result.name", name=item.result.name.zh)
    needs = {m.need for m in item.materials}
    if Need.LATER in needs and Need.REQUIRED not in needs:
        yield NothingSure(field="materials")


CHECKS: Final[tuple[Callable[[Item], Iterator[ItemUnfit]], ...]] = (_named, _timed, _visited, _given, _asked)


def check(item: Item) -> tuple[ItemUnfit, ...]:
    """List what keeps an item from being published, in the order of its fields."""
    return tuple(found for one in CHECKS for found in one(item))


class Hint(str):
    """A code of something that should be looked at, and stops nobody."""


GROUND_UNCHECKED: Final = Hint("ground-unchecked")
NO_ENGLISH: Final = Hint("no-english")
NOT_SAID: Final = Hint("not-said")
NO_STATUTORY: Final = Hint("no-statutory")


def hints(item: Item) -> tuple[Hint, ...]:
    """List what somebody still ought to look at."""
    found = []
    if any(not g.is_checked and not g.is_local for g in item.grounds):
        found.append(GROUND_UNCHECKED)
    if not item.is_instant and not item.time.statutory:
        found.append(NO_STATUTORY)
    if not item.name.en or any(not m.name.en for m in item.materials):
        found.append(NO_ENGLISH)
    if not item.said:
        found.append(NOT_SAID)
    return tuple(found)
