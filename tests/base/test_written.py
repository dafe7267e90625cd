"""Written queries give what the query set gives, for every value of a shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE, Actor, ActorKind, HeldPost
from linli.base.people.models import Account, Post
from linli.base.writing import insert, update, write
from linli.base.written import counted, written
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.queries import Filters
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

pytestmark = pytest.mark.django_db

BUILT: list[str] = []


@written
def _posts(kind: str, /, *, day: date, names: Sequence[str]) -> QuerySet[Post]:
    BUILT.append(kind)
    held = Exists(Post.objects.filter(account=OuterRef("account"), unit=OuterRef("unit__parent")))
    rows = Post.objects.filter(unit__kind=kind, held_from__lte=day, account__username__in=names)
    return rows.select_related("account", "unit__parent").annotate(is_above=held).order_by("id")


@written
def _under(*, path: str) -> QuerySet[Unit, Any]:
    return Unit.objects.filter(path__startswith=path).order_by("id").values_list("id", "handles")


@written
def _names(*, unit: int | None) -> QuerySet[Unit, Any]:
    rows = Unit.objects.filter(parent=unit) if unit is not None else Unit.objects.filter(parent__isnull=True)
    return rows.order_by("id").values_list("name", flat=True)


@written
def _sized(*, least: int) -> QuerySet[Unit, Any]:
    rows = Unit.objects.annotate(below=Count("children", filter=Q(children__id__gt=least)))
    return rows.order_by("id").values_list("id", "below")


@counted
def _count(*, ids: Sequence[int]) -> QuerySet[Unit, Any]:
    return Unit.objects.filter(pk__in=ids).order_by().values_list("id")[:3]


@written
def _nobody(*, ids: Sequence[int]) -> QuerySet[Account]:
    return Account.objects.filter(pk__in=ids)


@written
def _joined(*, since: datetime, key: bytes) -> QuerySet[Account, Any]:
    return Account.objects.filter(joined_at__gte=since, phone_print=key).values_list("username", flat=True)


class TestWritten:
    def test_a_shape_is_built_once_and_filled_with_each_call(self, town: Town) -> None:
        BUILT.clear()
        names = sorted(town.people)[:2]
        for chosen in (names, names[::-1], ["nobody", "nobody either"]):
            for day in (date(2019, 1, 1), date(2026, 1, 1)):
                rows = _posts("subdistrict", day=day, names=chosen)
                same = Post.objects.filter(
                    unit__kind="subdistrict", held_from__lte=day, account__username__in=chosen
                )
                assert [row.pk for row in rows] == [row.pk for row in same.order_by("id")]
        assert len(BUILT) <= 1

    def test_rows_are_models_with_what_was_joined_and_noted(self, town: Town) -> None:
        names = sorted(town.people)
        rows = _posts("community", day=date(2026, 1, 1), names=names)
        assert rows
        with CaptureQueriesContext(connection) as asked:
            assert all(row.unit.parent == town.office for row in rows)
            assert all(row.account.username in names and row.is_above is False for row in rows)  # type: ignore[attr-defined]
        assert not asked.captured_queries

    def test_another_length_is_another_shape(self, town: Town) -> None:
        ids = [unit.pk for unit in (*town.grids, *town.communities)]
        assert [_count(ids=ids[:n]) for n in range(5)] == [0, 1, 2, 3, 3]
        assert _nobody(ids=[]) == []

    def test_text_in_a_pattern_means_itself(self, town: Town) -> None:
        assert dict(_under(path=town.office.path)).keys() >= {unit.pk for unit in town.grids}
        assert _under(path="%") == _under(path="/_/") == []
        assert all(isinstance(handles, list) for _id, handles in _under(path="/"))

    def test_none_is_a_shape_of_its_own(self, town: Town) -> None:
        assert _names(unit=None) == [town.district.name]
        assert _names(unit=town.office.pk)[:2] == [unit.name for unit in town.communities]

    def test_numbers_inside_an_aggregate_are_filled_in(self, town: Town) -> None:
        below = dict(_sized(least=town.communities[0].pk))
        assert below[town.office.pk] == Unit.objects.filter(parent=town.office).count() - 1

    def test_moments_and_bytes_are_filled_in(self, town: Town) -> None:
        one = Account.objects.order_by("pk").first()
        assert one is not None
        Account.objects.filter(pk=one.pk).update(joined_at=MONDAY, phone_print=b"print")
        assert _joined(since=MONDAY, key=b"print") == [one.username]
        assert _joined(since=MONDAY + timedelta(seconds=1), key=b"print") == []
        assert _joined(since=MONDAY, key=b"other") == []

    def test_what_only_shapes_is_refused_as_a_value(self, town: Town) -> None:
        with pytest.raises(TypeError, match="before the star"):
            _names(unit=True)

    def test_the_server_keeps_what_comes_again(self, town: Town) -> None:
        for _ in range(12):
            _names(unit=town.office.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements")
            assert any("orgs_unit" in statement and "$1" in statement for (statement,) in cursor.fetchall())


class TestActors:
    def test_parts_make_an_actor_of_the_same_posts(self) -> None:
        actor = Actor(
            ActorKind.STAFF,
            7,
            "甲",
            (
                HeldPost(3, Role.DISPATCHER, 30, (1, 30)),
                HeldPost(2, Role.LEADER, 30, (1, 30), is_deputy=True),
                HeldPost(5, Role.HANDLER, 12, (1, 12), unit_kind="department"),
            ),
        )
        shape, values = actor.parts()
        again = Actor.of_parts(shape, values)
        assert again.account_id == 7
        assert again.sight_ids == {12, 30}
        assert [(p.id, p.role, p.unit_id, p.unit_kind, p.is_deputy) for p in again.posts] == [
            (p.id, p.role, p.unit_id, p.unit_kind, p.is_deputy) for p in actor.posts
        ]
        assert [p.line for p in again.posts] == [("1/30",), ("1/30",), ("1/12",)]

    def test_two_of_one_shape_read_their_own(self, town: Town) -> None:
        """The same posts elsewhere fill the same SQL: nobody is shown what belongs to the other."""
        for place in (IN_FIRST_GRID, IN_THIRD_GRID, IN_THIRD_GRID):
            lon, lat = place
            operations.file_report(actor=ANYONE, text="路灯不亮", lon=lon, lat=lat, at=MONDAY, nature="help")
        first, second = town.actor("worker"), town.actor("worker3")
        assert [len(queries.inbox(actor=a, filters=Filters(view="mine")).rows) for a in (first, second)] == [
            1,
            2,
        ]
        assert first.parts()[0] == second.parts()[0]
        for actor in (first, second, first):
            for view in queries.VIEWS:
                given = queries.inbox(actor=actor, filters=Filters(view=view))
                asked = queries.selection(actor, Filters(view=view))
                assert {row.number for row in given.rows} == {case.number for case in asked}


class TestRows:
    def test_a_row_is_written_as_save_writes_it(self, town: Town) -> None:
        post = Post(
            account=town.people["leader"], unit=town.office, role=Role.HANDLER, held_from=date(2021, 1, 1)
        )
        insert(post)
        kept = Post.objects.get(pk=post.pk)
        assert (kept.account, kept.unit, kept.held_from) == (
            town.people["leader"],
            town.office,
            date(2021, 1, 1),
        )
        unit = Unit(kind="department", name="一处", parent=town.office, handles=["heat"])
        insert(unit)
        unit.name, unit.handles = "二处", ["water", "heat"]
        update(unit)
        assert Unit.objects.values_list("name", "handles").get(pk=unit.pk) == ("二处", ["water", "heat"])
        assert not unit._state.adding

    def test_a_row_that_is_gone_is_not_written(self, town: Town) -> None:
        unit = Unit(pk=2_000_000_000, kind="department", name="无", parent=town.office)
        with pytest.raises(DatabaseError, match="gone"), transaction.atomic():
            update(unit)

    def test_rows_that_name_each_other_are_written_at_once(self, town: Town) -> None:
        community = Unit(kind="community", name="新社区", parent=town.office)
        grid = Unit(kind="grid", name="新网格", parent=community)
        worker = Post(account=town.people["leader"], unit=grid, role=Role.HANDLER, held_from=date(2021, 1, 1))
        known = town.grids[0]
        known.name = "改了名的网格"
        with CaptureQueriesContext(connection) as asked:
            write(new=[community, grid, worker], changed=[known])
        assert len(asked) == 1
        kept = Post.objects.select_related("unit__parent__parent").get(pk=worker.pk)
        assert (kept.unit, kept.unit.parent, kept.unit.parent.parent) == (grid, community, town.office)
        assert (grid.parent_id, worker.unit_id) == (community.pk, grid.pk)
        assert worker.unit is grid  # known already: nothing is read again
        assert Unit.objects.get(pk=known.pk).name == "改了名的网格"

    def test_of_several_rows_none_is_written_when_one_is_gone(self, town: Town) -> None:
        new = Unit(kind="department", name="一处", parent=town.office)
        gone = Unit(pk=2_000_000_000, kind="department", name="无", parent=town.office)
        with pytest.raises(DatabaseError, match="gone"), transaction.atomic():
            write(new=[new], changed=[gone])
        assert not Unit.objects.filter(name="一处").exists()

    def test_a_row_that_nobody_writes_cannot_be_named(self, town: Town) -> None:
        parent = Unit(kind="community", name="新社区", parent=town.office)
        with pytest.raises(ValueError, match="not written"):
            write(new=[Unit(kind="grid", name="新网格", parent=parent)])

    def test_a_value_that_a_field_would_change_is_refused(self) -> None:
        @written
        def _wrong(*, kind: int) -> QuerySet[Unit]:
            return Unit.objects.filter(name=kind)  # a text column turns the number into words

        with pytest.raises(TypeError, match="turned it into something else"):
            _wrong(kind=7)


def test_the_next_request_of_a_deactivated_account_is_refused(town: Town) -> None:
    client = town.client("dispatcher")
    assert client.get("/d/").status_code == 200
    Account.objects.filter(username="dispatcher").update(is_active=False)
    assert client.get("/d/").status_code == 302


def test_the_next_request_after_a_post_ended_finds_nothing(town: Town) -> None:
    client = town.client("dispatcher")
    assert client.get("/d/").status_code == 200
    Post.objects.filter(account__username="dispatcher").update(held_until=date(2021, 1, 1))
    assert client.get("/d/").status_code == 404
