"""Who could lead is proposed at dispatch from who led the like, and the form comes filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from linli.base.language import proposing
from linli.base.language.learning import learn
from linli.base.language.models import LearnedModel
from linli.kernel import clock
from linli.pillars.governance.reports import queries
from tests.pillars.governance.reports import doing
from tests.town import MONDAY, Town


@pytest.fixture(autouse=True)
def _taught(town: Town) -> Iterator[None]:
    """Ended cases have shown that heating goes to the heating company and rubbish to the sanitation team."""
    where = ("三号楼", "东门", "河边", "老街", "北院")
    heat = [f"{one}{what}" for one in where for what in ("暖气不热", "暖气冰凉", "暖气片漏了")]
    dirt = [f"{one}{what}" for one in where for what in ("垃圾没人清", "垃圾桶满了", "垃圾堆在路边")]
    labels = [str(town.heating.pk)] * len(heat) + [str(town.sanitation.pk)] * len(dirt)
    model = learn([*heat, *dirt] * 3, labels * 3)
    LearnedModel.objects.create(
        subject=queries.UNIT, office=town.office, version=1, outcome="kept", is_current=True, learned_at=MONDAY,
        examples=90, packed=model.pack(),
    )  # fmt: skip
    proposing.forget()
    with clock.frozen(MONDAY):
        yield
    proposing.forget()


def test_the_dispatch_screen_proposes_who_led_the_like_and_says_why(town: Town) -> None:
    number = doing.file(town, text="三号楼暖气不热", category="").report.case.number
    page = town.client("dispatcher").get(f"/d/dispatch/{number}/").content.decode()
    proposed = re.findall(r'name="proposed" id="proposed-(\d+)"', page)
    assert proposed[0] == str(town.heating.pk)
    assert "以往这样的由它办：" in page
    assert re.search(rf'<option value="{town.heating.pk}" selected', page)


def test_another_matter_another_unit(town: Town) -> None:
    number = doing.file(town, text="东门垃圾桶满了没人清", category="").report.case.number
    page = town.client("dispatcher").get(f"/d/dispatch/{number}/").content.decode()
    assert re.findall(r'name="proposed" id="proposed-(\d+)"', page)[0] == str(town.sanitation.pk)
