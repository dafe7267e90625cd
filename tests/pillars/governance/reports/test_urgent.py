"""What seems to be an emergency is seen first; whether it is one, a person decides, and that is learned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.flow.models import Case, Step
from linli.base.flow.verify import verify_log
from linli.base.language import learnable
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.operations import NoSuchCategory
from linli.pillars.governance.reports.queries import _learned as learned
from tests.pillars.governance.reports import doing
from tests.town import MONDAY, Town

FIRE = "三号楼四楼窗户往外冒浓烟"


def report_of(filed: operations.Filed) -> Report:
    return Report.objects.select_related("case").get(pk=filed.report.pk)


def decide(town: Town, number: str, *, is_urgent: bool, **fields: object) -> Case:
    return operations.reclassify_report(
        actor=town.actor("dispatcher"), number=number, at=MONDAY, is_urgent=is_urgent, **fields
    )


class TestAtFiling:
    def test_words_of_danger_are_marked_and_change_nothing_else(self, town: Town) -> None:
        report = report_of(doing.file(town, text=FIRE))
        assert report.alarm == "life"
        assert not report.case.is_urgent
        assert Step.objects.get(case=report.case, seq=1).data["alarm"] == "life"

    def test_ordinary_words_are_not(self, town: Town) -> None:
        assert report_of(doing.file(town, text="路灯不亮，请来修。")).alarm == ""

    def test_what_a_person_called_urgent_needs_no_proposal(self, town: Town) -> None:
        report = report_of(doing.file(town, text=FIRE, is_urgent=True, channel="phone"))
        assert (report.alarm, report.case.is_urgent) == ("", True)

    def test_it_stands_before_what_is_due_later(self, town: Town) -> None:
        early = doing.file(town, at=MONDAY).report.case.number
        late = doing.file(town, at=MONDAY + timedelta(hours=1), text=FIRE).report.case.number
        page = queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters())
        assert [row.number for row in page.rows] == [late, early]
        first = queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters(), size=1)
        second = queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters(), after=first.after)
        assert [row.number for row in (*first.rows, *second.rows)] == [late, early]

    def test_it_is_found_among_the_urgent_ones(self, town: Town) -> None:
        number = doing.file(town, text=FIRE).report.case.number
        doing.file(town, text="路灯不亮")
        page = queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters(is_urgent=True))
        assert [row.number for row in page.rows] == [number]


class TestDeciding:
    @pytest.mark.parametrize("is_urgent", [True, False])
    def test_ends_the_proposal_with_a_step(self, town: Town, is_urgent: bool) -> None:
        number = doing.file(town, text=FIRE).report.case.number
        case = decide(town, number, is_urgent=is_urgent)
        assert case.is_urgent is is_urgent
        assert Report.objects.get(case=case).alarm == ""
        step = Step.objects.get(case=case, verb="reclassify")
        assert step.data["urgent"] is is_urgent
        assert "category" not in step.data
        assert case.topic == "R01"
        assert not list(verify_log())

    def test_can_be_changed_again_by_a_person_only(self, town: Town) -> None:
        number = doing.file(town, text=FIRE).report.case.number
        decide(town, number, is_urgent=True)
        decide(town, number, is_urgent=False, note="误报，是烧烤。")
        assert not Case.objects.get(number=number).is_urgent

    def test_another_category_leaves_urgency_alone(self, town: Town) -> None:
        number = doing.file(town, text=FIRE, is_urgent=True, channel="phone").report.case.number
        operations.reclassify_report(actor=town.actor("dispatcher"), number=number, at=MONDAY, category="R03")
        assert Case.objects.get(number=number).is_urgent

    def test_nothing_chosen_is_refused(self, town: Town) -> None:
        number = doing.file(town).report.case.number
        with pytest.raises(NoSuchCategory):
            operations.reclassify_report(actor=town.actor("dispatcher"), number=number, at=MONDAY)

    def test_is_learned_from(self, town: Town) -> None:
        told = {}
        for is_urgent, text in ((True, FIRE), (False, "烧烤店浓烟滚滚")):
            number = doing.file(town, text=text).report.case.number
            decide(town, number, is_urgent=is_urgent)
            told[text] = number
        doing.file(town, text="路灯不亮")
        doing.file(town, text="楼上着火了")  # marked, and nobody said anything
        for case in Case.objects.filter(is_open=True):
            operations.refuse_report(
                actor=town.actor("dispatcher"), number=case.number, at=MONDAY, answer="归区里管，电话 12345。"
            )
        found = {e.text: (e.label, e.is_correction) for e in learned._urgency_examples(town.office.pk, 100)}
        assert found == {
            FIRE: ("life", True),
            "烧烤店浓烟滚滚": ("no", True),
            "路灯不亮": ("no", False),
        }

    def test_the_subject_is_known_to_the_nightly_lesson(self, town: Town) -> None:
        subject = learnable.subject(queries.URGENCY)
        assert subject.first_day is not None
        assert set(subject.seeds(town.office.pk)) == {"life", "supply", "no"}


def test_a_category_that_words_filled_in_teaches_nothing_until_somebody_decides(town: Town) -> None:
    assert Category.objects.filter(pk="R01").exists()
    case = doing.file(town).report.case
    rows = Report.objects.filter(case=case)
    assert not rows.annotate(x=learned._unseen()).get().x
