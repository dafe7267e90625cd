"""What is held in memory of the catalogue is never older than the catalogue."""

from django.db import connection

from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Category


def names() -> set[str]:
    return {kind.name for heading in queries.resident_catalogue() for kind in heading.kinds}


def test_a_category_that_is_renamed_in_any_way_is_offered_by_its_new_name(town: object) -> None:
    kind = Category.objects.filter(tree="resident", children=None, is_active=True).order_by("pk")[0]
    assert kind.name in names()
    Category.objects.filter(pk=kind.pk).update(name="换了名字")
    assert "换了名字" in names()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_category SET is_active = false WHERE code = %s", [kind.pk])
    assert "换了名字" not in names()


def test_an_unchanged_catalogue_costs_one_small_query(town: object, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    names()
    with django_assert_num_queries(1):
        names()
