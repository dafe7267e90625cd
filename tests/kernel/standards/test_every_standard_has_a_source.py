"""Every module of `standards/` says where it comes from, and every limit in it refers to a source."""

import importlib
import pkgutil

import pytest

from linli.kernel import standards
from linli.kernel.limits import Limit
from linli.kernel.sources import Source

MODULES = [module.name for module in pkgutil.iter_modules(standards.__path__) if module.name[0] != "_"]


@pytest.mark.parametrize("name", MODULES)
def test_source_is_complete(name: str) -> None:
    module = importlib.import_module(f"{standards.__name__}.{name}")
    sources = {key: value for key, value in vars(module).items() if isinstance(value, Source)}
    assert "SOURCE" in sources
    for key, source in sources.items():
        assert source.is_complete, key


@pytest.mark.parametrize("name", MODULES)
def test_every_limit_refers_to_a_source(name: str) -> None:
    module = importlib.import_module(f"{standards.__name__}.{name}")
    for key, value in vars(module).items():
        if isinstance(value, Limit):
            assert value.source.is_complete, key
            assert value.source.note or not value.source.is_local, f"{key}: a local choice says why"
