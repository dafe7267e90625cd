"""A walk over every board: each number that leads somewhere leads to as many rows, and the sheet has the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from linli.insight.appraisals import operations as appraisals
from linli.insight.appraisals.rules import Line, Whom
from linli.insight.briefs import operations as briefs
from linli.insight.briefs.rules import BriefKind
from linli.insight.cited import Measure, keeping
from linli.kernel import clock
from tests.held import held
from tests.insight.forms.ground import NOW, Place, stocked
from tests.insight.full import filled
from tests.pillars.governance.reports.doing import bring, file
from tests.town import IN_SECOND_GRID, MONDAY, Town, build_town

pytestmark = pytest.mark.django_db

LISTS = {
    "boards:rate", "boards:flow", "boards:cases", "boards:figure", "boards:span-figure", "boards:hall-rate",
    "boards:topic", "boards:call", "boards:appraisal-figure", "boards:brief-figure",
}  # fmt: skip
AT_DESK = {"desk:whistle-figure", "desk:topic-figure", "desk:care-figure"}
"""Pages that list the rows behind a number; each has a sheet beside it. Some boards of one pillar stand at the desk."""
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
        town = filled(place.town)
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
        linked = re.search(r'<th scope="row"><a href="(/[bd]/[^"]+)"', row)
        number = re.search(r"<td>(?:<b>)?(\d+)(?: 件)?(?:</b>)?</td>", row)
        if linked and number:
            yield unescape(linked[1]), int(number[1])
    for href, said, text in re.findall(
        r'<a (?:class="[^"]*" )?href="(/[bd]/[^"]+)"(?:[^>]*?aria-label="([^"]*)")?[^>]*>(.*?)</a>',
        page,
        re.S,
    ):
        words = unescape(said or re.sub(r"<[^>]+>", "", text)).strip()
        number = re.search(r"(?:^|\s|来 |办结 |近 7 天 )([\d,]+)(?: 件.*)?$", words) or re.search(
            r"^\d+／([\d,]+)（", words
        )
        is_rate = "÷" in words or ("%" in words and "／" not in words)
        yield unescape(href), int(number[1].replace(",", "")) if number and not is_rate else None


@dataclass(frozen=True)
class Listed:
    """A list as it was opened: how many rows its number counts, whether the number is a sum of them, the page itself."""

    count: int
    is_summed: bool
    page: str


def listed(client: Client, way: str) -> Listed:
    """Open a list and its sheet, and hold them to each other."""
    answer = client.get(way)
    assert answer.status_code == 200, way
    shown: Any = answer.context
    page = answer.content.decode()
    count = shown.get("count", len(shown["rows"]))
    sheet = re.search(r'href="([^"]*\.xlsx[^"]*)"', page)
    assert sheet or not count, f"{way}: a list without a sheet"
    rows = len(shown["rows"]) if shown.get("of_people") else count
    if shown.get("of_people"):  # nobody is listed: each row says of how many it tells
        assert sum(row[1] for row in shown["rows"]) == count
    else:
        assert len(shown["rows"]) == min(count, shown.get("shown", count)), way
    assert not sheet or rows_of(client.get(unescape(sheet[1]))) == rows, way
    is_summed = getattr(shown.get("figure"), "measure", None) in (Measure.SUM, Measure.RATIO)
    return Listed(int(count + shown.get("hidden", 0)), is_summed, page)


def walk(client: Client, start: str, most: int) -> tuple[int, int]:
    """Follow the first so many ways of a board to a list; give how many lists there were, and under a number."""
    answer = client.get(start)
    assert answer.status_code == 200, start
    ahead, numbers = [answer.content.decode()], 0
    seen: dict[str, Listed] = {}
    while ahead:
        for way, number in ways(ahead.pop()):
            if resolve(way.partition("?")[0]).view_name not in LISTS | AT_DESK:
                continue
            if way not in seen:
                if len(seen) >= most:
                    continue
                seen[way] = listed(client, way)
                ahead.append(seen[way].page)
            if number is not None and not seen[way].is_summed:
                assert number == seen[way].count, (start, way, number)
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
        lists, numbers = walk(place.town.client("leader"), at_desk(place.town, name, **asked), most=16)
    assert lists >= least[0]
    assert numbers >= least[1]


def test_every_number_of_the_figures_is_its_list_and_its_sheet(place: Place) -> None:
    leader = place.town.client("leader")
    with clock.frozen(NOW):
        keeping.count(unit=place.town.office, at=NOW)
        lists, _numbers = walk(leader, reverse("boards:figures"), most=6)  # of all: `tests.insight.walking`
    assert lists == 6


@pytest.mark.parametrize(
    ("name", "who", "least"),
    [
        ("desk:whistle-departments", "leader", (10, 10)),
        ("desk:topic-figures", "leader", (6, 6)),
        ("desk:care-figures", "clerk", (10, 8)),
    ],
)
def test_every_number_of_a_board_at_the_desk_is_its_list_and_its_sheet(
    place: Place, name: str, who: str, least: tuple[int, int]
) -> None:
    with clock.frozen(NOW):
        lists, numbers = walk(place.town.client(who), reverse(name), most=10)
    assert lists >= least[0]
    assert numbers >= least[1]


@pytest.mark.parametrize("kind", BriefKind)
def test_every_number_of_a_brief_is_its_list_and_its_sheet(place: Place, kind: BriefKind) -> None:
    leader = place.actor("leader")
    made = briefs.write_brief(
        actor=leader, at=NOW, office=place.town.office, kind=kind, day=clock.local(NOW).date()
    )
    with clock.frozen(NOW):
        lists, numbers = walk(place.town.client("leader"), reverse("boards:brief", args=[made.pk]), most=8)
    assert lists >= 3
    assert numbers >= 1


def test_every_number_of_an_assessment_is_its_list_and_its_sheet(place: Place) -> None:
    leader = {"actor": place.actor("leader")}
    scheme = appraisals.draft_scheme(
        **leader, office=place.town.office, name="社区考核办法", whom=Whom.COMMUNITY, basis="主任办公会", least=1,
        lines=(Line("answered", 60, 0, 100), Line("in_time", 40, 50, 100)),
    )  # fmt: skip
    appraisals.publish_scheme(**leader, at=MONDAY, scheme=scheme.pk)
    last = clock.local(NOW).date()
    opened = appraisals.open_round(**leader, scheme=scheme.pk, start=last - timedelta(days=14), until=last)
    with clock.frozen(NOW):
        lists, _numbers = walk(
            place.town.client("leader"), reverse("boards:appraisal", args=[opened.pk]), most=8
        )
    assert lists >= 3


def test_indicators_and_projects_are_the_desks_list_and_its_sheet(place: Place) -> None:
    """What the board of the year shows is typed once, at the desk: its rows there, and its sheets, are the same."""
    leader = place.town.client("leader")
    with clock.frozen(NOW):
        board, desk = (leader.get(reverse(name)) for name in ("boards:projects", "desk:projects"))
        assert board.context is not None
        assert desk.context is not None
        assert [row[0].project.pk for row in board.context["rows"]] == [
            row[0].project.pk for row in desk.context["rows"]
        ]
        assert rows_of(leader.get(reverse("desk:projects-sheet"))) == len(board.context["rows"]) > 1
        told = [one for one in board.context["rates"] if one.denominator]
        sheet = load_workbook(BytesIO(b"".join(leader.get(reverse("desk:economy-sheet")).streaming_content)))  # type: ignore[attr-defined]
        rows = list(sheet.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    assert {(one.denominator, one.numerator) for one in told} <= {(row[3], row[5]) for row in rows}


def test_a_month_of_a_canteen_is_its_book(place: Place) -> None:
    """What is eaten is counted without saying who: the community has the book, row by row."""
    clerk = place.town.client("clerk")
    with clock.frozen(NOW):
        page = clerk.get(reverse("desk:canteen-figures"))
        assert page.context is not None
        for line, *_money in page.context["rows"]:
            book = clerk.get(reverse("desk:canteen-month-sheet", args=[line.id, "book"]) + "?month=2026-11")
            assert rows_of(book) == line.meals > 0
        assert rows_of(clerk.get(reverse("desk:canteen-figures-sheet"))) == len(page.context["rows"])
        assert (
            "不给是谁吃的"
            in place.town.client("leader").get(reverse("desk:canteen-figures")).content.decode()
        )


def test_a_wrong_name_finds_nothing(place: Place) -> None:
    leader = place.town.client("leader")
    with clock.frozen(NOW):
        for way in (
            "/b/cases/nothing/", "/b/cases/open/?state=x", "/b/flow/?topic=nothing", "/b/flow/export.xlsx?handler=x",
            "/b/rates/nothing/export.xlsx", "/b/rates/response_rate/export.xlsx?part=x", "/b/topics/9/export.xlsx",
            "/b/topics/calls/9/export.xlsx", "/b/cases/open/?unit=99999999",
            "/d/whistles/departments/called/0/", "/d/whistles/departments/x/1/rows.xlsx", "/d/topics/figures/x/",
            "/d/topics/figures/asked/?unit=x", "/d/care/figures/visits_high/?community=x",
            "/d/care/figures/visits_high.xlsx?community=0",
        ):  # fmt: skip
            assert leader.get(way).status_code == 404, way


def test_nobody_finds_a_case_that_is_not_theirs(place: Place) -> None:
    """Who works in a grid counts their own: list and sheet of the other grid's cases hold none."""
    with clock.frozen(NOW):
        mine = place.town.client("worker3")
        assert (
            listed(mine, "/b/cases/open/").count < listed(place.town.client("leader"), "/b/cases/open/").count
        )
        assert place.town.client("auditor").get("/b/cases/open/").status_code == 404
