"""Rules about the tree of files as a whole: size, imports, words that must not be there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
SOURCES = sorted(path for path in (ROOT / "linli").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FRONT = sorted((ROOT / "web" / "ts").rglob("*.ts"))
TEMPLATES = sorted((ROOT / "linli").rglob("templates/**/*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_matching(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_module_is_longer_than_400_lines():
    long = {
        name(path): count
        for path in [*SOURCES, *TESTS, *FRONT, *TEMPLATES]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_the_settings_stay_below_250_lines():
    assert len((ROOT / "linli/config/settings.py").read_text().splitlines()) <= 250


FOUND_BY_NAME = frozenset({"__main__", "apps", "models", "jobs", "urls", "test_settings", "formats"})
"""What Django, the queue of jobs and the tests look for themselves."""
COMMANDS = frozenset({"linli.config.docs", "linli.config.messages"})


def test_no_module_is_left_that_nothing_uses():
    """Demo, page or rule: what nobody imports was forgotten, or lost when two changes met."""
    graph = grimp.build_graph("linli", cache_dir=None)
    unused = {
        module
        for module in graph.modules
        if not graph.find_modules_that_directly_import(module) and not graph.find_children(module)
    }
    told = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    lost = {
        module
        for module in unused - COMMANDS
        if module.rpartition(".")[2] not in FOUND_BY_NAME
        and not re.search(r"\.(migrations|templatetags|cli)\.", module)
        and module not in told
    }
    assert lost == set()


def test_every_class_of_a_page_is_styled_or_used_by_a_script():
    """A name that no style knows shows what was meant to be hidden, or stands unstyled."""
    known = {
        name
        for path in (ROOT / "web").rglob("*.[ct]s*")
        if "node_modules" not in path.parts
        for name in re.findall(r"ll-[a-z0-9-]+", path.read_text(encoding="utf-8"))
    }
    unknown = {
        f"{name(path)}: {word}"
        for path in TEMPLATES
        for words in re.findall(
            r'class="([^"]*)"', re.sub(r"{[%{].*?[%}]}", "*", path.read_text(encoding="utf-8"))
        )
        for word in words.split()
        if word.startswith("ll-") and "*" not in word and word not in known
    }
    assert unknown == set()


def test_imports_only_fall():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_nothing_but_the_kernel_reads_the_clock():
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "check", "--select", "TID251", "linli"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert lines_matching([*SOURCES, *FRONT, *TEMPLATES], words) == []


class TestLockFiles:
    @pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=name)
    def test_names_neither_a_host_nor_a_folder(self, path):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index-url|--find-links|/work/|/root/|/home/", text)

    @pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=name)
    def test_every_package_has_a_hash(self, path):
        blocks = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8"))
        loose = [b.split()[0] for b in blocks if "==" in b.split("\n")[0] and "--hash=sha256:" not in b]
        assert loose == []

    def test_tests_use_the_versions_that_run(self):
        def versions(lock: str) -> set[str]:
            text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
            return {line.split(" \\")[0] for line in text.splitlines() if "==" in line and line[0].isalnum()}

        assert versions("run.lock") - versions("test.lock") == set()

    def test_the_front_end_names_no_host(self):
        lock = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))
        assert [key for key, package in lock["packages"].items() if "resolved" in package] == []
        assert [key for key, p in lock["packages"].items() if key and "integrity" not in p] == []


def test_decisions_have_a_number_each():
    files = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in files]
    assert len(set(numbers)) == len(numbers)
    for number, path in zip(numbers, files, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}."), path.name
