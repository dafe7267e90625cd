"""Fixtures of the tests of notices."""

from __future__ import annotations

import pytest

from tests.base.notices.scene import Gateway, town_with_phones
from tests.town import Town


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    found = Gateway()
    monkeypatch.setattr("linli.base.notices.operations._send.sender", lambda channel: found.send)
    return found


@pytest.fixture
def town() -> Town:
    return town_with_phones()
