"""Every list of enterprises, jobs, care, canteens, volunteers and bulletins hands over what it shows, as a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.canteens import operations as canteens
from linli.pillars.service.canteens import rules
from linli.pillars.service.canteens.models import Canteen, Eater
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs.models import JobSeeker
from linli.pillars.service.schemes.models import Scheme
from linli.pillars.service.volunteers.models import Activity
from tests.security.twin import OWN, Twin, build_twin
from tests.town import MONDAY

AT = MONDAY + timedelta(hours=1)
RULE = rules.Rule("B", 70, 300, 5, "区财政", date(2026, 1, 1))
Told = Callable[[Any], str]

#: A list, who reads it, and what stands in a line of it.
LISTS: tuple[tuple[str, str, Told], ...] = (
    ("/d/enterprises/", "clerk", lambda t: Enterprise.objects.get(pk=t.enterprise).name),
    ("/d/enterprises/?view=visits", "worker", lambda t: Enterprise.objects.get(pk=t.enterprise).name),
    ("/d/enterprises/?view=visits&purpose=policy", "clerk", lambda t: "送政策"),
    ("/d/enterprises/?view=promised", "clerk", lambda t: "送招聘单"),
    ("/d/needs/", "clerk", lambda t: str(t.need)),
    ("/d/schemes/", "leader", lambda t: Scheme.objects.get(pk=t.scheme).title),
    ("/d/exchange/?view=shown", "clerk", lambda t: "半间库房"),
    ("/d/jobs/?view=shown", "clerk", lambda t: "帮厨"),
    ("/d/jobs/?view=follow", "clerk", lambda t: "帮厨"),
    ("/d/jobs/seekers/", "clerk", lambda t: "139****"),
    ("/d/jobs/seekers/?view=ask", "clerk", lambda t: "139****"),
    ("/d/jobs/trainings/", "clerk", lambda t: "面点班"),
    ("/d/care/?view=all", "clerk", lambda t: "第1网格"),
    ("/d/care/wishes/", "clerk", lambda t: "想要一台收音机"),
    ("/d/care/pairs/", "leader", lambda t: "第1网格"),
    ("/d/canteens/eaters/", "clerk", lambda t: Eater.objects.get(pk=t.eater).number),
    ("/d/canteens/subsidies/", "clerk", lambda t: "七十岁以上"),
    ("/d/canteens/{canteen}/", "clerk", lambda t: Eater.objects.get(pk=t.eater).number),
    ("/d/volunteers/", "secretary", lambda t: Activity.objects.get(pk=t.activity_id).title),
    ("/d/bulletins/?view=shown", "clerk", lambda t: Bulletin.objects.get(case__number=t.bulletin).title),
)  # fmt: skip


@pytest.fixture
def twin() -> Twin:
    """One of everything, with a meal ordered, a subsidy and somebody to ask today."""
    found = build_twin()
    things = found.things[OWN]
    Canteen.objects.filter(pk=things.canteen).update(order_until=time(23))
    canteen = Canteen.objects.get(pk=things.canteen)
    canteens.set_rule(
        actor=SYSTEM, at=AT, office=found.town.office, rule=RULE, name="七十岁以上", basis="通知"
    )
    menu = canteens.set_menu(
        actor=SYSTEM, at=AT, canteen=canteen, day=MONDAY.date(), meal="lunch", dishes="面条"
    )
    canteens.order_meal(
        actor=found.town.actor("clerk"), at=AT, menu_id=menu.pk, eater_id=things.eater, channel="call"
    )
    JobSeeker.objects.update(ask_on=MONDAY.date())
    return found


@pytest.mark.django_db
def test_what_a_list_shows_stands_in_its_sheet(twin: Twin) -> None:
    things = twin.things[OWN]
    without: list[str] = []
    with clock.frozen(AT):
        for path, who, told in LISTS:
            path, words, reader = path.format(canteen=things.canteen), told(things), twin.town.client(who)
            page = reader.get(path).content.decode()
            assert words in page, (path, words)
            found = [one for one in re.findall(r'href="([^"]+\.xlsx[^"]*)"', page) if "blank" not in one]
            answer: Any = reader.get(found[0].replace("&amp;", "&")) if found else None
            if answer is None or answer.status_code != 200 or words not in _text(answer):
                without.append(path)
    assert without == []


def _text(answer: Any) -> str:
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return str([row for page in book.worksheets for row in page.iter_rows(values_only=True)])
