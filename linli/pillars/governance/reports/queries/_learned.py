"""What reports teach: their category, nature and unit, from how closed ones ended; and what is proposed for a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Assignment, Case, Step
from linli.base.language import learnable, proposing, urgent
from linli.base.language.classifier import Classifier, Reading
from linli.base.language.learnable import Example, Seeds, Subject
from linli.base.language.nature import NatureGuess, nature_of
from linli.base.language.urgency import Danger, Urgency
from linli.base.people.sealed_fields import opened
from linli.kernel.standards.natures import Nature
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Category, Report

CATEGORY: Final = "governance.report.category"
NATURE: Final = "governance.report.nature"
UNIT: Final = "governance.report.unit"
URGENCY: Final = "governance.report.urgency"


def register_learnable() -> None:
    """Make known what reports teach."""
    learnable.register(Subject(CATEGORY, _("诉求类别"), _category_examples, _category_seeds))
    learnable.register(Subject(NATURE, _("诉求性质"), _nature_examples, _no_seeds))
    learnable.register(Subject(UNIT, _("由谁承办"), _unit_examples, _no_seeds))
    learnable.register(
        Subject(
            URGENCY,
            _("是不是急事"),
            _urgency_examples,
            _urgency_seeds,
            first_day=urgent.first_model,
            holds=urgent.holds,
        )
    )


def _ended(office_id: int) -> QuerySet[Report]:
    """Find the ended reports of an office, newest first. Merged ones repeat another; erased ones say nothing."""
    return Report.objects.filter(
        case__kind=KIND, case__office=office_id, case__is_open=False, case__merged_into=None
    ).order_by("-case__filed_at", "-case_id")


def _decided() -> Any:
    """Say whether a person put the report under another category than it had."""
    steps = Step.objects.filter(case=OuterRef("case"), verb="reclassify", data__has_key="category")
    return Exists(steps.exclude(data__was=""))


def _proposed() -> Any:
    """Give what was proposed when it was filed."""
    return Subquery(
        Step.objects.filter(case=OuterRef("case"), seq=1).annotate(was=KT("data__proposed")).values("was")[:1]
    )


def _unseen() -> Any:
    """Say whether the category was filled in from the words alone and nobody has said anything to it since."""
    steps = Step.objects.filter(case=OuterRef("case"))
    by_machine = steps.filter(seq=1, data__has_key="classed")
    return Exists(by_machine) & ~Exists(steps.filter(verb="reclassify", data__has_key="category"))


def _category_examples(office_id: int, most: int) -> Iterator[Example]:
    """Give what people decided; what a machine filled in teaches nothing."""
    rows = (
        _ended(office_id)
        .exclude(category=None)
        .exclude(_unseen())
        .annotate(was_decided=_decided(), was_proposed=_proposed())
        .values_list("text", "category_id", "case__filed_at", "was_decided", "was_proposed")[:most]
    )
    for text, code, at, was_decided, proposed in rows.iterator():
        yield Example(opened(text), code, at, was_decided or bool(proposed and proposed != code))


def _category_seeds(office_id: int) -> Seeds:
    rows = Category.objects.filter(is_active=True, children=None, tree=Category.Tree.RESIDENT)
    return {row.code: tuple(filter(None, (row.name, *row.words, row.help))) for row in rows}


def _nature_examples(office_id: int, most: int) -> Iterator[Example]:
    rows = _ended(office_id).values_list("text", "nature", "case__filed_at")[:most]
    for text, nature, at in rows.iterator():
        yield Example(opened(text), nature, at)


def _no_seeds(office_id: int) -> Seeds:
    return {}


def _urgency_examples(office_id: int, most: int) -> Iterator[Example]:
    """Give what people decided about urgency: an alarm they took or put aside, one they rang themselves.

    What nobody decided teaches only that it could wait, and only as often as somebody did decide.
    """
    decided = Step.objects.filter(case=OuterRef("case"), data__has_key="urgent").order_by("-seq")
    rows = (
        _ended(office_id)
        .annotate(decided=Subquery(decided.annotate(is_so=KT("data__urgent")).values("is_so")[:1]))
        .values_list("text", "decided", "alarm", "case__filed_at")[:most]
    )
    calm: list[Example] = []
    times = 0
    for text, said, alarm, at in rows.iterator():
        words = opened(text)
        if said is not None:
            times += 1
            yield Example(words, _danger(words) if said == "true" else urgent.CALM, at, True)
        elif not alarm:
            calm.append(Example(words, urgent.CALM, at))
    yield from calm[:times]


def _danger(text: str) -> str:
    found = urgent.urgency_of(text)
    return (found.danger if found else Danger.LIFE).value


def _urgency_seeds(office_id: int) -> Seeds:
    return urgent.first_phrases()


def _unit_examples(office_id: int, most: int) -> Iterator[Example]:
    """Give the unit that led in the end. One that returned a report is none, and the one after it counts more."""
    shares = Assignment.objects.filter(case=OuterRef("case"), part=Assignment.Part.LEAD)
    lead = shares.filter(state=Assignment.State.ANSWERED).order_by("-pk").values("unit")[:1]
    rows = (
        _ended(office_id)
        .annotate(lead=Subquery(lead), was_returned=Exists(shares.filter(state=Assignment.State.RETURNED)))
        .filter(lead__isnull=False)
        .select_related("case__area", "category")
        .annotate(area_name=F("case__area__name"), category_name=F("category__name"))
        .values_list("text", "lead", "case__filed_at", "was_returned", "area_name", "category_name")[:most]
    )
    for text, unit_id, at, was_returned, area, category in rows.iterator():
        yield Example(_with_ground(opened(text), area, category), str(unit_id), at, was_returned)


def _with_ground(text: str, area: str | None, category: str | None) -> str:
    """Put where and what in front of the words: who handles it hangs on both."""
    return " ".join(filter(None, (area, category, text)))


# -------- what is proposed


def read_category(text: str, *, office_id: int) -> Reading:
    """Propose a category for words. Two queries at most."""
    return proposing.propose(CATEGORY, text, office_id=office_id)


def read_categories(texts: Sequence[str], *, office_id: int) -> list[Reading]:
    """Propose a category for each of many words, without saying why. Two queries at most."""
    return proposing.propose_many(CATEGORY, texts, office_id=office_id)


def classifiers_of(office_id: int) -> tuple[Classifier | None, Classifier | None]:
    """Give what tells categories and what tells danger in an office now. Four queries at most, none a minute later."""
    return proposing.classifier_for(CATEGORY, office_id), proposing.classifier_for(URGENCY, office_id)


def read_unit(report: Report) -> Reading:
    """Propose who leads a report, from who led the like. Empty until enough have ended. One query."""
    case: Case = report.case
    category = report.category.name if report.category else None
    text = _with_ground(report.text, case.area.name, category)
    return proposing.propose(UNIT, text, office_id=case.office_id)


def read_urgencies(texts: Sequence[str], *, office_id: int) -> list[Urgency | None]:
    """Say of each text why it cannot wait, or None. Two queries at most; a person decides."""
    return urgent.urgencies_of(texts, proposing.classifier_for(URGENCY, office_id))


def read_urgency(text: str, *, office_id: int = 0) -> Urgency | None:
    """Say why a text cannot wait, with the words that say so, or None. Two queries at most; a person decides."""
    return read_urgencies([text], office_id=office_id)[0]


def read_nature(text: str, *, office_id: int) -> NatureGuess:
    """Say what somebody wants: from the office's own cases where it learned that, else from turns of phrase."""
    reading = proposing.propose(NATURE, text, office_id=office_id)
    return _nature(text, reading)


def read_natures(texts: Sequence[str], *, office_id: int) -> list[NatureGuess]:
    """Say of each text what somebody wants. Two queries at most."""
    readings = proposing.propose_many(NATURE, texts, office_id=office_id)
    return [_nature(text, reading) for text, reading in zip(texts, readings, strict=True)]


def _nature(text: str, reading: Reading) -> NatureGuess:
    first = reading.first
    if first is None or not reading.is_sure:
        return nature_of(text)
    return NatureGuess(Nature(first.label), round(first.confidence, 3), first.words)


def fills_categories(office_id: int) -> bool:
    """Say whether a sheet without a category may be given one: from what the office taught, never from the first day."""
    return proposing.is_learned(CATEGORY, office_id)


def code_to_record(reading: Reading) -> str:
    """Give the code that is written into the log as proposed: only what would have been proposed."""
    first = reading.first
    return first.label if first is not None and reading.is_sure else ""
