"""What tests of every part share: the hamlet of `tests/town.py`."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
import pytest_django

from tests.held import held
from tests.town import Town, build_town

ASK_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.fixture(scope="module")
def town_held(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[Town | None]:
    """Build the hamlet once where every test of the module that asks the database begins with it."""
    if not all(_begins_with_town(item) for item in request.session.items if item.path == request.path):
        yield None
        return
    with held(django_db_blocker, build_town) as built:
        yield built


@pytest.fixture
def town(town_held: Town | None, db: None) -> Town:
    return deepcopy(town_held) if town_held else build_town()


def _begins_with_town(item: pytest.Item) -> bool:
    asks = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if mark and (mark.args or mark.kwargs):
        return False  # a transaction of its own, or more than one database
    has_own = bool(asks & {"transactional_db", "live_server"})
    asks_none = not mark and not asks & ASK_DATABASE
    return asks_none or ("town" in asks and not has_own)
