import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import limits
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL, Source, local_choice


class TestLimit:
    @given(st.integers(1, 9999), st.sampled_from(LimitUnit))
    def test_reads_what_it_writes(self, amount: int, unit: LimitUnit) -> None:
        assert limits.parse(str(Limit(amount, unit))) == Limit(amount, unit)

    def test_reads_people(self) -> None:
        assert limits.parse(" 5 work_days ") == limits.work_days(5)
        assert limits.parse("2urgent_hour") == limits.urgent_hours(2)
        assert limits.parse("3 calendar_day").source is LOCAL
        assert limits.parse("1 work_hour") == limits.work_hours(1)

    @pytest.mark.parametrize(
        "text",
        ["", "5", "work_day", "5 weeks", "-1 work_day", "0 work_day", "10000 work_day", "5.5 work_day"],
    )
    def test_refuses_anything_else(self, text: str) -> None:
        with pytest.raises(ValueError, match=r".+"):
            limits.parse(text)

    def test_source_explains_but_does_not_count(self) -> None:
        source = Source("A rule", "art. 1", "https://example.org/", None)
        assert limits.work_days(5, source) == limits.work_days(5)
        assert limits.parse("5 work_day", source).source is source


class TestUnit:
    def test_says_what_counts(self) -> None:
        assert [unit for unit in LimitUnit if unit.counts_office_time] == [
            LimitUnit.WORK_HOUR,
            LimitUnit.WORK_DAY,
        ]
        assert [unit for unit in LimitUnit if unit.is_days] == [LimitUnit.WORK_DAY, LimitUnit.CALENDAR_DAY]
        assert limits.calendar_days(2).unit is LimitUnit.CALENDAR_DAY


class TestSource:
    def test_is_complete_with_address_and_day_or_avowed_local(self) -> None:
        assert LOCAL.is_complete
        assert local_choice("half a day is what the office can do").is_local
        assert not Source("A rule", "", "", None).is_complete
        assert not Source("", "", "https://example.org/", None).is_complete
