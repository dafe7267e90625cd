"""What names the state of the migrations: databases and data directories made for it are kept and copied."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def digest() -> str:
    found = hashlib.sha256()
    for path in sorted((ROOT / "linli").rglob("migrations/*.py")):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    found.update((ROOT / "requirements" / "run.lock").read_bytes())
    return found.hexdigest()[:12]
