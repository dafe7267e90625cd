"""docs/operations.md lists every setting, and no setting that is gone."""

import re

from linli.cli import COMMANDS
from tests.conventions.test_tree import ROOT, SOURCES

#: Read by tests and builds only.
INTERNAL = {"LINLI_TEST_DATABASE_URL", "LINLI_SKIP_FRONT_END", "LINLI_SLOW", "LINLI_CHROMIUM"}
NAME = re.compile(r"\bLINLI_[A-Z0-9_]+\b")


def test_every_setting_is_documented():
    read: set[str] = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r"(?:env|Env|source)\.\w+\(\s*\"(LINLI_[A-Z0-9_]+)\"", text))
        read |= set(re.findall(r"environ[^\n]*\"(LINLI_[A-Z0-9_]+)\"", text))
    documented = set(NAME.findall((ROOT / "docs/operations.md").read_text(encoding="utf-8")))
    documented = {name.removesuffix("_FILE") for name in documented}
    assert sorted(read - documented - INTERNAL) == []
    known = set(NAME.findall("\n".join(path.read_text(encoding="utf-8") for path in SOURCES)))
    assert sorted(documented - known) == []


def test_every_command_is_documented():
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    # For developers, who find it in `linli --help`.
    assert [word for word in COMMANDS if word != "django" and f"`linli {word}" not in text] == []
