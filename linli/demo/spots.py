"""One place with a name or a number: what facilities, shops and landmarks have in common."""

from __future__ import annotations

from dataclasses import dataclass

from linli.demo.sheet import Point


@dataclass(frozen=True, slots=True)
class Facility:
    """A place people know by name, or a numbered thing of the city (GB/T 47678.5 `component` code)."""

    kind: str
    name: str
    community: int
    grid: str
    at: Point
    component: str = ""
    owner: str = ""  # key of the body that answers for it
    phone: str = ""
    hours: str = ""
    aliases: tuple[str, ...] = ()  # what people say instead of the name
