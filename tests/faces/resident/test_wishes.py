"""Small wishes on the phone: nobody is named, one person takes, and gives back or tells that it is done."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import Wish
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.care.people import somebody
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def test_is_taken_given_back_and_fulfilled(town: Town, client: Client) -> None:
    person = somebody(town)
    wish = op.publish_wish(actor=town.actor("clerk"), at=MONDAY, person_id=person.pk, words="想要一台收音机")
    page = client.get("/wishes/").content.decode()
    assert "想要一台收音机" in page
    assert "孙" not in page
    assert "第1网格" not in page
    assert client.post(f"/wishes/{wish.pk}/take/").headers["Location"].startswith("/account/login/")
    client.force_login(resident("13800004444"), backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/wishes/{wish.pk}/take/")
    assert "我认领的" in client.get("/wishes/").content.decode()
    client.post(f"/wishes/{wish.pk}/back/")
    assert Wish.objects.get().state == "open"
    client.post(f"/wishes/{wish.pk}/take/")
    client.post(f"/wishes/{wish.pk}/done/")
    assert Wish.objects.get().state == "fulfilled"
    client.post(f"/wishes/{wish.pk}/back/")
    assert Wish.objects.get().state == "fulfilled"
    assert client.post(f"/wishes/{wish.pk}/sell/").status_code == 404
