from linli.kernel.standards.natures import Nature
from linli.kernel.standards.satisfaction import REMEDY, Satisfaction


class TestNatures:
    def test_have_words_in_both_languages(self) -> None:
        for nature in Nature:
            assert all((nature.label, nature.english, nature.help, nature.help_english))

    def test_know_what_follows_from_them(self) -> None:
        assert [nature for nature in Nature if nature.wants_work] == [
            Nature.HELP,
            Nature.COMPLAINT,
            Nature.REPORT,
        ]
        assert [nature for nature in Nature if nature.protects_reporter] == [Nature.REPORT]


class TestSatisfaction:
    def test_has_five_levels_two_of_them_bad(self) -> None:
        assert [level.value for level in Satisfaction] == [1, 2, 3, 4, 5]
        assert [level.label for level in Satisfaction if level.is_bad] == ["非常不满意", "不满意"]
        assert [level.english for level in Satisfaction if level.is_content] == [
            "Satisfied",
            "Very satisfied",
        ]
        assert str(REMEDY) == "5 work_day"
