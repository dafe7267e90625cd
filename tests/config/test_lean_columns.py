"""Columns are the same where Django says so, without asking the constructor's signature."""

from itertools import product
from typing import Any

from django.apps import apps
from django.db.models import IntegerField
from django.db.models.expressions import Col, Expression

from linli.base.flow.models import Case

DJANGO: Any = Expression.__dict__["identity"].func


def test_two_columns_are_the_same_exactly_when_django_says_so() -> None:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields][:400:7]
    made = [
        Col(alias, field, given)
        for field in fields
        for alias in ("a", "b")
        for given in (field, IntegerField(), fields[0])
    ]
    known = [(column, DJANGO(column)) for column in made]
    for (one, ones), (other, others) in product(known, known[:60]):
        assert (one == other) is (ones == others)
        assert ones != others or hash(one) == hash(other)


def test_another_kind_of_column_is_another() -> None:
    class Other(Col):
        pass

    field = Case._meta.get_field("number")
    assert Col("a", field) != Other("a", field)
    assert Col("a", field) == Col("a", field, field), "what it gives is its field where nothing else is said"


def test_an_ordering_that_repeats_a_selected_column_is_written_by_its_place() -> None:
    rows = Case.objects.values_list("number", "state").order_by("state", "number")
    assert str(rows.query).endswith("ORDER BY 2 ASC, 1 ASC")
