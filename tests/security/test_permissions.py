"""Who may do what: every address and operation, by everybody, against the table in docs/permissions.md."""

from __future__ import annotations

import os
from collections.abc import Collection

import pytest
from django.test import override_settings

from linli.config.docs import DOCS
from linli.faces.openapi.v1.api import api
from tests.security import matrix, page
from tests.security.matrix import WHO
from tests.security.routes import routes
from tests.security.twin import Twin

BLANK = [{"BACKEND": "tests.security.blank.Blank", "DIRS": [], "APP_DIRS": False, "NAME": "blank"}]
COMMITTED = DOCS / "permissions.md"
#: Open in another office too: a secret link, what staff published, the cards of grids.
PUBLIC = (
    "resident:follow",
    "resident:application",
    "resident:re",
    "resident:public",
    "resident:grid",
    "resident:bulletin",
    "resident:hall",
    "resident:book",
    "resident:appointment",
    "resident:ticket",
    "resident:matter-rate",
    "resident:tablet",
    "resident:volunteer",
    "resident:enterprise",
    "resident:shop",
    "resident:topic",
    "resident:estate",
    "resident:election",
    "resident:scheme",
    "resident:exchange",
    "resident:job",
    "resident:wish",
    # places to meet are open to everybody, a booking to who holds its link; for which unit is asked once the form is whole
    "resident:venue",
    "resident:room-book",
    *("desk:venue ", "desk:room ", "desk:room-unit "),
    "desk:partner-wish-",
    "resident:canteen",
    "desk:till-shell",
    "desk:daycare-shell",
    "desk:visit-shell",
    "desk:patrol-shell",
    "open311:",
)
#: Answered for a number that is not the reader's own, and nothing of it is shown or changed: a list of one's own beside
#: which it would be marked, a page that says it is gone, a view dropped twice, a notice that leads to its case's own door.
EMPTY = ("desk:report-beside ", "desk:dispatch-one ", "desk:view-drop ", "desk:notice ")
#: Asked on every run: one of each kind of door. All are asked with LINLI_SLOW=1.
EACH_RUN = ("anonymous", "resident", "grid worker", "audit")


def asked(
    twin: Twin, group: str, columns: Collection[str], known: Collection[str] = ()
) -> dict[str, list[str]]:
    """Ask every address of a group, but those that stand in the table already."""
    names = {row.partition(" ")[0] for row in known}
    with override_settings(TEMPLATES=BLANK):
        if group == "rest":
            return dict(matrix.rest(twin))
        return dict(
            matrix.web(twin, lambda name: page.group_of(name) == group and name not in names, columns)
        )


def committed(group: str) -> dict[str, list[str]]:
    return page.rows(page.section(COMMITTED.read_text(encoding="utf-8"), group))


def with_new(twin: Twin, group: str) -> dict[str, list[str]]:
    """Give the table as it stands, without addresses that are gone and with those that are new: only these are asked."""
    width = 6 if group == "rest" else len(WHO)
    known = {row: cells for row, cells in committed(group).items() if len(cells) == width}
    if group == "rest":
        return asked(twin, group, ())
    rows = [f"{r.name} `{r.written}`" for r in routes() if page.group_of(r.name) == group]
    standing = {row: known[page.escaped(row)] for row in rows if page.escaped(row) in known}
    found = standing | asked(twin, group, tuple(WHO), standing)
    return {row: found[row] for row in rows}


WHY = (
    "if this is meant: LINLI_SLOW=1 LINLI_RENEW=1 pytest -n 0 tests/security/test_permissions.py (LINLI_RENEW=new asks only"
    " new addresses, in a minute), and read the difference"
)


@pytest.mark.slow
@pytest.mark.parametrize("group", page.TITLES)
def test_everybody_may_what_the_table_says_and_no_more(twin: Twin, group: str) -> None:
    if os.environ.get("LINLI_RENEW") == "new":
        page.renew(COMMITTED, group, with_new(twin, group))
        return
    found = asked(twin, group, tuple(WHO))
    if os.environ.get("LINLI_RENEW") == "1":
        page.renew(COMMITTED, group, found)
    assert page.rows(page.table(group, found)) == committed(group), WHY


@pytest.mark.first
@pytest.mark.parametrize("group", [group for group in page.TITLES if group != "move"])
def test_one_of_each_kind_may_what_the_table_says(twin: Twin, group: str) -> None:
    written = page.rows(page.table(group, asked(twin, group, EACH_RUN)))
    columns = [n for n, column in enumerate(WHO) if column in EACH_RUN] if group != "rest" else range(6)
    table = committed(group)
    assert written.keys() == table.keys(), WHY
    differing = {
        row: cells for row, cells in written.items() if any(cells[n] != table[row][n] for n in columns)
    }
    assert differing == {}, WHY


class TestTable:
    def test_has_a_row_for_every_address_and_operation(self) -> None:
        assert {page.group_of(route.name) for route in routes()} == set(page.TITLES) - {"rest"}
        rows = {row for group in page.TITLES for row in committed(group)}
        assert [r.name for r in routes() if f"{r.name} `{page.escaped(r.written)}`" not in rows] == [], WHY
        paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
        calls = [
            (m.upper(), path, call["operationId"]) for path, ms in paths.items() for m, call in ms.items()
        ]
        assert [c for c in calls if f"{c[2]} `{c[0]} {c[1]}`" not in committed("rest")] == []

    def test_opens_nothing_of_another_office_but_what_is_published(self) -> None:
        leaks = [
            row
            for group in page.TITLES
            for row, cells in committed(group).items()
            if not row.startswith(PUBLIC + EMPTY) and any(len(c) > 1 and c[-1] in "rwa" for c in cells)
        ]
        assert leaks == []

    def test_shuts_nothing_but_on_purpose(self) -> None:
        shut = {
            row.split(" ")[0]
            for group in page.TITLES
            for row, cells in committed(group).items()
            if not set("rwa") & set("".join(cells))
        }
        assert shut <= page.CLOSED, "open to nobody: is the thing it is about there?"
        # An excuse that is no longer needed would hide the day on which it is shut by mistake.
        assert page.CLOSED - shut <= page.WHEN_BUILT, "open to somebody by now: take it off the list"
