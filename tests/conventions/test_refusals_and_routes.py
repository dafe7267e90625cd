"""Every refusal has its sentence, every address its door."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import linli
from linli.faces.parts.refusals import status_of, words_of
from linli.kernel.refusals import Refusal, refusals

OPEN_TO_ALL = (
    "resident:",
    "parts:",
    "openapi:",
    "open311:",
    "account_",
    "mfa_",
    "set_language",
    "healthz",
    "readyz",
)
"""Addresses for anybody: what residents read, how one logs in, whether the house is well. Each guards its own data."""


def _import_everything() -> None:
    for module in pkgutil.walk_packages(linli.__path__, "linli."):
        if ".migrations" not in module.name and "__main__" not in module.name and ".wsgi" not in module.name:
            importlib.import_module(module.name)


def _concrete() -> list[type[Refusal]]:
    _import_everything()
    return [kind for kind in refusals().values() if kind.__module__.startswith("linli.")]


def test_every_refusal_has_words() -> None:
    missing = []
    for kind in _concrete():
        try:
            words = words_of(kind())
            status = status_of(kind())
        except KeyError:
            missing.append(f"{kind.__module__}.{kind.__name__}")
            continue
        assert words, kind
        assert 400 <= status < 500, kind
    assert missing == []


def _routes(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", pattern


@pytest.mark.parametrize("face", ["desk", "boards"])
def test_every_page_of_staff_has_a_door(face: str) -> None:
    routes = [(n, p) for n, p in _routes(get_resolver().url_patterns) if n.startswith(f"{face}:")]
    assert routes
    bare = [
        name
        for name, pattern in routes
        if not any(getattr(pattern.callback, mark, False) for mark in ("is_desk", "is_keeper", "is_board"))
    ]
    assert bare == []


def test_no_address_stands_outside_the_faces() -> None:
    known = (*OPEN_TO_ALL, "desk:", "boards:", "demo", "api", "v1", "linli")
    strange = [n for n, _p in _routes(get_resolver().url_patterns) if n and not n.startswith(known)]
    assert strange == []
