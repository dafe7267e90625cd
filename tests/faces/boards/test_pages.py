"""The board's pages, for those who see work."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.pillars.governance.reports.models import Category
from tests.insight.test_figures import NOW, month  # noqa: F401
from tests.town import Town


def test_the_board_shows_rates_with_their_fractions(month: Town) -> None:  # noqa: F811
    with clock.frozen(NOW):
        page = month.client("leader").get(reverse("boards:today"))
        text = page.content.decode()
    assert page.status_code == 200
    for words in ("响应率", "应联系", "试验街道今日", "每百户诉求"):
        assert words in text


def test_who_sees_some_of_an_offices_work_is_told_that_the_board_counts_only_it(month: Town) -> None:  # noqa: F811
    with clock.frozen(NOW):
        for name, is_partial in (
            ("leader", False),
            ("secretary", False),
            ("worker", False),
            ("sweeper", True),
        ):
            page = month.client(name).get(reverse("boards:today")).content.decode()
            assert ("只数您看得见的件" in page) is is_partial, name


@pytest.mark.parametrize("part", ["below", "above", "missed", "left_out"])
def test_behind_a_figure_are_its_cases(month: Town, part: str) -> None:  # noqa: F811
    with clock.frozen(NOW):
        page = month.client("leader").get(reverse("boards:rate", args=["response_rate"]), {"part": part})
    assert page.status_code == 200
    assert "怎么算的" in page.content.decode()


@pytest.mark.parametrize("query", ["unit=abc", "unit=99999999", "unit=-1", "unit=１", "part=x"])
def test_bad_addresses_find_nothing(month: Town, query: str) -> None:  # noqa: F811
    url = reverse("boards:rate", args=["response_rate"])
    assert month.client("leader").get(f"{url}?{query}").status_code == 404


def test_only_those_who_see_work_find_a_board(month: Town) -> None:  # noqa: F811
    url = reverse("boards:today")
    assert Client().get(url).status_code == 302
    for name in ("sysadmin", "auditor", "volunteer"):
        assert month.client(name).get(url).status_code == 404
    with clock.frozen(NOW):
        assert month.client("worker").get(url).status_code == 200


def test_the_board_works_in_an_empty_office(db: None) -> None:
    from tests.town import build_town

    town = build_town()
    page = town.client("leader").get(reverse("boards:today"))
    assert page.status_code == 200
    assert "还没有可算的件" in page.content.decode()


def test_what_is_boiling_is_named_in_the_readers_language(month: Town) -> None:  # noqa: F811
    Category.objects.update(name_en="Something hot")
    client = month.client("leader")
    client.cookies["linli_language"] = "en"
    with clock.frozen(NOW - timedelta(days=9)):
        assert "Something hot" in client.get(reverse("boards:today")).content.decode()


def test_the_map_of_one_community_names_its_grids(month: Town) -> None:  # noqa: F811
    grids = [f">{grid.name}</text>" for grid in month.communities[0].children.filter(kind="grid")]
    with clock.frozen(NOW):
        whole = month.client("leader").get(reverse("boards:today")).content.decode()
        own = month.client("secretary").get(reverse("boards:today")).content.decode()
    assert grids
    assert all(name in own for name in grids)
    assert not any(name in whole for name in grids)
    assert f"{len(month.communities)} 个社区、" in whole
    assert "个社区、" not in own


def test_the_flow_leads_to_its_cases(month: Town) -> None:  # noqa: F811
    client = month.client("leader")
    with clock.frozen(NOW - timedelta(days=9)):
        page = client.get(reverse("boards:today")).content.decode()
        url = unescape(re.search(r'href="([^"]*/flow/[^"]*standing=closed[^"]*)"', page)[1])  # type: ignore[index]
        behind = client.get(url)
    assert "近 7 天" in page
    assert behind.status_code == 200
    assert "办结" in behind.content.decode()


@pytest.mark.parametrize("query", ["channel=x", "handler=1", "standing=’", "unit=99999999"])
def test_an_unknown_part_of_the_flow_is_not_found(month: Town, query: str) -> None:  # noqa: F811
    url = reverse("boards:flow")
    assert month.client("leader").get(f"{url}?{query}").status_code == 404
    assert month.client("auditor").get(url).status_code == 404


def test_every_figure_on_the_wall_is_renewed(month: Town) -> None:  # noqa: F811
    """The board says “every minute”: what is not marked as a part would stand still for days."""
    page = month.client("leader").get(reverse("boards:today")).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    depth = 0
    for tag in re.finditer(r"<(/?)(section|div|span|b)\b([^>]*)>", main):
        if depth or "data-part=" in tag[3]:
            depth += -1 if tag[1] else 1
        else:
            assert tag[2] != "section", "a sheet that stands still"
    assert depth == 0
    assert {"time", "date", "rates", "map", "flow", "right"} == set(re.findall(r'data-part="(\w+)"', main))


def test_the_map_leads_down_and_up_again(month: Town) -> None:  # noqa: F811
    client = month.client("leader")
    with clock.frozen(NOW):
        page = client.get(reverse("boards:today")).content.decode()
        down = f"{reverse('boards:today')}?unit={month.communities[0].pk}"
        assert re.search(rf'<a href="{re.escape(down)}"><text[^>]*>东里</text>', page)
        below = client.get(down).content.decode()
    up = f'href="{reverse("boards:today")}?unit={month.office.pk}"'
    assert up in below
    assert up not in page
    assert f"?unit={month.grids[0].pk}" in below


def test_a_board_leads_to_what_its_reader_may_open(month: Town) -> None:  # noqa: F811
    """Who hears whistles finds how departments came; every way from the board opens."""
    with clock.frozen(NOW):
        for name in ("leader", "dispatcher", "worker", "secretary"):
            client = month.client(name)
            page = client.get(reverse("boards:today")).content.decode()
            head = page[page.index("<h1") : page.index('data-part="rates"')]
            ways = re.findall(r'href="(/[db]/[^"]+)"', head)
            assert [client.get(unescape(way), follow=True).status_code for way in ways] == [200] * len(
                ways
            ), (name, ways)
            assert (reverse("desk:whistle-departments") in ways) == (name != "worker"), name
