"""Every page of the desk opens for those it is for, in at most fifteen queries however long the lists are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.town import Town

As = Callable[..., Client]
File = Callable[..., str]


class TestInbox:
    @pytest.mark.parametrize("many", [10, 200])
    def test_asks_at_most_fifteen_queries(
        self, as_: As, file: File, many: int, django_assert_max_num_queries
    ) -> None:
        for n in range(many):
            file(f"第 {n} 盏路灯不亮了。", phone=f"139{n:08d}")
        client = as_("worker")
        with django_assert_max_num_queries(15):
            page = client.get("/d/?view=all")
        assert page.status_code == 200
        assert f"共 {many} 件" in page.content.decode()

    def test_shows_nothing_of_another_community(self, as_: As, file: File) -> None:
        number = file()
        assert number in as_("secretary").get("/d/?view=all").content.decode()
        assert number not in as_("secretary2").get("/d/?view=all").content.decode()


class TestReport:
    def test_asks_at_most_fifteen_queries(
        self, as_: As, file: File, town: Town, django_assert_max_num_queries
    ) -> None:
        number = file()
        client = as_("worker")
        with django_assert_max_num_queries(15):
            page = client.get(f"/d/reports/{number}/")
        assert "三号楼东边下水井冒水" in page.content.decode()
        with django_assert_max_num_queries(15):
            client.get(f"/d/reports/{number}/around/")
        with django_assert_max_num_queries(15):
            client.get(f"/d/reports/{number}/settle/")
        with django_assert_max_num_queries(15):
            client.get("/d/map/")
