"""A web node whose clock is off by `BENCH_CLOCK_SECONDS` seconds: what `linli bench faults` sets beside a right one."""

import os
from datetime import timedelta

from linli.config.wsgi import application
from linli.kernel import clock

clock.go_wrong(timedelta(seconds=float(os.environ.get("BENCH_CLOCK_SECONDS", "0"))))

__all__ = ["application"]
