"""Fields that forgive, and what they say where they can't."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from linli.faces.parts.inputs import DayField


class TestDayField:
    @pytest.mark.parametrize("typed", ["0206-11-24", "1899-12-31", "9999-12-31"])
    def test_a_year_of_no_office_is_said_where_it_was_typed(self, typed: str) -> None:
        with pytest.raises(ValidationError, match="年份不对"):
            DayField().clean(typed)

    def test_gives_the_day(self) -> None:
        assert DayField().clean("2199-12-31").year == 2199
