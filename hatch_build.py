"""What `pip install .` does beyond copying modules."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent


class LinliMetadata(MetadataHookInterface):
    """Reads the package's dependencies from the list that the lock file is made from."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [
            line for line in map(str.strip, lines) if line and not line.startswith("#")
        ]
