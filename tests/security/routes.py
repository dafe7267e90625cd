"""Every address of the URL conf by its name, with the names of what it is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True, slots=True)
class Route:
    """One address: `name` with its namespaces, the address as written, what stands in it and what it is given."""

    name: str
    written: str
    asks: tuple[str, ...]
    given: frozenset[str]


def routes() -> list[Route]:
    """Walk the resolver; the operations of the REST API are listed apart, for keys open them and not people."""
    return [r for r in _walk(get_resolver().url_patterns) if not r.name.startswith("v1:")]


def _walk(patterns: list[object], prefix: str = "/", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in patterns:
        pattern = entry.pattern  # type: ignore[attr-defined]
        written = prefix + str(pattern).removeprefix("^").removesuffix("$")
        if not isinstance(entry, URLPattern):
            space = entry.namespace  # type: ignore[attr-defined]
            yield from _walk(entry.url_patterns, written, (*spaces, space) if space else spaces)  # type: ignore[attr-defined]
            continue
        asks = pattern.regex.groupindex if isinstance(pattern, RegexPattern) else pattern.converters
        given = frozenset(entry.default_args or {})
        yield Route(":".join((*spaces, entry.name or "")), written, tuple(asks), given)
