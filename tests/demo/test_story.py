"""The story is told through operations: the same twice, every side way in it, the laws of the loop kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection

from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.flow.verify import verify_log
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Household, Post
from linli.base.places import index
from linli.base.places.models import Building
from linli.demo import names, story
from linli.demo.models import Telling
from linli.kernel.clock import SHANGHAI
from linli.pillars.governance.reports.models import Callback, Report, Reporter

UNTIL = datetime(2026, 11, 20, 15, 20, tzinfo=SHANGHAI)
DAYS = 16


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Telling]:
    """Tell one tiny story for all tests of this module, and take it back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield story.tell(days=DAYS, scale="tiny", until=UNTIL)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def _counts() -> dict[str, int]:
    models = (
        Unit,
        Account,
        Post,
        Building,
        Household,
        Case,
        Step,
        Assignment,
        Petition,
        Report,
        Reporter,
        Callback,
    )
    return {model.__name__: model.objects.count() for model in models}


class TestTell:
    def test_changes_nothing_the_second_time(self, told: Telling) -> None:
        before = _counts()
        again = story.tell(days=3, scale="small", until=UNTIL)
        assert again.pk == told.pk
        assert _counts() == before

    def test_settles_the_whole_town(self, told: Telling) -> None:
        kinds = Counter(Unit.objects.values_list("kind", flat=True))
        assert (kinds["community"], kinds["grid"]) == (15, 75)
        assert Account.objects.filter(posts__role="grid_worker").distinct().count() == 90
        assert Building.objects.count() > 2_000

    def test_gives_each_grid_its_place_on_the_map(self, told: Telling) -> None:
        grid = Unit.objects.get(code=f"{names.SUBDISTRICT_CODE}005003")
        house = Building.objects.filter(grid=grid).first()
        assert house is not None
        assert index.current().grid_at(house.lon, house.lat) == grid.pk

    def test_goes_every_side_way(self, told: Telling) -> None:
        verbs = set(Step.objects.values_list("verb", flat=True))
        side_ways = """
            accept refuse contact settle pass_up dispatch take answer answer_share add_assist pass_check redo rate
            send_back rule recall ask_extension grant_extension decline ask_pause grant_pause resume ask_ledger
            grant_ledger review ask_reporter reply ask_exclusion grant_exclusion appeal_rating judge_appeal reopen
            urge supervise join merge absorb unmerge release split publish
        """
        assert set(side_ways.split()) - verbs == set()

    def test_shows_yellow_and_red(self, told: Telling) -> None:
        verbs = Counter(Step.objects.values_list("verb", flat=True))
        assert verbs["turn_yellow"]
        assert verbs["turn_red"]

    def test_reopens_an_unhappy_one_a_level_up(self, told: Telling) -> None:
        reopened = Step.objects.filter(verb="rate", after="accepted").select_related("holder", "case")
        assert reopened
        assert {step.holder.kind for step in reopened} <= {"community", "subdistrict"}

    def test_hears_both_parties_of_an_appeal(self, told: Telling) -> None:
        assert {"upheld", "overturned"} <= set(Callback.objects.values_list("appeal", flat=True))

    def test_protects_a_confidential_reporter(self, told: Telling) -> None:
        case = Case.objects.filter(is_confidential=True).first()
        assert case is not None
        assert case.report.reporters.get(is_first=True).is_confidential

    def test_publishes_nothing_that_touches_one_person(self, told: Telling) -> None:
        published = Report.objects.filter(is_published=True)
        assert published.exists()
        assert not published.filter(category__is_public=False).exists()
        assert not published.filter(case__is_confidential=True).exists()

    def test_keeps_something_under_way_for_today(self, told: Telling) -> None:
        assert Case.objects.filter(is_open=True).count() >= 3

    def test_leaves_something_on_the_desk_of_everybody_of_the_cast(self, told: Telling) -> None:
        open_ = Case.objects.filter(is_open=True)
        held = Counter(open_.values_list("holder__name", flat=True))
        for name in (
            "官园社区第 3 网格",
            "河滨社区第 2 网格",
            "官园社区",
            "柳行社区",
            "城市管理办公室",
            "清泉供热服务站",
        ):
            assert held[name] >= 1, name
        assert open_.filter(holder__kind="subdistrict").count() >= 5
        assert {"extension", "pause", "ledger"} <= set(
            Petition.objects.filter(is_granted=None).values_list("what", flat=True)
        )
        assert {"received", "accepted", "dispatched", "disputed", "answered", "callback", "asked"} <= set(
            open_.values_list("state", flat=True)
        )
        mine = Reporter.objects.filter(account__username="zhangxiulan", report__case__is_open=True)
        assert mine.count() >= 3

    def test_keeps_the_laws(self, told: Telling) -> None:
        assert not Case.objects.filter(is_open=True, resolve_by=None).exists()
        ended = Case.objects.filter(is_open=False, is_answered=False, end_reason="")
        assert not ended.exists()
        assert not Step.objects.filter(at__gt=UNTIL).exists()

    def test_keeps_a_chain_that_verifies(self, told: Telling) -> None:
        assert list(verify_log()) == []

    def test_numbers_each_day_in_order(self, told: Telling) -> None:
        cases = list(
            Case.objects.filter(parent=None).order_by("filed_at", "number").values_list("number", flat=True)
        )
        assert cases == sorted(cases)

    def test_lets_people_ask_in_many_words(self, told: Telling) -> None:
        texts = [report.text for report in Report.objects.all()]
        assert len(set(texts)) > 0.9 * len(texts)

    def test_leaves_passwords_unusable_outside_demo_mode(self, told: Telling) -> None:
        assert not any(account.has_usable_password() for account in Account.objects.all())

    def test_breaks_nothing_off_in_the_database(self, told: Telling) -> None:
        connection.check_constraints()


class TestTakingUp:
    @pytest.mark.django_db
    def test_goes_on_where_it_was_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Broken(Exception):
            pass

        def break_off(done: int, total: int | None = None, words: str = "") -> None:
            if words.startswith("11-18"):
                raise Broken

        with pytest.raises(Broken):
            story.tell(days=4, scale="tiny", until=UNTIL, progress=break_off)
        half = Case.objects.count()
        told = story.tell(until=UNTIL)
        assert told.is_done
        assert Case.objects.count() > half
        assert list(verify_log()) == []
