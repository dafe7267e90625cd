"""Draw what reads cost against how much is kept, from `linli bench reads --json`, as one picture of small lines.

python -m benchmarks.graph 10000=FILE 1000000=FILE …    takes new figures into docs/measured/reads.json, and draws
python -m benchmarks.graph                              draws docs/pictures/reads.svg again
"""

import json
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

DOCS = Path(__file__).resolve().parent.parent / "docs"
MEASURED = DOCS / "measured" / "reads.json"
PICTURE = DOCS / "pictures" / "reads.svg"
KEPT = ("cpu_p50_ms", "cpu_p95_ms", "p50_ms", "p95_ms", "statements", "blocks_p50", "blocks_max")

HEADING = "Milliseconds of processor time, page and PostgreSQL together, slowest twentieth; cases kept across"
COLUMNS, WIDE, HIGH, EDGE = 3, 260, 118, 16
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1c2733}.q{fill:#5a6875;font-size:11px}"
    ".a{stroke:#0b6e99;fill:none;stroke-width:2}.d{fill:#0b6e99}.g{stroke:#d5dbe1}rect{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#e6ebf0}.q{fill:#a3b0bc}.a{stroke:#6cc6ee}.d{fill:#6cc6ee}"
    ".g{stroke:#3a4652}rect{fill:#12181e}}"
)


def take_in(sizes: dict[int, Path]) -> None:
    """Keep the figures of some sizes beside those that are there; a file ends with the line of JSON."""
    held = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    for size, path in sizes.items():
        line = path.read_text(encoding="utf-8").strip().splitlines()[-1]
        found = {name: {key: cost[key] for key in KEPT} for name, cost in json.loads(line)["reads"].items()}
        held[str(size)] = held.get(str(size), {}) | found
    MEASURED.parent.mkdir(exist_ok=True)
    ordered = dict(sorted(held.items(), key=lambda one: int(one[0])))
    MEASURED.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def draw() -> str:
    """Return the picture: a small line a read, processor time of its slowest twentieth against cases kept."""
    held = {int(size): reads for size, reads in json.loads(MEASURED.read_text(encoding="utf-8")).items()}
    names = [name for name in held[max(held)] if sum(name in reads for reads in held.values()) > 1]
    rows = -(-len(names) // COLUMNS)
    width, height = COLUMNS * WIDE, rows * HIGH + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>Processor time of reads against cases kept</title>",
        f'<style>{STYLE}</style><rect width="{width}" height="{height}"/>',
        f'<text x="{EDGE}" y="22">{HEADING}</text>',
    ]
    for place, name in enumerate(names):
        points = [(size, reads[name]["cpu_p95_ms"]) for size, reads in sorted(held.items()) if name in reads]
        parts.append(_line(name, points, place % COLUMNS * WIDE, place // COLUMNS * HIGH + 40))
    return "\n".join([*parts, "</svg>", ""])


def _line(name: str, points: list[tuple[int, float]], left: int, top: int) -> str:
    most = max(100.0, *(cost for _size, cost in points))
    first, last = math.log10(points[0][0]), math.log10(points[-1][0])
    inner, tall, base = WIDE - 3 * EDGE, HIGH - 62, top + HIGH - 34
    spots = []
    for size, cost in points:
        across = (math.log10(size) - first) / ((last - first) or 1)
        spots.append((left + EDGE + 8 + across * (inner - 16), base - cost / most * tall, size, cost))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _size, _cost in spots)
    drawn = [
        f'<text x="{left + EDGE}" y="{top + 14}">{escape(name)}</text>',
        f'<path class="g" d="M{left + EDGE},{base}h{inner}"/><polyline class="a" points="{path}"/>',
    ]
    for x, y, size, cost in spots:
        drawn.append(
            f'<circle class="d" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
            f'<text text-anchor="middle" x="{x:.1f}" y="{y - 7:.1f}">{cost:.0f}</text>'
            f'<text class="q" text-anchor="middle" x="{x:.1f}" y="{base + 16}">{_short(size)}</text>'
        )
    return "".join(drawn)


def _short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= 1_000_000 else f"{size // 1_000} k"


def main(given: list[str]) -> int:
    """Take in what is given as SIZE=FILE, and draw."""
    take_in({int(size): Path(path) for size, _, path in (one.partition("=") for one in given)})
    PICTURE.write_text(draw(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
