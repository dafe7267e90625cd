"""Maps in a GeoPackage (SQLite), read without another library."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely

EARTH_M = 6_378_137.0
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the box that a geometry of a GeoPackage may begin with, by its kind."""


def layer(package: Path, name: str) -> list[Any]:
    """Read the geometries of a layer of a GeoPackage in Web Mercator, as degrees."""
    with closing(sqlite3.connect(f"file:{package}?mode=ro&immutable=1", uri=True)) as held:
        told = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"
        column, system = held.execute(told, (name,)).fetchone()
        if system != 3857:
            raise SystemExit(f"{package}: {name} is in {system}, only 3857 is read")
        rows = held.execute(f'SELECT "{column}" FROM "{name}"').fetchall()

    def up(points: Any) -> Any:
        lon = np.degrees(points[:, 0] / EARTH_M)
        return np.column_stack([lon, np.degrees(np.arctan(np.sinh(points[:, 1] / EARTH_M)))])

    blobs = [row[0] for row in rows]
    found = [shapely.from_wkb(blob[8 + ENVELOPES[blob[3] >> 1 & 7] :]) for blob in blobs]
    return [shapely.transform(shapely.force_2d(each), up) for each in found]
