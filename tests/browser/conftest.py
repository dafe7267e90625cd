"""Real-browser tests: `browser` for the run, `page` for a test, `live_server` of pytest-django to go to.

    def test_something(page, live_server):
        page.goto(f"{live_server.url}/parts/")

`phone` and `desk` are pages of those sizes; `new_page(width=…, theme=…, size=…, lang=…)` makes any other.
Whatever a page throws or logs as an error fails its test. Without Chromium all of them are left out, with a
plain message.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.line import Line

HERE = Path(__file__).parent
#: What Chromium and htmx say by themselves about lines that a test cuts on purpose.
EXPECTED = (
    "Failed to load resource",
    "GL Driver Message",
    "net::ERR_",
    "htmx:sendError",
    "htmx:afterRequest",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_report_header() -> str:
    return f"Chromium: {find_chromium() or MISSING}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if find_chromium() is None:
        pytest.skip(MISSING)
    # Playwright keeps an event loop in this thread; Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as started:
        yield started


@pytest.fixture
def new_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """A page of any size and look; it fails the test when the page breaks."""
    opened: list[Any] = []
    complaints: list[str] = []

    def make(
        *,
        width: int = 390,
        height: int = 844,
        theme: str = "light",
        size: str = "normal",
        lang: str = "zh-hans",
        scripts: bool = True,
        touch: bool | None = None,
        **options: Any,
    ) -> Any:
        is_phone = width < 768 if touch is None else touch
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=is_phone,
            is_mobile=is_phone,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme=theme if theme in {"light", "dark"} else "light",
            reduced_motion="reduce",  # what is to be pressed stands still
            **options,
        )
        look = {"ll_theme": theme, "ll_size": size, "linli_language": lang}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in look.items()]
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error in the page: {error}"))
        page.on("console", lambda told: _note(complaints, told))
        return page

    yield make
    for context in opened:
        context.close()
    _wait_for_answers()
    assert complaints == []


def _wait_for_answers(most: float = 60) -> None:
    """Wait for what the server still answers to nobody: emptying the database under it would deadlock."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.02)


def _note(complaints: list[str], told: Any) -> None:
    if told.type == "error" and not any(said in told.text for said in EXPECTED):
        complaints.append(f"console: {told.text}")


@pytest.fixture
def phone(new_page: Callable[..., Any]) -> Any:
    return new_page()


@pytest.fixture
def desk(new_page: Callable[..., Any]) -> Any:
    return new_page(width=1440, height=900)


@pytest.fixture
def page(phone: Any) -> Any:
    return phone


@pytest.fixture
def line() -> Iterator[Line]:
    """A server that a test cuts off and restores."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        made = Line()
        yield made
        made.cut()
