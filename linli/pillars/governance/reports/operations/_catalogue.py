"""The catalogue of what can be reported, from the standards of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from linli.base.flow.models import LimitOverride
from linli.base.orgs.models import Unit
from linli.kernel.limits import parse as parse_limit
from linli.kernel.refusals import Refusal
from linli.kernel.standards import components, matters
from linli.kernel.standards import resident_categories as residents
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Category, CategoryHandler, StandardAnswer

RESIDENT, COMPONENT, MATTER = Category.Tree.RESIDENT, Category.Tree.COMPONENT, Category.Tree.MATTER


def _question(question: residents.Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "words": question.words,
        "english": question.english,
        "kind": question.kind.value,
        "choices": [list(choice) for choice in question.choices],
    }


def _of_residents() -> Iterator[Category]:
    order = 0
    for group in residents.GROUPS:
        order += 100
        yield Category(
            code=group.code,
            tree=RESIDENT,
            name=group.name,
            name_en=group.english,
            help=group.help,
            help_en=group.help_english,
            order=order,
        )
        for i, kind in enumerate(group.categories, 1):
            yield Category(
                code=kind.code,
                parent_id=group.code,
                tree=RESIDENT,
                name=kind.name,
                name_en=kind.english,
                help=kind.help,
                help_en=kind.help_english,
                boundary=kind.boundary,
                boundary_en=kind.boundary_english,
                words=list(kind.words),
                roles=[role.value for role in kind.roles],
                handler_rule=kind.first.value,
                limits={
                    "accept": str(kind.accept),
                    "settle": str(kind.settle),
                    "resolve": str(kind.settle),
                    "inspect": str(kind.inspect),
                    "callback": str(kind.callback),
                },
                check_before=kind.verify_first,
                spot_check=kind.inspection == residents.Inspection.ON_SITE,
                is_urgent=kind.is_urgent,
                nearby_m=kind.nearby_m,
                questions=[_question(q) for q in kind.questions],
                is_public=kind.is_publishable,
                gb=[list(pair) for pair in kind.gb],
                order=order + i,
            )


def _of_standard(tree: str, prefix: str, majors: Any, rows: Any, rule: str, start: int) -> Iterator[Category]:
    for i, (code, (name, english)) in enumerate(majors.items()):
        yield Category(code=f"{prefix}{code}", tree=tree, name=name, name_en=english, order=start + i * 1000)
    for i, row in enumerate(rows.values()):
        yield Category(
            code=f"{prefix}{row.code}",
            parent_id=f"{prefix}{row.major}",
            tree=tree,
            name=row.name,
            name_en=row.english,
            handler_rule=rule,
            gb=[[tree, row.code]],
            order=start + i,
        )


def install_catalogue() -> int:
    """Add what the standards list and the catalogue lacks, and count it; what an office changed stays."""
    have = set(Category.objects.values_list("code", flat=True))
    wanted = [
        *_of_residents(),
        *_of_standard(COMPONENT, "C", components.MAJORS, components.COMPONENTS, "owner", 10_000),
        *_of_standard(MATTER, "M", matters.MAJORS, matters.MATTERS, "locality", 20_000),
    ]
    new = [category for category in wanted if category.code not in have]
    parents = [c for c in new if c.parent_id is None]
    Category.objects.bulk_create(parents)
    Category.objects.bulk_create([c for c in new if c.parent_id is not None])
    return len(new)


class LimitUnreadable(Refusal):
    """A limit is an amount and one of four units: “5 work_day”."""


def change_category(*, category: Category, **fields: Any) -> Category:
    """Change what a category says and how it is handled. Running cases keep the limits they were filed with.

    :raises LimitUnreadable: a limit that is no amount with a unit.
    """
    for slot, text in (fields.get("limits") or {}).items():
        try:
            parse_limit(text)
        except ValueError:
            raise LimitUnreadable(slot=slot, limit=text) from None
    for name, value in fields.items():
        setattr(category, name, value)
    category.save(update_fields=sorted(fields))
    return category


def set_handler(*, office: Unit, category: Category, unit: Unit | None) -> None:
    """Settle who handles a category in this office; None leaves it to the field the catalogue names."""
    if unit is None:
        CategoryHandler.objects.filter(office=office, category=category).delete()
    else:
        CategoryHandler.objects.update_or_create(office=office, category=category, defaults={"unit": unit})


class CategoryTaken(Refusal):
    """Two categories of one name under one heading could not be told apart: `name`."""


def add_category(*, parent: Category, name: str, **fields: Any) -> Category:
    """Add a local category to the residents' tree, last under its heading. Four queries.

    Its code starts with L, so that it is told from those of the standards and never met by a later one.

    :raises CategoryTaken: the heading has one of that name.
    """
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=parent.pk)
        under = Category.objects.filter(parent=parent)
        if under.filter(name=name).exists():
            raise CategoryTaken(name=name)
        last = under.order_by("-order").values_list("order", flat=True).first() or parent.order
        used = Category.objects.filter(code__regex=r"^L\d{3,}$").values_list("code", flat=True)
        number = max((int(code[1:]) for code in used), default=0) + 1
        return Category.objects.create(
            code=f"L{number:03d}", parent=parent, tree=parent.tree, name=name, order=last + 1, **fields
        )


def write_answer(
    *,
    office: Unit,
    title: str,
    text: str,
    category: Category | None = None,
    answer: StandardAnswer | None = None,
) -> StandardAnswer:
    """Keep words that the office answers with again and again; `answer` is rewritten. One query."""
    kept = answer or StandardAnswer(office=office)
    kept.title, kept.text, kept.category = title, text, category
    kept.save()
    return kept


def shelve_answer(*, answer: StandardAnswer, is_active: bool = False) -> StandardAnswer:
    """Take standard words out of use, or put them back. What was answered with them stays. One query."""
    answer.is_active = is_active
    answer.save(update_fields=["is_active"])
    return answer


class BasisMissing(Refusal):
    """A local deadline or working day stands on a document that can be named."""


def set_limit(*, office: Unit, slot: str, limit: str, basis: str, topic: str = "", kind: str = KIND) -> None:
    """Give this office a deadline of its own, on a stated basis; an empty limit takes it back. Of reports, or another kind.

    :raises LimitUnreadable: no amount with a unit. :raises BasisMissing: nothing it rests on.
    """
    key: dict[str, Any] = {"office": office, "kind": kind, "topic": topic, "slot": slot}
    if not limit:
        LimitOverride.objects.filter(**key).delete()
        return
    if not basis.strip():
        raise BasisMissing
    try:
        parsed = parse_limit(limit)
    except ValueError:
        raise LimitUnreadable(slot=slot, limit=limit) from None
    LimitOverride.objects.update_or_create(**key, defaults={"limit": str(parsed), "basis": basis})
