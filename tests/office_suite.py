"""What an office suite makes of a file, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_suite = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def text_of(data: bytes, name: str, folder: Path) -> str:
    """Open a file in LibreOffice and give its text: of a paper its lines, of a workbook its cells by comma."""
    (folder / name).write_bytes(data)
    kind, ending = ("csv", "csv") if name.endswith("xlsx") else ("txt:Text", "txt")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    asked = ["soffice", profile, "--headless", "--convert-to", kind, name]
    subprocess.run(asked, cwd=folder, check=True, capture_output=True, timeout=180)
    return (folder / name).with_suffix(f".{ending}").read_text(errors="replace")
