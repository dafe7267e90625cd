"""Where data goes when nobody says so."""

import os
from pathlib import Path

from linli.config import paths


def test_a_checkout_keeps_it_beside_the_sources():
    root = paths.checkout()
    assert root
    assert paths.default_data_dir() == root / ".linli"


def test_an_installed_package_keeps_it_where_the_system_wants(monkeypatch):
    monkeypatch.setattr(paths, "checkout", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert paths.default_data_dir() == Path("/var/lib/linli")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert paths.default_data_dir().name == "linli"
    assert paths.default_data_dir().is_relative_to(Path.home())
