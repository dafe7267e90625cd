"""Boards on a wall: each names the next, nobody's name is on any, and an address that was typed wrong shows something."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.faces.boards import wall
from linli.faces.boards.wallboards import SLIDES, _few, _leaf
from linli.insight.small import LEAST
from linli.kernel import clock
from tests.insight.test_figures import NOW, month  # noqa: F401
from tests.town import Town

HUNG = set(SLIDES) - {"halls", "projects"}
"""What this town can hang: it has neither a hall nor a project."""


def at(code: str) -> str:
    return reverse("boards:wall-board", args=[code])


def way(page: str, which: str) -> str:
    found = re.search(rf'href="([^"]+)" data-way="{which}"', page)
    assert found
    return unescape(found[1])


def test_every_board_leads_to_the_next_and_back(month: Town) -> None:  # noqa: F811
    client = month.client("leader")
    with clock.frozen(NOW):
        url = client.get(reverse("boards:wall"), {"seconds": "45"}).headers["Location"]
        first, seen = url, []
        while len(seen) < 60:
            page = client.get(url)
            assert page.status_code == 200, url
            text = page.content.decode()
            assert 'data-wall="45"' in text
            seen.append(re.search(r'data-board="(\w+)"', text)[1])  # type: ignore[index]
            url = way(text, "after")
            if url == first:
                break
        back = client.get(way(client.get(first).content.decode(), "before")).content.decode()
    assert url == first
    assert set(seen) == HUNG
    assert f'data-board="{seen[-1]}"' in back


def test_only_the_boards_that_are_wanted_take_turns_and_pausing_stays_in_the_address(month: Town) -> None:  # noqa: F811
    client = month.client("leader")
    with clock.frozen(NOW):
        url = f"{reverse('boards:wall')}?show=map&show=today&show=nothing"
        page = client.get(url, follow=True).content.decode()
        assert 'data-board="today"' in page
        assert way(page, "after").startswith(at("map"))
        assert way(page, "before").startswith(at("map"))
        still = client.get(way(page, "pause")).content.decode()
    assert re.search(r"<main[^>]* data-paused", still)
    assert "paused=1" in way(still, "after")
    assert "paused" not in way(still, "pause")


@pytest.mark.parametrize(
    ("typed", "seconds"), [("5", 10), ("９０", 30), ("abc", 30), ("", 30), ("99999", 600), ("999999999", 30)]
)
def test_a_number_typed_wrong_shows_something(month: Town, typed: str, seconds: int) -> None:  # noqa: F811
    page = month.client("leader").get(at("map"), {"seconds": typed, "page": "77", "show": "x"})
    assert page.status_code == 200
    assert f'data-wall="{seconds}"' in page.content.decode()


def test_a_board_one_may_not_see_is_not_there(month: Town) -> None:  # noqa: F811
    assert Client().get(at("today")).status_code == 302
    with clock.frozen(NOW):
        for name in ("sysadmin", "auditor", "volunteer"):
            assert month.client(name).get(reverse("boards:wall")).status_code == 404
        leader, sweeper = month.client("leader"), month.client("secretary")
        assert leader.get(at("halls")).status_code == 404
        assert leader.get(at("nothing")).status_code == 404
        assert leader.get(at("projects")).status_code == 404  # nothing to show takes no turn
        page = sweeper.get(reverse("boards:wall"), follow=True).content.decode()
        for code in SLIDES:
            offered = f'value="{code}"' in page
            assert (sweeper.get(at(code)).status_code == 200) == offered, code


def test_a_grid_hangs_on_no_wall(month: Town) -> None:  # noqa: F811
    """Its figures are one person's work; the board of a grid does not lead to a wall either."""
    grid = month.grids[0]
    with clock.frozen(NOW):
        client = month.client("leader")
        assert client.get(at("today"), {"unit": grid.pk}).status_code == 404
        assert client.get(reverse("boards:wall"), {"unit": grid.pk}).status_code == 404
        assert (
            reverse("boards:wall")
            not in client.get(reverse("boards:today"), {"unit": grid.pk}).content.decode()
        )
        assert reverse("boards:wall") in client.get(reverse("boards:today")).content.decode()


def test_nothing_on_a_wall_opens_a_row_or_names_anybody(month: Town) -> None:  # noqa: F811
    client = month.client("leader")
    with clock.frozen(NOW):
        for code in HUNG:
            page = client.get(at(code)).content.decode()
            shown = page[page.index('data-turn="board"') : page.index("<footer")]
            assert "href=" not in shown.replace("<use href=", ""), code
            assert 'class="c-r"' not in shown, code
            for person in month.people.values():
                assert not person.name or person.name not in shown, code


def test_the_wall_works_in_an_empty_office(db: None) -> None:
    from tests.town import build_town

    client = build_town().client("leader")
    for code in HUNG:
        assert client.get(at(code)).status_code == 200, code


@pytest.mark.parametrize("code", sorted(HUNG))
def test_no_board_asks_without_end(month: Town, code: str, django_assert_max_num_queries: Any) -> None:  # noqa: F811
    client = month.client("leader")
    client.get(at(code))
    with clock.frozen(NOW), django_assert_max_num_queries(32):
        client.get(at(code))


@given(st.integers(0, 60), st.integers(1, 99), st.integers(1, 9))
def test_pages_hold_every_row_once(rows: int, asked: int, most: int) -> None:
    listed = list(range(rows))
    leaf, page, pages = _leaf(listed, asked, most)
    assert 1 <= page <= pages
    assert len(leaf) <= most
    assert page == min(asked, pages)
    assert [row for n in range(1, pages + 1) for row in _leaf(listed, n, most)[0]] == listed


@given(st.integers(0, 40), st.booleans())
def test_what_counts_fewer_than_five_stays_at_the_desk(count: int, is_share: bool) -> None:
    value = 50.0 if is_share else float(count)
    assert _few(value, count, is_share=is_share) == (0 < count < LEAST)


def test_a_wall_is_for_a_community_or_more() -> None:
    assert {kind for kind in ("city", "district", "subdistrict", "community", "grid") if wall.can_hang(kind)} == {
        "city", "district", "subdistrict", "community"
    }  # fmt: skip
