"""A town with a catalogue, an estate with two buildings, and published posts: what a resident's page can meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.base.people.actors import ANYONE
from linli.base.people.models import Account, Post
from linli.base.places.models import Building, Compound
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

HOUR = timedelta(hours=1)
LON, LAT = IN_FIRST_GRID


@pytest.fixture
def now() -> Iterator[datetime]:
    with clock.frozen(MONDAY):
        yield MONDAY


@pytest.fixture
def town(db: None, now: datetime) -> Town:
    town = build_town()
    town.office.phone = "053186010000"
    town.office.supervision_phone = "053186019999"
    town.office.save()
    estate = Compound.objects.create(
        community=town.communities[0], name="康乐花园", aliases=["棉纺厂宿舍"], lon=LON, lat=LAT
    )
    for number, step in (("3号楼", 0.0), ("5号楼", 0.001)):
        Building.objects.create(compound=estate, grid=town.grids[0], number=number, lon=LON + step, lat=LAT)
    Post.objects.filter(account=town.people["worker"]).update(is_public=True)
    Account.objects.filter(username="worker").update(name="陈桂芳")
    Category.objects.filter(code="R01").update(
        words=["下水", "井盖"],
        questions=[
            {"code": "since", "words": "多久了？", "english": "Since when?", "kind": "text", "choices": []},
            {
                "code": "depth",
                "words": "多深？",
                "english": "How deep?",
                "kind": "choice",
                "choices": [["ankle", "到脚踝", "Ankle"], ["knee", "到膝盖", "Knee"]],
            },
        ],
    )
    return town


@pytest.fixture
def file(town: Town) -> Callable[..., operations.Filed]:
    def make(**fields: Any) -> operations.Filed:
        given = {
            "actor": ANYONE,
            "at": MONDAY,
            "text": "三号楼东边下水井冒水，臭得不行。",
            "lon": LON,
            "lat": LAT,
            "phone": "13800001234",
            "category": "R01",
        }
        return operations.file_report(**{**given, **fields})

    return make


def link(filed: operations.Filed, tail: str = "") -> str:
    return f"/r/{filed.report.case.number}/{filed.token}/{tail}"


@pytest.fixture
def story(town: Town, file: Callable[..., operations.Filed]) -> Any:
    from tests.faces.resident.stories import Story

    return Story(town, file())
