"""What tests of this folder share: the two offices of `tests/security/twin.py`, built once for a module."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
import pytest_django

from linli.kernel import clock
from tests.held import held
from tests.security.twin import Twin, build_twin
from tests.town import MONDAY

AT = MONDAY + timedelta(hours=2)


@pytest.fixture(scope="module")
def twin_held(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Twin]:
    def build() -> Twin:
        with clock.frozen(AT):
            return build_twin()

    with held(django_db_blocker, build) as built:
        yield built


@pytest.fixture
def twin(twin_held: Twin, db: None) -> Iterator[Twin]:
    """A twin of one's own, at eleven o'clock of a plain Monday."""
    with clock.frozen(AT):
        yield deepcopy(twin_held)
