"""What stands open, and what could be published, with its small numbers already hidden."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.opendata import policies
from linli.insight.opendata.models import OpenSet
from linli.insight.opendata.sets import SETS, OpenData
from linli.kernel.refusals import Refusal


class NoSuchSet(Refusal):
    """There is no such set, or it is not published; both look the same."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set beside what stands of it."""

    of: OpenData
    standing: OpenSet | None


def open_sets(office: Unit) -> tuple[SetRow, ...]:
    """List what an office shows everybody. One query."""
    standing = {
        one.code: one for one in OpenSet.objects.filter(office=office, ended_at=None).defer("content")
    }
    return tuple(SetRow(each, standing[code]) for code, each in SETS.items() if code in standing)


def every_set(*, actor: Actor) -> tuple[tuple[Unit, tuple[SetRow, ...]], ...]:
    """List, for each office that an actor publishes for, every set with what stands of it. Two queries."""
    offices = list(Unit.objects.filter(pk__in=policies.offices(actor)).order_by("code"))
    found = OpenSet.objects.filter(office__in=offices, ended_at=None).defer("content")
    standing = {(one.office_id, one.code): one for one in found.select_related("published_by")}
    return tuple(
        (office, tuple(SetRow(each, standing.get((office.pk, code))) for code, each in SETS.items()))
        for office in offices
    )


def get_open(*, office: Unit, code: str) -> SetRow:
    """Give a set that stands, to anybody. One query.

    :raises NoSuchSet: it does not stand.
    """
    standing = OpenSet.objects.filter(office=office, code=code, ended_at=None).first()
    if standing is None or code not in SETS:
        raise NoSuchSet
    return SetRow(SETS[code], standing)


def draft(*, office: Unit, code: str, at: datetime) -> dict[str, Any]:
    """Make a set as it would be published now.

    :raises NoSuchSet: there is no such set.
    """
    if code not in SETS:
        raise NoSuchSet
    return {"rows": SETS[code].make(office, at)}


def hidden_in(of: OpenData, content: Mapping[str, Any]) -> int:
    """Count the numbers of a set that are hidden."""
    return sum(row.get(column.name) is None for row in content["rows"] for column in of.columns)


def geojson(of: OpenData, standing: OpenSet) -> str:
    """Write a set that lies on a map as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": row["geometry"],
            "properties": {column.name: row.get(column.name) for column in of.columns},
        }
        for row in standing.content["rows"]
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
