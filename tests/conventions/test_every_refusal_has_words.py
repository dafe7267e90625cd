"""Every refusal has its sentence and its status, where the face that shows it looks for them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import linli
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.resident import texts as resident
from linli.kernel.refusals import Refusal, refusals


def _import_everything() -> None:
    for module in pkgutil.walk_packages(linli.__path__, "linli."):
        if ".migrations" not in module.name and "__main__" not in module.name and ".wsgi" not in module.name:
            importlib.import_module(module.name)


def _ours() -> Iterator[type[Refusal]]:
    _import_everything()
    return (kind for kind in refusals().values() if kind.__module__.startswith("linli."))


def test_every_refusal_has_words() -> None:
    missing = []
    for kind in _ours():
        own = kind.__module__.startswith("linli.faces.resident")
        try:
            words = (resident.words_of if own else words_of)(kind(km=3))
            status = (resident.status_of if own else status_of)(kind(km=3))
        except KeyError:
            missing.append(f"{kind.__module__}.{kind.__name__}")
            continue
        assert words, kind
        # 503: what it needs does not answer now, which is nobody's fault who asks.
        assert 400 <= status < 500 or status == 503, kind
    assert missing == []
