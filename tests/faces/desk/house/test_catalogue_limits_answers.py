"""What an administrator keeps beside people and grids: the catalogue, deadlines, working days, standard answers."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.flow import deadlines
from linli.base.flow.models import CalendarDay, Case, LimitOverride, OfficeHours
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.kernel import clock
from linli.kernel.workdays import DayKind
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports.models import Category, CategoryHandler, StandardAnswer
from linli.pillars.governance.whistles.rules import WhistleKind
from tests.pillars.governance.reports.doing import file
from tests.pillars.governance.whistles.doing import blow
from tests.town import MONDAY, Town


@pytest.fixture
def client(town: Town) -> Client:
    return town.client("sysadmin")


PAGES = ("catalogue", "catalogue-new", "answers", "answer-new", "limits", "limit-days", "hours")


def url(name: str, *args: object) -> str:
    return reverse(f"desk:house-{name}", args=args)


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin"])
def test_others_find_nothing(town: Town, name: str) -> None:
    client = town.client(name)
    paths = [url(page) for page in PAGES] + [url("catalogue-category", "R01"), url("limit", "settle")]
    for path in paths:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)


def test_pages_ask_a_fixed_number_of_queries(
    town: Town, client: Client, django_assert_max_num_queries
) -> None:
    op.install_catalogue()
    for path in [url(page) for page in PAGES] + [url("catalogue-category", "R01"), url("limit", "settle")]:
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
    assert "没有这样的类别" in client.get(url("catalogue"), {"q": "飞碟"}).content.decode()
    matters = client.get(url("catalogue"), {"tree": "matter"}).content.decode()
    assert "M0" in matters
    assert client.get(url("catalogue-category", "R99")).status_code == 404
    assert client.get(url("limit", "nonsense")).status_code == 404


def given(town: Town, **fields: object) -> dict[str, object]:
    return {
        "name": "下水道堵了",
        "words": "下水，冒水、堵",
        "handler": town.sanitation.pk,
        "roles": ["sanitation"],
        "spot_check": "on",
        "is_active": "on",
        "is_public": "on",
        "nearby_m": 80,
        "settle_amount": 3,
        "settle_unit": "work_day",
        "q-TOTAL_FORMS": 2,
        "q-INITIAL_FORMS": 0,
        "q-0-words": "还在冒水吗？",
        "q-0-kind": "choice",
        "q-0-choices": "在冒 = Yes\n停了 = No",
        **fields,
    }


def test_a_category_is_changed_and_running_reports_keep_their_limits(town: Town, client: Client) -> None:
    number = file(town).report.case.number
    before = Case.objects.get(number=number).limits
    assert client.post(url("catalogue-category", "R01"), given(town)).status_code == 302
    category = Category.objects.get(code="R01")
    assert (category.name, category.words, category.nearby_m) == ("下水道堵了", ["下水", "冒水", "堵"], 80)
    assert category.limits == {"settle": "3 work_day"}
    assert category.questions == [
        {
            "code": "q1",
            "words": "还在冒水吗？",
            "english": "还在冒水吗？",
            "kind": "choice",
            "choices": [["c1", "在冒", "Yes"], ["c2", "停了", "No"]],
        }
    ]
    assert CategoryHandler.objects.get(category=category).unit == town.sanitation
    assert Case.objects.get(number=number).limits == before
    page = client.get(url("catalogue-category", "R01")).content.decode()
    assert "停了 = No" in page


def test_a_choice_keeps_its_code_when_another_goes(town: Town, client: Client) -> None:
    client.post(url("catalogue-category", "R01"), given(town))
    again = given(
        town,
        **{
            "q-TOTAL_FORMS": 3,
            "q-INITIAL_FORMS": 1,
            "q-0-code": "q1",
            "q-0-choices": "停了 = No\n不清楚",
            "q-1-words": "几楼？",
            "q-1-kind": "number",
            "handler": "",
        },
    )
    assert client.post(url("catalogue-category", "R01"), again).status_code == 302
    first, second = Category.objects.get(code="R01").questions
    assert [row[0] for row in first["choices"]] == ["c2", "c3"]
    assert (second["code"], second["kind"]) == ("q2", "number")
    assert not CategoryHandler.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("settle_amount", "0"), ("nearby_m", "-1"), ("name", ""), ("q-0-choices", "一个")]
)
def test_a_bad_category_is_refused_and_what_was_typed_stays(
    town: Town, client: Client, field: str, value: str
) -> None:
    page = client.post(url("catalogue-category", "R01"), given(town, help="写了半天", **{field: value}))
    assert page.status_code == 422
    assert "写了半天" in page.content.decode()
    assert Category.objects.get(code="R01").name == "下水道堵塞"


def test_a_local_category_is_added_once(town: Town, client: Client) -> None:
    op.install_catalogue()
    parent = Category.objects.filter(tree="resident", parent__isnull=True, children__isnull=False).first()
    assert parent
    data = {"parent": parent.pk, "name": "共享单车围小区"}
    assert client.post(url("catalogue-new"), data).status_code == 302
    made = Category.objects.get(name="共享单车围小区")
    assert (made.code, made.tree, made.parent) == ("L001", "resident", parent)
    assert client.post(url("catalogue-new"), data).status_code == 409


def test_a_limit_of_our_own_needs_a_basis_and_can_be_taken_back(town: Town, client: Client) -> None:
    path = url("limit", "settle")
    assert client.post(path, {"amount": 3, "unit": "work_day", "basis": ""}).status_code == 422
    assert client.post(path, {"amount": 0, "unit": "work_day", "basis": "x"}).status_code == 422
    assert (
        client.post(path, {"amount": 3, "unit": "work_day", "basis": "区办〔2026〕8 号"}).status_code == 302
    )
    assert LimitOverride.objects.get().limit == "3 work_day"
    assert "区办〔2026〕8 号" in client.get(url("limits")).content.decode()
    assert Case.objects.get(number=file(town).report.case.number).limits["settle"] == "3 work_day"
    assert client.post(path, {"do": "back"}).status_code == 302
    assert not LimitOverride.objects.exists()


def test_local_days_change_the_calendar_of_the_office(town: Town, client: Client) -> None:
    path = url("limit-days")
    data = {"day": "2026-11-21", "kind": "work", "basis": "创城值班"}
    assert client.post(path, data).status_code == 302
    table = deadlines.calendar_of(Unit.objects.get(pk=town.office.pk))
    assert table.kind_of(date(2026, 11, 21)) == DayKind.WORK
    page = client.get(path, {"year": 2026}).content.decode()
    assert "创城值班" in page
    assert client.post(path, {**data, "day": "2026-13-41"}).status_code == 422
    assert client.post(url("limit-day-clear", CalendarDay.objects.get().pk)).status_code == 302
    assert (
        deadlines.calendar_of(Unit.objects.get(pk=town.office.pk)).kind_of(date(2026, 11, 21)) == DayKind.OFF
    )
    with clock.frozen(MONDAY):
        ahead = client.get(path, {"year": 2027}).content.decode()
    assert "放假通知还没有" in ahead
    assert client.get(path, {"year": "九"}).status_code == 200


def test_standard_answers_are_written_shelved_and_found(town: Town, client: Client) -> None:
    data = {"title": "供暖报修", "text": "打 24 小时热线 96778。", "category": ""}
    assert client.post(url("answer-new"), data).status_code == 302
    kept = StandardAnswer.objects.get()
    assert client.post(url("answer", kept.pk), {**data, "title": "供暖报修电话"}).status_code == 302
    assert "供暖报修电话" in client.get(url("answers"), {"q": "96778"}).content.decode()
    assert client.post(url("answer-new"), {"title": "空", "text": ""}).status_code == 422
    assert client.post(url("answer-shelve", kept.pk)).status_code == 302
    kept.refresh_from_db()
    assert not kept.is_active
    other = StandardAnswer.objects.create(office=town.district, title="别处的", text="x")
    assert client.get(url("answer", other.pk)).status_code == 404
    assert "没有这样的答复" in client.get(url("answers"), {"q": "飞碟"}).content.decode()


class TestHours:
    SUMMER = {
        "from_date": "2026-05-01",
        "morning_opens": "08:30",
        "morning_closes": "12:00",
        "afternoon_opens": "14:00",
        "afternoon_closes": "18:00",
        "basis": "夏季作息通知",
    }

    def test_from_a_day_on_change_deadlines_and_are_taken_back(self, town: Town, client: Client) -> None:
        assert client.post(url("hours"), self.SUMMER).status_code == 302
        with clock.frozen(MONDAY):
            page = client.get(url("hours")).content.decode()
        assert "夏季作息通知" in page
        assert "今天上班：" in page
        assert "08:30–12:00" in page
        case = file(town, category="R02").report.case
        assert case.resolve_by is not None
        assert clock.local(case.resolve_by).time() == time(18)
        assert client.post(url("hours-clear", OfficeHours.objects.get().pk)).status_code == 302
        again = file(town, category="R02", phone="13800007777").report.case
        assert again.resolve_by is not None
        assert clock.local(again.resolve_by).time() == time(17, 30)

    @pytest.mark.parametrize(
        "wrong", [{"morning_closes": "08:00"}, {"from_date": ""}, {"afternoon_opens": "25:00"}]
    )
    def test_out_of_order_are_refused_and_what_was_typed_stays(
        self, client: Client, wrong: dict[str, str]
    ) -> None:
        answer = client.post(url("hours"), {**self.SUMMER, **wrong})
        assert answer.status_code == 422
        assert "夏季作息通知" in answer.content.decode()
        assert not OfficeHours.objects.exists()

    def test_of_another_office_are_not_there(self, town: Town, client: Client) -> None:
        other = add_unit(kind=UnitKind.SUBDISTRICT, name="邻街道", parent=town.district, code="379901002")
        theirs = OfficeHours.objects.create(
            office=other, from_date="2026-05-01", morning_opens="08:00", morning_closes="12:00",
            afternoon_opens="14:00", afternoon_closes="18:00", basis="别处的",
        )  # fmt: skip
        assert "别处的" not in client.get(url("hours")).content.decode()
        assert client.post(url("hours-clear", theirs.pk)).status_code == 404


def test_an_office_settles_how_fast_departments_come_when_called(town: Town, client: Client) -> None:
    path = url("limit", "governance.whistle:emergency:sign")
    given = {"amount": 20, "unit": "urgent_hour", "basis": "区吹哨办〔2026〕2 号"}
    assert client.post(path, {**given, "basis": ""}).status_code == 422
    assert client.post(path, given).status_code == 302
    assert "区吹哨办〔2026〕2 号" in client.get(url("limits")).content.decode()
    called = {k.value: Case.objects.get(number=blow(town, kind=k)).limits["sign"] for k in WhistleKind}
    assert called["emergency"] == "20 urgent_hour"
    assert called["coordination"] != called["emergency"]
    assert client.post(path, {"do": "back"}).status_code == 302
    again = Case.objects.get(number=blow(town, kind=WhistleKind.EMERGENCY))
    assert again.limits["sign"] != "20 urgent_hour"
    assert client.get(url("limit", "governance.rectification::recheck")).status_code == 200
    assert client.get(url("limit", "governance.rectification::mend")).status_code == 404
