"""What each of several reporters of one case reads, and may do."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from linli.base.flow.refusals import NotYourMove
from linli.base.people.actors import ANYONE, Actor, ActorKind
from linli.base.people.models import Account, Post
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category, Reporter
from linli.pillars.governance.reports.queries import Voice
from tests.town import IN_FIRST_GRID, MONDAY, Town

HOUR = timedelta(hours=1)
LON, LAT = IN_FIRST_GRID


class Two:
    """A case with somebody who raised it and somebody who joined."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.first = self.file("楼道灯坏了", "13800001234")
        self.number = self.first.report.case.number
        self.second = operations.join_report(
            actor=ANYONE, number=self.number, at=MONDAY + HOUR, note="我家也黑", phone="13900001234"
        )

    def file(self, text: str, phone: str) -> operations.Filed:
        return operations.file_report(
            actor=ANYONE, at=MONDAY, text=text, lon=LON, lat=LAT, phone=phone, category="R01"
        )

    def page(self, filed: operations.Filed) -> queries.FollowPage:
        return queries.follow_page(number=filed.report.case.number, token=filed.token)


@pytest.fixture
def two(town: Town) -> Two:
    return Two(town)


def test_what_one_says_the_other_does_not_read(two: Two) -> None:
    operations.supplement_report(
        actor=ANYONE,
        number=two.number,
        at=MONDAY + 2 * HOUR,
        words="我妈七十八岁，住 301",
        reporter=two.first.reporter,
    )
    mine, theirs = two.page(two.first).steps[0], two.page(two.second).steps[0]
    assert (mine.voice, mine.words) == (Voice.ME, "我妈七十八岁，住 301")
    assert (theirs.voice, theirs.words, theirs.who) == (Voice.NEIGHBOUR, "", "")


def test_who_joined_may_add_and_remind_but_not_end_it(two: Two) -> None:
    second: Reporter = two.second.reporter
    operations.urge_report(
        actor=ANYONE, number=two.number, at=MONDAY + 2 * HOUR, note="请快些", reporter=second
    )
    with pytest.raises(NotYourMove):
        operations.withdraw_report(actor=ANYONE, number=two.number, at=MONDAY + 2 * HOUR, reporter=second)
    worker = two.town.actor("worker")
    operations.settle_report(actor=worker, number=two.number, at=MONDAY + 3 * HOUR, answer="换了灯")
    with pytest.raises(NotYourMove):
        operations.rate_report(
            actor=ANYONE, number=two.number, at=MONDAY + 4 * HOUR, solved=True, level=5, reporter=second
        )
    case = operations.rate_report(
        actor=ANYONE,
        number=two.number,
        at=MONDAY + 4 * HOUR,
        solved=True,
        level=5,
        reporter=two.first.reporter,
    )
    assert case.state == "closed"


def test_a_resident_with_an_account_is_never_named_on_a_step(two: Two) -> None:
    account = Account.objects.create_user(username="r1", name="赵明", is_resident=True)
    actor = Actor(ActorKind.RESIDENT, account.pk, account.name)
    operations.supplement_report(
        actor=actor, number=two.number, at=MONDAY + 2 * HOUR, words="还没修", reporter=two.first.reporter
    )
    assert two.page(two.first).steps[0].who == ""
    staff = queries.case_page(actor=two.town.actor("worker"), number=two.number, at=MONDAY + 3 * HOUR)
    assert staff.steps[0].who == ""


def test_staff_are_named_only_where_the_office_publishes_the_post(two: Two) -> None:
    worker = two.town.actor("worker")
    operations.accept_report(actor=worker, number=two.number, at=MONDAY + 2 * HOUR)
    step = two.page(two.first).steps[0]
    assert (step.who, step.unit, step.role) == ("", "第1网格", "专职网格员")
    Post.objects.filter(account=two.town.people["worker"]).update(is_public=True)
    assert two.page(two.first).steps[0].who == "worker"


def test_merged_tells_the_progress_of_the_other_and_nothing_of_its_reporter(two: Two) -> None:
    other = two.file("2 单元灯不亮", "13700001234")
    secretary = two.town.actor("secretary")
    operations.merge_report(
        actor=secretary, number=other.report.case.number, into=two.number, at=MONDAY + HOUR, note="同一盏"
    )
    operations.supplement_report(
        actor=ANYONE, number=two.number, at=MONDAY + 2 * HOUR, words="我住 301", reporter=two.first.reporter
    )
    worker = two.town.actor("worker")
    operations.settle_report(actor=worker, number=two.number, at=MONDAY + 3 * HOUR, answer="换了灯")
    page = two.page(other)
    assert page.is_merged
    assert not page.is_first
    assert [(s.verb, s.voice, s.words) for s in page.steps] == [
        ("settle", Voice.STAFF, "换了灯"),
        ("supplement", Voice.NEIGHBOUR, ""),
        ("merge", Voice.STAFF, ""),
        ("file", Voice.ME, ""),
    ]


