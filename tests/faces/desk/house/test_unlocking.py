"""Who is locked out is shown to the security administrator, who opens it after making sure who asks."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.people import operations
from linli.base.people.models import AccessLog, Account
from linli.kernel import clock
from tests.town import Town

SECURITY = "/d/house/security/"


def lock(account: Account) -> None:
    for _ in range(5):
        operations.log_in_failed(username=account.username, address="10.0.0.7", at=clock.now())


def minutes(account: Account) -> list[int]:
    return [left for _one, left in operations.locked_among([account], clock.now())]


def test_the_page_names_who_is_locked_and_opens_it(town: Town, django_assert_max_num_queries) -> None:
    worker = town.people["worker"]
    client = town.client("secadmin")
    assert "没有账号锁着" in client.get(SECURITY).content.decode()
    lock(worker)
    with django_assert_max_num_queries(15):
        html = client.get(SECURITY).content.decode()
    unlock = reverse("desk:house-unlock", args=[worker.pk])
    assert f'action="{unlock}"' in html
    assert "15 分钟后自动打开" in html
    person = client.get(reverse("desk:house-guarded", args=[worker.pk])).content.decode()
    assert f'action="{unlock}"' in person
    assert client.post(unlock).status_code == 302
    assert minutes(worker) == []
    line = AccessLog.objects.get(what=AccessLog.What.UNLOCKED)
    assert (line.actor, line.person) == (town.people["secadmin"], worker)
    person = client.get(reverse("desk:house-guarded", args=[worker.pk])).content.decode()
    assert f'action="{unlock}"' not in person


def test_wrong_codes_lock_and_unlock_alike(town: Town) -> None:
    worker = town.people["worker"]
    for _ in range(5):
        operations.factor_failed(account=worker, address="10.0.0.7", at=clock.now())
    assert minutes(worker) == [15]
    town.client("secadmin").post(reverse("desk:house-unlock", args=[worker.pk]))
    assert minutes(worker) == []


@pytest.mark.parametrize("name", ["sysadmin", "auditor", "leader", "worker"])
def test_nobody_else_unlocks(town: Town, name: str) -> None:
    worker = town.people["worker"]
    lock(worker)
    client: Client = town.client(name)
    assert client.post(reverse("desk:house-unlock", args=[worker.pk])).status_code == 404
    assert minutes(worker) == [15]


def test_somebody_of_another_office_is_not_there(town: Town) -> None:
    from linli.base.orgs.roles import Role

    stranger = town.hire("far", Role.LEADER, town.district)
    lock(stranger)
    client = town.client("secadmin")
    assert "far" not in client.get(SECURITY).content.decode()
    assert client.post(reverse("desk:house-unlock", args=[stranger.pk])).status_code == 404
