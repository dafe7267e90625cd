import time
from datetime import UTC, datetime, timedelta

import pytest

from linli.kernel import clock

DAY = datetime(2026, 2, 14, 9, tzinfo=clock.SHANGHAI)


class TestClock:
    def test_tells_the_time_in_utc(self) -> None:
        machine = datetime.fromtimestamp(time.time(), UTC)
        assert abs(clock.now() - machine) < timedelta(seconds=5)
        assert clock.now().tzinfo is UTC
        assert not clock.is_shifted()

    def test_shifted_runs_on(self) -> None:
        with clock.shifted(DAY):
            first, second = clock.now(), clock.now()
            assert clock.is_shifted()
            assert DAY <= first <= second < DAY + timedelta(seconds=5)
        assert clock.now() > DAY

    def test_frozen_stands_still_and_the_innermost_wins(self) -> None:
        with clock.shifted(DAY), clock.frozen(DAY + timedelta(days=1)):
            assert clock.now() == clock.now() == DAY + timedelta(days=1)
            with clock.shifted(DAY):
                assert clock.now() < DAY + timedelta(hours=1)

    def test_local_reads_the_clock_of_china(self) -> None:
        assert clock.local(datetime(2026, 2, 13, 16, tzinfo=UTC)).isoformat() == "2026-02-14T00:00:00+08:00"
        with pytest.raises(ValueError, match="without a zone"):
            clock.local(datetime(2026, 2, 13))
