"""The picture under the maps: whose tiles, in which datum, and whom to name for them.

Linli keeps WGS-84 (CGCS2000). 天地图 draws in it; 高德 and 腾讯 draw in GCJ-02, some hundreds of metres beside. A map on
their tiles must shift everything it shows, and shift back whatever a finger points at.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from linli.config.env import Env, SettingError

WGS84, GCJ02 = "wgs84", "gcj02"
#: Hosts known to draw in GCJ-02, so that nobody who names only their address gets a shifted map.
GCJ_HOSTS = ("autonavi.com", "amap.com", "gtimg.com", "map.qq.com")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Addresses with {z}, {x} and {y}, lowest layer first; none: maps draw our own shapes."""

    urls: tuple[str, ...] = ()
    credit: str = ""
    datum: str = WGS84
    hosts: tuple[str, ...] = ()


def read(env: Env) -> Tiles:
    """Return the tiles of this installation; several addresses, separated by blanks, lie on one another."""
    urls = tuple(env.text("LINLI_TILE_URL", "").split())
    for url in urls:
        _check(url)
    named = tuple(env.listing("LINLI_TILE_HOSTS"))
    own = tuple(dict.fromkeys(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls))
    is_gcj = any((urlsplit(url).hostname or "").endswith(GCJ_HOSTS) for url in urls)
    return Tiles(
        urls=urls,
        credit=env.text("LINLI_TILE_CREDIT", ""),
        datum=env.choice("LINLI_TILE_DATUM", GCJ02 if is_gcj else WGS84, (WGS84, GCJ02)),
        hosts=named or own,
    )


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError("LINLI_TILE_URL must look like https://tiles.example.cn/{z}/{x}/{y}.png")
    missing = [mark for mark in ("{z}", "{x}", "{y}") if mark not in url]
    if missing or "{s}" in url:
        raise SettingError(
            "LINLI_TILE_URL needs {z}, {x} and {y}, and one host instead of {s}: "
            "https://tiles.example.cn/{z}/{x}/{y}.png"
        )
