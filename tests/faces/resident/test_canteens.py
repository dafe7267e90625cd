"""A canteen on the phone: the week's menu for everybody, one press to order, a parent's meal only with their word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.service.canteens import operations as op
from linli.pillars.service.canteens.models import Menu, Order
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.canteens.kitchen import elder, kitchen, menu, rule
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 17)


def test_from_the_menu_to_an_order_and_back(town: Town, client: Client) -> None:
    rule(town)
    canteen = kitchen(town)
    there = menu(town, canteen, TOMORROW)
    here = f"/canteens/{canteen.pk}/"
    with clock.frozen(MONDAY):
        assert canteen.name in client.get("/canteens/").content.decode()
        page = client.get(here).content.decode()
        assert "红烧鱼" in page
        assert "12.00" in page
        # What is given to whom is read by everybody; whose class it is, by themselves alone.
        assert "满 70 岁，一份补 3.00 元，一周最多 5 份" in page
        assert "您是这一类" not in page
        assert client.post(f"{here}order/").headers["Location"].startswith("/account/login/")
        account = resident("13800010001")
        Account.objects.filter(pk=account.pk).update(name="孙桂1")
        eater = elder(town)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        client.post(f"{here}order/", {"menu": there.pk, "eater": eater.pk})
        assert Menu.objects.get().ordered == 1
        assert "订好了" in client.get(here).content.decode()
        assert "您是这一类" in client.get(here).content.decode()
        client.post(f"{here}cancel/", {"order": Order.objects.get().pk})
        assert Menu.objects.get().ordered == 0
        assert client.post(f"{here}buy/").status_code == 404
        son = resident("13900005555")
        client.force_login(son, backend="django.contrib.auth.backends.ModelBackend")
        client.post(f"{here}order/", {"menu": there.pk, "eater": eater.pk})
        assert Menu.objects.get().ordered == 0
        op.let_family_order(actor=town.actor("clerk"), at=MONDAY, eater_id=eater.pk, account=son)
        client.post(f"{here}order/", {"menu": there.pk, "eater": eater.pk})
        assert Menu.objects.get().ordered == 1
    with clock.frozen(MONDAY + timedelta(days=1, hours=2)):
        client.post(f"{here}cancel/", {"order": Order.objects.get(cancelled_at=None).pk})
        assert Menu.objects.get().ordered == 1
