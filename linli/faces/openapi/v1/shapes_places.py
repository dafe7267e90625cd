"""The shapes of reading places."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from linli.kernel.words import clean


class PlaceAsked(Schema):
    """Words for a place, a whole message, or both; and where the reporter stands (WGS-84), where that is known."""

    place: Annotated[str, StringConstraints(max_length=200), AfterValidator(clean)] = ""
    text: Annotated[str, StringConstraints(max_length=5000), AfterValidator(clean)] = ""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None


class PlaceUnit(Schema):
    """The grid, or the community where the grid is not certain."""

    id: int
    name: str


class PlaceReason(Schema):
    """Which words stand for what, by which rule."""

    rule: str
    words: str
    said: str
    name: str


class PlaceFound(Schema):
    """A place that may be meant."""

    name: str
    unit: PlaceUnit | None
    lon: float
    lat: float
    is_exact: bool
    away_m: int | None
    reasons: list[PlaceReason]


class PlaceReading(Schema):
    """What words say of a place. `question` is empty, or which, conflict, road, sure, unknown."""

    unit: PlaceUnit | None
    chosen: PlaceFound | None
    question: str
    question_words: str
    choices: list[PlaceFound]
