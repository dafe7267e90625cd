"""What was typed for something that was ended meanwhile is refused by name and given back, on every page of the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.kernel import clock
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.life import operations as op
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.tiers import operations as tiers
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.tiers.rules import Tier
from tests.faces.desk.test_party import read
from tests.pillars.party.life.doing import everybody, lively, on, planned
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db
GIVEN_BACK = "没有记下，您写的在这里"


def test_minutes_of_a_meeting_called_off_meanwhile(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        one = planned(town, branch, LifeKind.DAY, at=on(15))
        op.call_off_meeting(actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk)
        typed = {"came": everybody(branch), "agenda": "学条例\r\n“第三章”<全文>", "settled": "下周入户"}
        answer = as_("party_secretary").post(f"/d/party/life/meetings/{one.pk}/", typed)
        page = read(answer)
    assert (answer.status_code, GIVEN_BACK in page) == (409, True)
    assert "“第三章”&lt;全文&gt;" in page
    assert "下周入户" in page
    assert "ll-note" in page.split(GIVEN_BACK)[1].split("</section>")[0]  # and why


def test_a_fold_that_closed_meanwhile(as_: As, town: Town) -> None:
    branch = lively(town)
    top, who = Organisation.objects.get(superior=None), town.actor("party_clerk")
    with clock.frozen(MONDAY):
        made = tiers.open_round(actor=who, at=MONDAY, organisation=top.pk, year=2026)
        for rating in TierRating.objects.all():
            tiers.judge(actor=who, at=MONDAY, rating=rating.pk, stars=0, tier=Tier.MIDDLE, words="平")
        own = TierRating.objects.get(organisation=branch)
        secretary, here = as_("party_secretary"), f"/d/party/tiers/ratings/{own.pk}/"
        said = {"say-met": ["term"], "say-words": "一年开了十二次会"}
        empty = read(secretary.post(f"{here}say/", {**said, "say-words": ""}))
        assert GIVEN_BACK not in empty  # the form is still there, and says what lacks
        tiers.publish_round(actor=who, at=MONDAY, round=made.pk)
        answer = secretary.post(f"{here}say/", said)
    assert answer.status_code == 409
    assert "一年开了十二次会" in read(answer).split(GIVEN_BACK)[1]


def test_what_stands_in_its_form_is_not_said_twice(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        one = planned(town, branch, LifeKind.DAY, at=on(15))
        typed = {"came": everybody(branch), "agenda": "", "settled": "下周\r\n“入户”"}
        answer = as_("party_secretary").post(f"/d/party/life/meetings/{one.pk}/", typed)
    assert (answer.status_code, GIVEN_BACK in read(answer)) == (422, False)


def test_where_nothing_is_left_the_words_still_are_and_files_are_spoken_of(as_: As, town: Town) -> None:
    lively(town)
    typed = {"agenda": "学了条例", "photo": SimpleUploadedFile("a.jpg", b"x")}
    with clock.frozen(MONDAY):
        answer = as_("party_clerk").post("/d/party/life/meetings/99999/", typed)
    page = read(answer)
    assert answer.status_code == 404
    assert "学了条例" in page.split(GIVEN_BACK)[1]
    assert "照片和文件没有留住" in page