def test_takes_a_fixed_number_of_queries(two: Two, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(7):
        two.page(two.first)


def test_what_staff_say_to_one_in_person_is_for_them_alone(two: Two) -> None:
    worker = two.town.actor("worker")
    operations.contact_reporter(
        actor=worker, number=two.number, at=MONDAY + 2 * HOUR, answer="王大妈，下午来您家"
    )
    operations.settle_report(
        actor=worker, number=two.number, at=MONDAY + 3 * HOUR, answer="换了灯，有事打 13800001234"
    )
    assert [s.words for s in two.page(two.first).steps[:2]] == [
        "换了灯，有事打 13800001234",
        "王大妈，下午来您家",
    ]
    assert [s.words for s in two.page(two.second).steps[:2]] == ["换了灯，有事打 138****1234", ""]


def near(lon: float, category: str = "", text: str = "") -> list[queries.SameNearby]:
    problem = queries.Problem(text=text, lon=lon, lat=LAT, category=category)
    return queries.nearby_open(problem=problem, at=MONDAY)


class TestAlreadyReported:
    def test_shows_what_kind_how_far_and_no_word_of_the_resident(self, two: Two) -> None:
        (one,) = near(LON + 0.0002, "R01")
        assert (one.number, one.title, one.category, one.photo_id) == (
            two.number,
            "",
            "下水道堵塞",
            None,
        )
        assert one.metres is not None
        assert 15 <= one.metres <= 20
        assert one.joined_count == 1

    def test_never_shows_what_may_not_be_public(self, two: Two) -> None:
        Category.objects.filter(code="R01").update(is_public=False)
        assert near(LON, "R01") == []
        assert near(LON, "") == []

    def test_leaves_out_what_is_confidential_other_or_ended(self, two: Two) -> None:
        assert near(LON, "R02") == []
        operations.withdraw_report(
            actor=ANYONE, number=two.number, at=MONDAY + 2 * HOUR, reporter=two.first.reporter
        )
        assert near(LON, "R01") == []

    def test_shows_title_and_photo_where_staff_published_them(self, two: Two) -> None:
        operations.publish_report(
            actor=two.town.actor("secretary"), number=two.number, at=MONDAY, title="楼道灯", text="不亮"
        )
        assert [n.title for n in near(LON, "R01")] == ["楼道灯"]


class TestMine:
    def test_a_phone_remembers_what_it_sent_until_the_link_is_withdrawn(self, two: Two) -> None:
        reporter = two.first.reporter
        assert [r.number for r in queries.my_reports(remembered={reporter.pk: 0})] == [two.number]
        assert queries.my_reports(remembered={reporter.pk: 1}) == []
        assert queries.my_reports(remembered={}) == []

    def test_whoever_joined_reads_no_title_of_another(self, two: Two) -> None:
        (mine,) = queries.my_reports(remembered={two.first.reporter.pk: 0})
        (theirs,) = queries.my_reports(remembered={two.second.reporter.pk: 0})
        assert (mine.title, theirs.title) == ("楼道灯坏了", "下水道堵塞")

    def test_says_what_was_last_said(self, two: Two, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        worker = two.town.actor("worker")
        operations.contact_reporter(actor=worker, number=two.number, at=MONDAY + HOUR, answer="灯已买好")
        operations.note_report(actor=worker, number=two.number, at=MONDAY + HOUR, note="内部")
        with django_assert_max_num_queries(2):
            (mine,) = queries.my_reports(remembered={two.first.reporter.pk: 0})
        assert mine.said == "灯已买好"


def test_knows_a_form_again_by_its_key(two: Two) -> None:
    filed_key, joined_key = uuid.uuid4(), uuid.uuid4()
    filed = operations.file_report(
        actor=ANYONE, at=MONDAY, text="树倒了", lon=LON, lat=LAT, key=filed_key, category="R02"
    )
    joined = operations.join_report(actor=ANYONE, number=two.number, at=MONDAY + 5 * HOUR, key=joined_key)
    assert queries.filed_by_key(key=filed_key) == filed.reporter
    assert queries.filed_by_key(key=joined_key) == joined.reporter
    assert queries.filed_by_key(key=uuid.uuid4()) is None


def test_proposes_a_category_by_what_people_call_it(town: Town) -> None:
    Category.objects.filter(code="R01").update(words=["下水", "井盖", "冒水"])
