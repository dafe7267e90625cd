import pytest

from tests.cli import installation


@pytest.fixture
def elsewhere():
    """Another installation, still empty."""
    town = installation.make()
    yield town
    installation.remove(town)
