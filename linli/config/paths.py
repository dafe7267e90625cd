"""Where an installation keeps its data when nobody says so."""

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """Return the folder of the source checkout that this package runs from, or None when it is installed."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "requirements").is_dir() else None


def default_data_dir() -> Path:
    """Return `.linli` in a checkout; else the system's place for data of a service (root) or of a user."""
    root = checkout()
    if root:
        return root / ".linli"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/linli")
    return platformdirs.user_data_path("linli", appauthor=False)
