"""Departments stand beside the subdistrict, not below it: who keeps a district keeps their accounts too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import operations as people
from linli.kernel import clock
from tests.town import Town

SHARED = ("units", "accounts", "catalogue")
OWN = ("grids", "grid-map", "limits", "hours", "answers", "learned", "messages")


@pytest.fixture
def sewers(town: Town) -> Unit:
    return add_unit(kind=UnitKind.DEPARTMENT, name="区排水所", parent=town.district)


def test_its_keeper_keeps_departments_and_unlocks_whoever_works_there(town: Town, sewers: Unit) -> None:
    digger = town.hire("digger", Role.HANDLER, sewers)
    town.hire("keeper", Role.SYSTEM_ADMIN, town.district)
    town.hire("guard", Role.SECURITY_ADMIN, town.district)
    for _i in range(6):
        people.log_in_failed(username="digger", address="10.0.0.7", at=clock.now())
    page = reverse("desk:house-account", args=[digger.pk])
    assert town.client("sysadmin").get(page).status_code == 404, "not on the subdistrict's ground"
    assert town.client("keeper").get(page).status_code == 200
    guard = town.client("guard")
    assert "digger" in guard.get(reverse("desk:house-security")).content.decode()
    unlock = reverse("desk:house-unlock", args=[digger.pk])
    assert town.client("secadmin").post(unlock).status_code == 404
    assert guard.post(unlock).status_code == 302
    assert people.locked_among([digger], clock.now()) == []


def test_what_belongs_to_one_office_is_left_to_its_own_keeper(town: Town) -> None:
    town.hire("keeper", Role.SYSTEM_ADMIN, town.district)
    client = town.client("keeper")
    for page in OWN:
        assert client.get(reverse(f"desk:house-{page}")).status_code == 404, page
    shown = client.get("/d/").content.decode()
    for page in SHARED:
        assert client.get(reverse(f"desk:house-{page}")).status_code == 200, page
        assert f'href="{reverse(f"desk:house-{page}")}"' in shown
    assert not any(f'href="{reverse(f"desk:house-{page}")}"' in shown for page in OWN)
