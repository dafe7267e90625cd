"""One office's own deadline for one category: added on a stated ground, tried on a day first, changed and ended."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.flow.models import Case, LimitOverride
from linli.base.people.models import AccessLog
from linli.pillars.governance.reports import operations as op
from tests.pillars.governance.reports.doing import file
from tests.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return town.client("sysadmin")


def url(name: str, *args: object) -> str:
    return reverse(f"desk:house-{name}", args=args)


def given(**fields: object) -> dict[str, object]:
    return {
        "topic": "R01",
        "slot": "settle",
        "amount": 2,
        "unit": "calendar_day",
        "basis": "街道办〔2026〕3 号",
        "sample": "2026-11-20T10:00",
        **fields,
    }


def own(town: Town, **fields: object) -> LimitOverride:
    return LimitOverride.objects.create(
        **{
            "office": town.office,
            "kind": "governance.report",
            "topic": "R01",
            "slot": "settle",
            "limit": "3 work_day",
            "basis": "老文件",
            **fields,
        }
    )


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin"])
def test_others_find_nothing(town: Town, name: str) -> None:
    row = own(town)
    other = town.client(name)
    for path in (url("limit-of-new"), url("limit-of", row.pk), url("limit-of-end", row.pk)):
        assert other.get(path).status_code in (404, 405)
        assert other.post(path).status_code in (404, 405)


def test_trying_shows_what_each_rule_gives_and_keeps_nothing(town: Town, client: Client) -> None:
    own(town, topic="", limit="1 work_day", basis="统一")
    html = client.post(url("limit-of-new"), {**given(), "try": "1"}).content.decode()
    assert not LimitOverride.objects.filter(topic="R01").exists()
    # Friday 2026-11-20, 10:00: two calendar days end on Sunday night, one working day on Monday.
    assert "2026-11-22 23:59" in html
    assert "2026-11-23" in html
    for whose in ("流程规定", "本街道各类统一", "这一条"):
        assert whose in html
    assert 'value="街道办〔2026〕3 号"' in html


def test_a_new_one_holds_for_new_cases_only(town: Town, client: Client) -> None:
    before = file(town).report.case
    assert client.post(url("limit-of-new"), given()).status_code == 302
    row = LimitOverride.objects.get()
    assert (row.topic, row.slot, row.limit, row.basis) == (
        "R01",
        "settle",
        "2 calendar_day",
        "街道办〔2026〕3 号",
    )
    after = file(town).report.case
    assert after.topic == "R01"
    assert after.limits["settle"] == "2 calendar_day"
    assert Case.objects.get(pk=before.pk).limits["settle"] != "2 calendar_day"
    html = client.get(url("limits")).content.decode()
    assert "街道办〔2026〕3 号" in html
    assert url("limit-of", row.pk) in html
    line = AccessLog.objects.get(field="limit-set")
    assert "依据：— → 街道办〔2026〕3 号" in line.reason
    assert "试算" not in line.reason


def test_the_same_step_is_not_given_twice(town: Town, client: Client) -> None:
    own(town)
    response = client.post(url("limit-of-new"), given())
    assert response.status_code == 409
    assert "已经有本街道的规定了" in response.content.decode()
    assert LimitOverride.objects.get().limit == "3 work_day"


def test_it_is_changed_but_never_moved_to_another_category(town: Town, client: Client) -> None:
    row = own(town)
    assert client.get(url("limit-of", row.pk)).status_code == 200
    changed = given(topic="R02", slot="accept", amount=5, unit="work_hour", basis="新文件")
    assert client.post(url("limit-of", row.pk), changed).status_code == 302
    row.refresh_from_db()
    assert (row.topic, row.slot, row.limit, row.basis) == ("R01", "settle", "5 work_hour", "新文件")


def test_it_ends(town: Town, client: Client) -> None:
    row = own(town)
    assert client.post(url("limit-of-end", row.pk)).status_code == 302
    assert not LimitOverride.objects.exists()
    assert "老文件" in AccessLog.objects.get(field="limit-back").reason
    assert client.post(url("limit-of-end", row.pk)).status_code == 404


def test_what_does_not_fit_is_said(town: Town, client: Client) -> None:
    for wrong in (
        {"amount": 0},
        {"amount": "abc"},
        {"basis": ""},
        {"unit": "fortnight"},
        {"topic": "R99"},
        {"topic": ""},
        {"slot": "x"},
        {"sample": "gestern"},
    ):
        assert client.post(url("limit-of-new"), given(**wrong)).status_code == 422, wrong
    assert client.post(url("limit-of-new"), given(basis="   ")).status_code == 422
    assert not LimitOverride.objects.exists()


def test_those_of_another_office_and_for_all_categories_are_not_here(town: Town, client: Client) -> None:
    for row in (own(town, office=town.district), own(town, topic="")):
        assert client.get(url("limit-of", row.pk)).status_code == 404


def test_pages_ask_a_fixed_number_of_queries(
    town: Town, client: Client, django_assert_max_num_queries
) -> None:
    op.install_catalogue()
    rows = [own(town, topic=f"R0{n}") for n in range(1, 6)]
    for path in (url("limits"), url("limit-of-new"), url("limit-of", rows[0].pk)):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
