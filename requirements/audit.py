"""`make audit`: is anything we install known to be unsafe? `make sbom`: the list of all of it, for others to ask the same.

What is installed is what the lock files say. OSV (https://osv.dev) knows the advisories of both PyPI and npm and is asked
once, with names and versions, nothing else. Status 0: nothing known; 1: something is, with where to read about it;
3: nobody could be asked, which is said and, with --strict, is a failure too.
"""

import argparse
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run", "build", "node", "traces", "test")
SERVICE = "https://api.osv.dev"
#: Advisories that do not reach us, each with its reason and the day after which it is asked about again.
ACCEPTED: dict[str, tuple[str, str]] = {}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, order=True)
class Package:
    """One thing that is installed, and whether it is where Linli serves or only where it is built and tested."""

    ecosystem: str
    name: str
    version: str
    serves: bool
    hashes: tuple[str, ...] = ()

    @property
    def purl(self) -> str:
        """Return its name in the spelling that every such tool understands."""
        kind = {"PyPI": "pypi", "npm": "npm"}[self.ecosystem]
        return f"pkg:{kind}/{quote(self.name, safe='/')}@{quote(self.version)}"


def installed(root: Path = ROOT) -> list[Package]:
    """Return everything that the lock files name, each once."""
    found: dict[tuple[str, str, str], Package] = {}
    for package in (*_wheels(root), *_modules(root)):
        key = (package.ecosystem, package.name, package.version)
        if key not in found or package.serves:
            found[key] = package
    return sorted(found.values())


def _wheels(root: Path) -> Iterator[Package]:
    for lock in LOCKS:
        text = (root / "requirements" / f"{lock}.lock").read_text()
        pins = list(_PIN.finditer(text))
        for pin, following in zip(pins, [*pins[1:], None], strict=True):
            body = text[pin.end() : following.start() if following else len(text)]
            name = re.sub(r"[-_.]+", "-", pin[1]).lower()
            yield Package("PyPI", name, pin[2], lock == "run", tuple(_HASH.findall(body)))


def _modules(root: Path) -> Iterator[Package]:
    lock = json.loads((root / "web" / "package-lock.json").read_text())
    for path, entry in lock["packages"].items():
        if path and not entry.get("link"):
            # What is bundled is served; tools are marked as for development.
            yield Package(
                "npm", path.rpartition("node_modules/")[2], entry["version"], not entry.get("dev", False)
            )


def ask(packages: list[Package], service: str, timeout: float = 20) -> dict[Package, list[str]]:
    """Return the advisories of each package that has any. One request for every thousand.

    :raises OSError: the service cannot be reached, or answers something else
    """
    found: dict[Package, list[str]] = {}
    for start in range(0, len(packages), 1000):
        part = packages[start : start + 1000]
        body = json.dumps({"queries": [{"package": {"purl": package.purl}} for package in part]}).encode()
        request = urllib.request.Request(
            f"{service}/v1/querybatch", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            try:
                results = json.load(answer)["results"]
            except (ValueError, KeyError, TypeError) as error:
                raise OSError(f"{service} does not answer as OSV does") from error
        if len(results) != len(part):
            raise OSError(f"{service} answered {len(results)} of {len(part)} questions")
        for package, result in zip(part, results, strict=True):
            ids = [row["id"] for row in result.get("vulns", [])]
            if ids:
                found[package] = ids
    return found


def sbom(packages: list[Package]) -> dict[str, object]:
    """Return the list as CycloneDX 1.6; the same lock files always give the same list."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "linli", "bom-ref": "linli"}},
        "components": [
            {
                "type": "library",
                "bom-ref": package.purl,
                "purl": package.purl,
                "name": package.name,
                "version": package.version,
                "scope": "required" if package.serves else "excluded",
                **(
                    {"hashes": [{"alg": "SHA-256", "content": h} for h in package.hashes]}
                    if package.hashes
                    else {}
                ),
            }
            for package in packages
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="requirements/audit.py", description=__doc__)
    parser.add_argument("--sbom", type=Path, help="write the list here and ask nobody")
    parser.add_argument("--strict", action="store_true", help="fail when nobody could be asked")
    options = parser.parse_args(arguments)
    packages = installed()
    if options.sbom:
        options.sbom.parent.mkdir(parents=True, exist_ok=True)
        options.sbom.write_text(json.dumps(sbom(packages), indent=1) + "\n")
        print(f"✓ {len(packages)} packages in {options.sbom}")
        return 0
    service = os.environ.get("LINLI_OSV_URL", SERVICE)
    try:
        found = ask(packages, service)
    except OSError as error:
        print(
            f"! audit NOT done: {service} cannot be asked ({error}). {len(packages)} packages remain unasked."
        )
        return 3 if options.strict else 0
    known = {package: [i for i in ids if i not in ACCEPTED] for package, ids in found.items()}
    for package, ids in known.items():
        for advisory in ids:
            where = "serves" if package.serves else "builds and tests only"
            print(f"✗ {package.name} {package.version} ({where}): https://osv.dev/vulnerability/{advisory}")
    if any(known.values()):
        return 1
    print(f"✓ audit: nothing known about {len(packages)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
