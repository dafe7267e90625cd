"""Auditors read who changed what; security administrators who logged in and who failed to; neither changes anything."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from linli.base.people import operations as people
from linli.base.people.models import AccessLog
from linli.kernel import clock
from tests.town import MONDAY, Town


def url(name: str, *args: object) -> str:
    return reverse(f"desk:house-{name}", args=args)


def change(town: Town) -> None:
    fields = {"name": "供热总站", "phone": "0531-2", "handles": ["heat"]}
    done = town.client("sysadmin").post(url("unit", town.heating.pk), fields)
    assert done.status_code == 302


OPEN = {
    "audit": {"auditor"},
    "audit-export": {"auditor"},
    "security": {"secadmin"},
    "holders": {"auditor", "secadmin"},
    "holders-export": {"auditor", "secadmin"},
}


@pytest.mark.parametrize("name", ["auditor", "secadmin", "sysadmin", "leader", "worker"])
def test_each_finds_only_what_is_theirs(town: Town, name: str) -> None:
    client = town.client(name)
    found = {page for page in OPEN if client.get(url(page)).status_code == 200}
    assert found == {page for page, who in OPEN.items() if name in who}
    assert all(client.post(url(page)).status_code in (404, 405) for page in OPEN)


def test_a_change_of_the_house_is_in_the_log_from_what_to_what(town: Town) -> None:
    change(town)
    row = AccessLog.objects.get(what="house_changed")
    assert (row.actor, row.subject, row.subject_id) == (
        town.people["sysadmin"],
        "orgs.Unit",
        town.heating.pk,
    )
    page = town.client("auditor").get(url("audit"), {"what": "house_changed"}).content.decode()
    assert "改了单位" in page
    assert "名称：供热站 → 供热总站" in page


def test_a_refused_change_leaves_no_line(town: Town) -> None:
    client = town.client("sysadmin")
    assert client.post(url("unit-close", town.communities[0].pk)).status_code == 409
    assert client.post(url("unit", town.heating.pk), {"name": ""}).status_code == 422
    assert not AccessLog.objects.filter(what="house_changed").exists()


def test_the_log_is_narrowed_paged_and_exported(town: Town, django_assert_max_num_queries) -> None:
    change(town)
    client = town.client("auditor")
    with django_assert_max_num_queries(15):
        assert client.get(url("audit")).status_code == 200
    none = client.get(url("audit"), {"who": "没有这个人"}).content.decode()
    assert "没有这样的记录" in none
    assert client.get(url("audit"), {"first": "昨天"}).status_code == 422
    assert "供热总站" not in client.get(url("audit"), {"last": "2020-01-01"}).content.decode()
    book = client.get(url("audit-export"), {"what": "house_changed"})
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert "供热总站" in rows[1][4]
    assert AccessLog.objects.filter(what="exported", actor=town.people["auditor"]).count() == 1
    holders = client.get(url("holders-export"))
    assert holders.status_code == 200


def test_nothing_of_another_office_is_shown(town: Town) -> None:
    stranger = town.hire("stranger", next(iter(town.actor("worker").roles)), town.district)
    AccessLog.objects.create(at=MONDAY, what="logged_in", actor=stranger, person=stranger)
    assert "stranger" not in town.client("auditor").get(url("audit")).content.decode()


def test_who_failed_to_log_in_and_who_is_in(town: Town, django_assert_max_num_queries) -> None:
    people.log_in_failed(username="stoker", address="10.0.0.7", at=clock.now())
    town.client("stoker")
    client = town.client("secadmin")
    with django_assert_max_num_queries(15):
        page = client.get(url("security")).content.decode()
    assert "10.0.0.7" in page
    assert "stoker" in page
