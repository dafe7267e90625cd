"""Every step reaches every reader exactly once, in whatever order the writers commit."""

from __future__ import annotations

import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow import news
from linli.base.flow.models import Bookmark, Step
from linli.base.flow.news import Gap, gaps_after
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations
from tests.town import MONDAY, build_town


class Writers:
    """A sequence and transactions, as PostgreSQL has them, small enough to think through."""

    def __init__(self) -> None:
        self.next_id = self.next_xid = 1
        self.open: dict[int, list[int]] = {}
        self.visible: set[int] = set()

    def begin(self) -> None:
        self.open[self.next_xid] = []
        self.next_xid += 1

    def write(self, which: int) -> None:
        if self.open:
            self.open[sorted(self.open)[which % len(self.open)]].append(self.next_id)
            self.next_id += 1

    def end(self, which: int, *, commits: bool) -> None:
        if self.open:
            ids = self.open.pop(sorted(self.open)[which % len(self.open)])
            self.visible |= set(ids) if commits else set()

    @property
    def xmin(self) -> int:
        return min(self.open, default=self.next_xid)


acts = st.lists(
    st.tuples(st.sampled_from(["begin", "write", "write", "commit", "roll back", "read"]), st.integers(0, 9)),
    max_size=120,
)


class TestGapsAfter:
    @given(acts, st.integers(1, 6))
    def test_each_step_is_read_exactly_once(self, plan: list[tuple[str, int]], most: int) -> None:
        writers, gaps, seen, had = Writers(), list[Gap](), 0, list[int]()

        def read() -> int:
            nonlocal gaps, seen
            xmin = writers.xmin
            wanted = sorted(
                i for i in writers.visible if i > seen or any(g.first <= i <= g.last for g in gaps)
            )
            found = wanted[:most]
            gaps, seen = gaps_after(
                gaps, seen, found, is_whole=len(found) < most, xmin=xmin, xmax=writers.next_xid
            )
            had.extend(found)
            return len(found)

        for act, which in plan:
            match act:
                case "begin":
                    writers.begin()
                case "write":
                    writers.write(which)
                case "read":
                    read()
                case _:
                    writers.end(which, commits=act == "commit")
        while writers.open:
            writers.end(0, commits=True)
        while read():
            pass
        assert len(had) == len(set(had))
        assert set(had) == writers.visible
        read()
        assert gaps == []


@pytest.mark.django_db(transaction=True)
class TestUnread:
    def file(self, count: int) -> list[int]:
        grid = self.town.grids[0]
        for n in range(count):
            operations.file_report(actor=ANYONE, at=MONDAY + timedelta(minutes=n), text=f"第{n}件", area=grid)
        return list(Step.objects.order_by("id").values_list("id", flat=True))

    @pytest.fixture(autouse=True)
    def _town(self) -> None:
        self.town = build_town()

    def read(self, reader: str = "test", most: int = 500) -> list[int]:
        with news.unread(reader, most=most) as steps:
            return [s.pk for s in steps]

    def test_gives_each_reader_every_step_once(self) -> None:
        ids = self.file(3)
        assert self.read() == ids
        assert self.read() == []
        assert self.read("other", most=2) == ids[:2]
        assert self.read("other", most=2) == ids[2:]

    def test_news_come_again_when_the_reader_broke_off(self) -> None:
        ids = self.file(1)
        with pytest.raises(ZeroDivisionError), news.unread("test") as steps:
            _ = len(steps) / 0
        assert self.read() == ids

    def test_a_step_that_commits_late_is_not_missed(self) -> None:
        self.file(1)
        self.read()
        skipped, late = (self._next_id() for _ in range(2))
        with psycopg.connect(**connection.get_connection_params()) as slow:  # type: ignore[arg-type]
            slow.execute("SELECT pg_current_xact_id()")  # a writer has begun and holds the ids above
            ids = self.file(1)
            assert self.read() == ids[-1:]
            gaps = Bookmark.objects.get(reader="test").gaps
            # Earlier tests of this database may leave gaps of their own.
            assert [g[:2] for g in gaps][-1:] == [[skipped, late]]
            self.read()
            assert Bookmark.objects.get(reader="test").gaps == gaps
        # Transaction numbers belong to the whole server: another test's may still be under way.
        for _ in range(1800):
            self.read()
            if Bookmark.objects.get(reader="test").gaps == []:
                return
            time.sleep(0.05)
        pytest.fail("the gap stayed")

    def test_a_second_reader_of_the_same_name_waits_for_nothing(self) -> None:
        self.file(1)
        self.read("first")
        self.file(1)
        with psycopg.connect(**connection.get_connection_params()) as other:  # type: ignore[arg-type]
            other.execute("SELECT 1 FROM flow_bookmark WHERE reader = 'first' FOR UPDATE")
            assert self.read("first") == []
        assert len(self.read("first")) == 1

    def _next_id(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('flow_step', 'id'))")
            return int(cursor.fetchone()[0])
