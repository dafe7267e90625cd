"""A system administrator keeps units, posts and accounts; nobody else finds these pages."""

import re

import pytest
from django.urls import reverse

from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Post
from tests.pillars.governance.reports.doing import file
from tests.town import Town

PAGES = ("house-units", "house-accounts", "house-account-new")


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin"])
def test_others_find_nothing(town: Town, name: str) -> None:
    client = town.client(name)
    for page in PAGES:
        assert client.get(reverse(f"desk:{page}")).status_code == 404
    assert client.post(reverse("desk:house-unit-close", args=[town.heating.pk])).status_code == 404


def test_pages_open_for_the_keeper(town: Town) -> None:
    client = town.client("sysadmin")
    for page in PAGES:
        assert client.get(reverse(f"desk:{page}")).status_code == 200
    page = client.get(reverse("desk:house-unit", args=[town.office.pk])).content.decode()
    assert "dispatcher" in page
    assert client.get(reverse("desk:house-unit", args=[town.district.pk])).status_code == 404


def test_an_account_gets_its_password_once_and_a_post(town: Town) -> None:
    client = town.client("sysadmin")
    page = client.post(reverse("desk:house-account-new"), {"name": "新来", "username": "xinlai"})
    password = re.search(r"<code>([^<]+)</code>", page.content.decode())
    account = Account.objects.get(username="xinlai")
    assert password
    assert account.check_password(password[1])
    assert account.must_change_password
    url = reverse("desk:house-post-give", args=[town.heating.pk])
    assert client.post(url, {"account": "xinlai", "role": "handler"}).status_code == 302
    assert Post.objects.get(account=account).unit == town.heating
    wrong = client.post(url, {"account": "xinlai", "role": "grid_worker"})
    assert wrong.status_code == 422
    again = client.post(url, {"account": "xinlai", "role": "handler"})
    assert again.status_code == 409
    assert "xinlai" in again.content.decode()


def test_a_closed_account_is_out_at_the_next_request(town: Town) -> None:
    theirs = town.client("stoker")
    assert theirs.get(reverse("desk:inbox")).status_code == 200
    pk = town.people["stoker"].pk
    town.client("sysadmin").post(reverse("desk:house-account-close", args=[pk]))
    assert theirs.get(reverse("desk:inbox")).status_code != 200
    assert not Post.objects.filter(account_id=pk, held_until__isnull=True).exists()


def test_a_keeper_does_not_end_an_administrators_post(town: Town) -> None:
    client = town.client("sysadmin")
    post = Post.objects.get(account=town.people["sysadmin"])
    assert client.post(reverse("desk:house-post-end", args=[post.pk])).status_code == 403
    post.refresh_from_db()
    assert post.held_until is None


def test_a_unit_with_open_work_is_not_closed(town: Town) -> None:
    client = town.client("sysadmin")
    file(town)
    Post.objects.filter(unit=town.grids[0]).delete()
    url = reverse("desk:house-unit-close", args=[town.grids[0].pk])
    page = client.post(url)
    assert page.status_code == 409
    assert Unit.objects.get(pk=town.grids[0].pk).is_active


def test_a_new_unit_and_its_words(town: Town) -> None:
    client = town.client("sysadmin")
    url = reverse("desk:house-unit-new", args=[town.office.pk])
    data = {"kind": "department", "name": "园林所", "phone": "0531-1", "handles": ["greening"]}
    assert client.post(url, data).status_code == 302
    made = Unit.objects.get(name="园林所")
    assert made.path == f"{town.office.path}{made.pk}/"
    assert made.handles == ["greening"]
    bad = client.post(url, {"kind": "grid", "name": "<b>x"})
    assert bad.status_code == 422
    assert "&lt;b&gt;x" in bad.content.decode()


def test_how_somebody_is_reached_is_changed_and_shown_masked(town: Town) -> None:
    client, worker = town.client("sysadmin"), town.people["worker"]
    path = reverse("desk:house-account-change", args=[worker.pk])
    wrong = client.post(path, {"name": "王小磊", "phone": "12", "email": ""})
    assert wrong.status_code == 422
    assert 'value="王小磊"' in wrong.content.decode()
    assert (
        client.post(path, {"name": "王小磊", "phone": "138 0013 8000", "email": "w@x.cn"}).status_code == 302
    )
    worker.refresh_from_db()
    assert (worker.name, worker.phone, worker.email) == ("王小磊", "13800138000", "w@x.cn")
    html = client.get(reverse("desk:house-account", args=[worker.pk])).content.decode()
    assert "13800138000" not in html
    assert "138****8000" in html
    client.post(path, {"name": "王磊", "phone": "", "email": ""})
    worker.refresh_from_db()
    assert (worker.name, worker.phone) == ("王磊", "13800138000")
    for name in ("secadmin", "auditor", "leader"):
        assert town.client(name).post(path, {"name": "x"}).status_code == 404


def test_fields_a_unit_answers_for_are_named_in_the_readers_language(town: Town) -> None:
    client = town.client("sysadmin")
    page = reverse("desk:house-unit", args=[town.heating.pk])
    assert "城管执法" in client.get(page).content.decode()
    client.cookies["linli_language"] = "en"
    english = client.get(page).content.decode()
    assert "Urban management" in english
    assert "城管执法" not in english
