"""What a resident's phone has to fetch for its first page: 60 KB compressed, without map and photos."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

import linli.faces.parts

BUILT = Path(linli.faces.parts.__file__).parent / "static" / "built"
KB = 1024

if not (BUILT / "resident.js").exists():
    pytest.skip("the front end is not built: make web", allow_module_level=True)


def packed(path):
    return len(gzip.compress(path.read_bytes(), 9))


def chunks(script, seen=None):
    """The script and everything it imports at once; what it imports later is not part of the first page."""
    seen = set() if seen is None else seen
    seen.add(script)
    for name in re.findall(r'(?:from|import)\s*"\./([\w.-]+)"', script.read_text(encoding="utf-8")):
        if script.parent / name not in seen:
            chunks(script.parent / name, seen)
    return seen


def test_the_resident_fetches_less_than_45_kb_of_files():
    # The page itself has the rest of the 60 KB.
    files = [BUILT / "resident.css", BUILT / "icons.svg", *chunks(BUILT / "resident.js")]
    sizes = {path.name: packed(path) for path in files}
    assert sum(sizes.values()) < 45 * KB, sizes


def test_the_map_is_fetched_only_where_it_is_shown():
    first = " ".join(path.read_text(encoding="utf-8") for path in chunks(BUILT / "resident.js"))
    assert "leaflet" not in first.lower().replace("map-leaflet.css", "")


def test_the_desk_fetches_less_than_90_kb_of_files():
    files = [BUILT / "desk.css", BUILT / "icons.svg", *chunks(BUILT / "desk.js")]
    assert sum(packed(path) for path in files) < 90 * KB


def test_an_error_page_stays_small():
    page = render_to_string("errors/404.html")
    assert len(gzip.compress(page.encode())) < 6 * KB


@pytest.mark.django_db
def test_the_first_page_with_all_its_files_is_less_than_60_kb(client):
    answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    files = [BUILT / "resident.css", BUILT / "icons.svg", *chunks(BUILT / "resident.js")]
    assert len(answer.content) + sum(packed(path) for path in files) < 60 * KB
