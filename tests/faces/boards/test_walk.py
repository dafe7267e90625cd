"""A walk over every board: each number that leads somewhere leads to as many rows, and the sheet has the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import pytest_django
from django.test import Client
from django.urls import resolve, reverse
from openpyxl import load_workbook

from linli.faces.boards.urls import urlpatterns
from linli.insight.cited import Measure, keeping
from linli.kernel import clock
from tests.held import held
from tests.insight.forms.ground import NOW, Place, stocked
from tests.pillars.governance.reports.doing import bring, file
from tests.town import IN_SECOND_GRID, Town, build_town

pytestmark = pytest.mark.django_db

LISTS = {
    "boards:rate", "boards:flow", "boards:cases", "boards:figure", "boards:span-figure", "boards:hall-rate",
    "boards:topic", "boards:call", "boards:appraisal-figure", "boards:brief-figure",
}  # fmt: skip
"""Pages that list the rows behind a number; each has a sheet beside it."""
STARTS = {
    "boards:today", "boards:topics", "boards:figures", "boards:map", "boards:compare", "boards:compare-one",
    "boards:halls", "boards:projects", "boards:appraisals", "boards:appraisal", "boards:briefs", "boards:brief",
}  # fmt: skip
"""Boards with numbers on them. What hangs on a wall leads nowhere on purpose."""
ON_THE_WALL = {"boards:wall", "boards:wall-board"}
NO_BOARD = {"boards:brief-plan"}


def test_every_address_of_the_boards_is_walked_or_changes_something() -> None:
    names = {f"boards:{one.name}" for one in urlpatterns}
    acting = {f"boards:{one.name}" for one in urlpatterns if "verb" in (one.default_args or {})}
    sheets = {name for name in names if name.endswith(("-export", "-sheet", "-paper", "-docx"))}
    assert names == LISTS | STARTS | ON_THE_WALL | NO_BOARD | acting | sheets
    for one in LISTS:
        assert f"{one}-export" in names, f"{one}: rows without a sheet"


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Place]:
    """Give the small street with something of everything, and cases of this week in every standing."""

    def build() -> Place:
        place = stocked(build_town())
        town = place.town
        for n, state in enumerate(("dispatched", "refused", "paused", "callback", "accepted", "closed")):
            bring(town, state, phone=f"1370000000{n}")
        for hours in (1, 30, 90):
            file(
                town,
                NOW - timedelta(hours=hours),
                phone=f"139000000{hours:02}",
                lon=IN_SECOND_GRID[0],
                lat=IN_SECOND_GRID[1],
            )
        return place

    with held(django_db_blocker, build) as place:
        yield place


def rows_of(answer: Any) -> int:
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    book = load_workbook(BytesIO(content), read_only=True)
    return sum(1 for _row in book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]


def ways(page: str) -> Iterator[tuple[str, int | None]]:
    """Give every way out of a page to a list of rows, with the number it stands under where that is one number."""
    for row in re.findall(
        r"<tr>(.*?)</tr>", page, re.S
    ):  # a bar: its name is the way, its number stands beside it
        linked = re.search(r'<th scope="row"><a href="(/b/[^"]+)"', row)
        number = re.search(r"<td>(?:<b>)?(\d+)(?: 件)?(?:</b>)?</td>", row)
        if linked and number:
            yield unescape(linked[1]), int(number[1])
    for href, said, text in re.findall(
        r'<a href="(/b/[^"]+)"(?:[^>]*?aria-label="([^"]*)")?[^>]*>(.*?)</a>', page, re.S
    ):
        words = unescape(said or re.sub(r"<[^>]+>", "", text)).strip()
        number = re.search(r"(?:^|\s|来 |办结 |近 7 天 )([\d,]+)(?: 件.*)?$", words)
        is_rate = "÷" in words or "%" in words
        yield unescape(href), int(number[1].replace(",", "")) if number and not is_rate else None


def listed(client: Client, way: str) -> int:
    """Open a list and its sheet; hold them to each other and give how many rows the number counts."""
    answer = client.get(way)
    assert answer.status_code == 200, way
    shown: Any = answer.context
    page = answer.content.decode()
    count = shown.get("count", len(shown["rows"]))
    assert len(shown["rows"]) == min(count, shown.get("shown", count)), way
    sheet = re.search(r'href="([^"]*export\.xlsx[^"]*)"', page)
    assert sheet or not count, f"{way}: a list without a sheet"
    assert not sheet or rows_of(client.get(unescape(sheet[1]))) == count, way
    return int(count + shown.get("hidden", 0))


def is_summed(client: Client, way: str) -> bool:
    """Say whether a number is made of what stands in its rows rather than of how many there are."""
    figure = client.get(way).context.get("figure")  # type: ignore[union-attr]
    return getattr(figure, "measure", None) in (Measure.SUM, Measure.RATIO)


def walk(client: Client, start: str, most: int = 1_000) -> tuple[int, int]:
    """Follow every way of a board to a list, or the first so many; give how many lists there were, and under a number."""
    answer = client.get(start)
    assert answer.status_code == 200, start
    ahead, seen, numbers = [answer.content.decode()], set[str](), 0
    counts: dict[str, int] = {}
    while ahead:
        for way, number in ways(ahead.pop()):
            if resolve(way.partition("?")[0]).view_name not in LISTS:
                continue
            if way not in seen and len(seen) >= most:
                continue
            if way not in seen:
                seen.add(way)
                counts[way] = listed(client, way)
                ahead.append(client.get(way).content.decode())
            if number is not None and not is_summed(client, way):
                assert number == counts[way], (start, way, number)
                numbers += 1
    return len(seen), numbers


def at_desk(town: Town, name: str, **asked: object) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(name)}?{query}"


@pytest.mark.parametrize(
    ("name", "asked", "least"),
    [
        ("boards:today", {}, (10, 15)),
        ("boards:topics", {}, (0, 0)),
        ("boards:map", {"code": "filed", "days": "month"}, (1, 0)),
        ("boards:compare", {"days": "week"}, (2, 0)),
    ],
)
def test_every_number_of_a_board_is_its_list_and_its_sheet(
    place: Place, name: str, asked: dict[str, str], least: tuple[int, int]
) -> None:
    with clock.frozen(NOW):
        lists, numbers = walk(place.town.client("leader"), at_desk(place.town, name, **asked))
    assert lists >= least[0]
    assert numbers >= least[1]


def test_every_number_of_the_figures_is_its_list_and_its_sheet(place: Place) -> None:
    leader = place.town.client("leader")
    with clock.frozen(NOW):
        keeping.count(unit=place.town.office, at=NOW)
        lists, _numbers = walk(leader, reverse("boards:figures"), most=6)  # of all: `tests.insight.walking`
    assert lists == 6


def test_a_wrong_name_finds_nothing(place: Place) -> None:
    leader = place.town.client("leader")
    with clock.frozen(NOW):
        for way in (
            "/b/cases/nothing/", "/b/cases/open/?state=x", "/b/flow/?topic=nothing", "/b/flow/export.xlsx?handler=x",
            "/b/rates/nothing/export.xlsx", "/b/rates/response_rate/export.xlsx?part=x", "/b/topics/9/export.xlsx",
            "/b/topics/calls/9/export.xlsx", "/b/cases/open/?unit=99999999",
        ):  # fmt: skip
            assert leader.get(way).status_code == 404, way


def test_nobody_finds_a_case_that_is_not_theirs(place: Place) -> None:
    """Who works in a grid counts their own: list and sheet of the other grid's cases hold none."""
    with clock.frozen(NOW):
        mine = place.town.client("worker3")
        assert listed(mine, "/b/cases/open/") < listed(place.town.client("leader"), "/b/cases/open/")
        assert place.town.client("auditor").get("/b/cases/open/").status_code == 404
