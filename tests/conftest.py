"""What tests of every part share: the hamlet of `tests/town.py`."""

import pytest

from tests.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
