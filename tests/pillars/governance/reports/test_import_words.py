"""What the words of a sheet's rows say for themselves: a category that is missing, a danger that is still open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.base.flow.models import Case, Step
from linli.base.language import proposing
from linli.base.language.learning import learn
from linli.base.language.models import LearnedModel
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.queries import _learned as learned
from tests.pillars.governance.reports.test_import import take, write
from tests.town import MONDAY, Town


class TestWhatTheWordsSay:
    @pytest.fixture
    def taught(self, town: Town) -> Iterator[None]:
        """The office has learned from its own cases what sewers and lamps sound like."""
        said = [
            f"{where}{what}"
            for where in ("三号楼", "东门", "河边", "老街")
            for what in ("下水冒水", "下水堵了")
        ]
        lamps = [
            f"{where}{what}"
            for where in ("三号楼", "东门", "河边", "老街")
            for what in ("路灯不亮", "路灯坏了")
        ]
        model = learn([*said, *lamps] * 4, (["R01"] * len(said) + ["R03"] * len(lamps)) * 4)
        LearnedModel.objects.create(
            subject=queries.CATEGORY, office=town.office, version=1, outcome="kept", is_current=True,
            learned_at=MONDAY, examples=64, packed=model.pack(),
        )  # fmt: skip
        proposing.forget()
        yield
        proposing.forget()

    ROW = ("A9", "", "", "", "2026-11-11", "东门下水堵了", *[""] * 5)

    def test_fills_a_missing_category_as_the_machine_s_own_guess(
        self, taught: None, town: Town, tmp_path: Path
    ) -> None:
        assert take(town, write(tmp_path / "a.csv", self.ROW)).classed == 1
        report = Report.objects.select_related("case").get()
        assert (report.category_id, report.case.topic) == ("R01", "R01")
        first = Step.objects.get(case=report.case, seq=1)
        assert (first.data["classed"], first.data["proposed"]) == ("R01", "R01")
        page = town.client("dispatcher").get(f"/d/reports/{report.case.number}/").content.decode()
        assert "系统按文字归的类" in page

    def test_teaches_nothing_until_a_person_decides(self, taught: None, town: Town, tmp_path: Path) -> None:
        take(town, write(tmp_path / "a.csv", self.ROW))
        case, centre = Case.objects.get(), town.actor("dispatcher")
        rows = Report.objects.annotate(x=learned._unseen())
        assert rows.get().x
        operations.reclassify_report(actor=centre, number=case.number, at=MONDAY, category="R01")
        assert not rows.get().x
        page = town.client("dispatcher").get(f"/d/reports/{case.number}/").content.decode()
        assert "系统按文字归的类" not in page

    def test_an_urgent_kind_that_only_words_name_wakes_nobody(
        self, taught: None, town: Town, tmp_path: Path
    ) -> None:
        Category.objects.filter(pk="R01").update(is_urgent=True)
        take(town, write(tmp_path / "a.csv", self.ROW))
        assert not Case.objects.get().is_urgent

    def test_on_the_first_day_it_is_only_proposed(self, town: Town, tmp_path: Path) -> None:
        assert take(town, write(tmp_path / "a.csv", self.ROW)).classed == 0

    def test_danger_is_marked_where_it_is_still_open(self, town: Town, tmp_path: Path) -> None:
        fire = ("A1", "", "", "", "2026-11-11", "三号楼着火了，快来人", *[""] * 5)
        past = ("A2", "", "", "", "2026-11-11", "西楼着火了，快来人", *[""] * 3, "已扑灭。", "2026-11-11")
        take(town, write(tmp_path / "a.csv", fire, past))
        assert sorted(Report.objects.values_list("alarm", "case__is_open")) == [("", False), ("life", True)]
