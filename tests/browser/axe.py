"""Asks axe-core what a page keeps from people who can't see, hear or point well."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_source() -> str:
    """Return axe-core, fetched with the front end's checking tools where it is not there yet."""
    if not SOURCE.exists():
        subprocess.run([sys.executable, str(ROOT / "web" / "build.py"), "--dev"], check=True, cwd=ROOT)
    return SOURCE.read_text(encoding="utf-8")


def troubles(page: Page, *, within: str = "html", without: tuple[str, ...] = ()) -> list[str]:
    """Return one line for each rule that the page breaks, with the elements that break it."""
    page.evaluate(axe_source())
    found = page.evaluate(
        """([within, without, tags]) => axe.run(
            { include: [[within]], exclude: without.map((one) => [one]) },
            { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] },
        ).then((result) => result.violations)""",
        [within, list(without), TAGS],
    )
    return [
        f"{rule['id']}: {rule['help']} ({node['target'][0]}) {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]
