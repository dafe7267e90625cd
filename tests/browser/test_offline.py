"""The service worker: without signal an empty form opens, and no page that knows the reader is kept."""

import pytest
from django.test import override_settings

from linli.faces.parts import offline
from tests.browser.chromium import come_under_worker

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def line(monkeypatch, line):
    monkeypatch.setattr(offline, "SHELLS", [offline.Shell("parts:parts", "parts:offline")])
    with override_settings(DEMO_MODE=True):
        yield line


def test_a_page_that_is_not_kept_says_so_and_a_form_opens_from_its_shell(phone, line):
    phone.goto(f"{line.url}/parts/layouts/resident/")
    come_under_worker(phone)
    line.cut()
    phone.goto(f"{line.url}/parts/layouts/desk/")
    assert phone.get_by_role("heading", name="现在没有信号").is_visible()
    # Its styles came from the phone too.
    assert phone.evaluate("getComputedStyle(document.body).maxWidth") == "640px"
    phone.goto(f"{line.url}/parts/")
    assert phone.get_by_role("heading", name="现在没有信号").is_visible()
    kept = phone.evaluate(
        """async () => {
            const names = await caches.keys();
            const caches_ = await Promise.all(names.map((name) => caches.open(name)));
            const keys = await Promise.all(caches_.map((cache) => cache.keys()));
            return keys.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert "/parts/layouts/resident/" not in kept
    assert "/parts/offline/" in kept
