"""Addresses that come by the row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, path


def each(where: str, verbs: Iterable[str], view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Give every verb of a page its address below `where` and its name: `<where><verb>/` is called `<name>-<verb>`."""
    return [path(f"{where}{verb}/", view, {"verb": verb}, name=f"{name}-{verb}") for verb in verbs]
