"""Starts the machine's own Chromium; a browser is never downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)
MISSING = (
    "No Chromium here (apt-get install chromium, or set LINLI_CHROMIUM): the browser tests are left out."
)


def find_chromium() -> str | None:
    """Return the browser's path, or nothing: whoever asks says so plainly."""
    named = os.environ.get("LINLI_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


@contextmanager
def chromium(*, webgl: bool = False) -> Iterator[Browser]:
    """Give a headless browser; `webgl` draws maps in software."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        raise RuntimeError(MISSING)
    flags = [*FLAGS, *(["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] if webgl else [])]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, headless=True, args=flags)
        try:
            yield browser
        finally:
            browser.close()


def press(page: Page, key: str) -> None:
    """Press a key that the page's script listens for, once that script runs: words are there before it is."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def lose_signal(page: Page) -> None:
    """Cut the line of a phone once its service worker has come: one that is cut while it is fetched says so aloud."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)


def come_under_worker(page: Page) -> None:
    """Wait until the service worker is active, and load the page once more under it.

    A page that was loading while the worker became active is claimed by nobody: the next one is.
    """
    for _ in range(150):  # not wait_for_function: the content policy forbids what it does
        if page.evaluate(
            "navigator.serviceWorker.getRegistration().then((it) => it?.active?.state === 'activated')"
        ):
            page.reload()
            assert page.evaluate("navigator.serviceWorker.controller !== null")
            return
        page.wait_for_timeout(200)
    raise AssertionError("The service worker did not become active.")
