"""What tests of forms share."""

import pytest

from tests.insight.forms.ground import Place, stocked
from tests.town import Town


@pytest.fixture
def place(town: Town) -> Place:
    return stocked(town)
