"""Keeps the English of every Chinese string: one catalogue an app, beside the strings it translates.

Source strings are Chinese; `linli/<app>/locale/en/LC_MESSAGES/django.po` holds their English. The files are
sorted and carry no line numbers and no dates, so that two people who add strings rarely meet in one line.

    python -m linli.config.messages                 bring catalogues in step with the sources, compile them
    python -m linli.config.messages --fill EN.json  the same, taking English from {"中文": "English"}
    python -m linli.config.messages --missing       list every string that has no English yet
    python -m linli.config.messages --check         say what is missing, stale, contradictory or broken
    python -m linli.config.messages --compile       compile only

Names of apps (`linli.base.flow`) after any of these keep it to their catalogues.

A string with a plural form is given as {"%(n)s 件": ["%(n)s item", "%(n)s items"]}. Needs Babel, which a
running Linli does not.
"""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "en"
SUMMARY = "Keep the English of every Chinese string."
HEADER = """\
# English of this app's Chinese strings. `python -m linli.config.messages` keeps it in step with the sources.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
MARKED = re.compile(r"gettext\w*\(|\b_\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Source:
    """One string to translate; `plural` is empty where the string has one form."""

    singular: str
    context: str = ""
    plural: str = ""

    def __str__(self) -> str:
        return f"[{self.context}] {self.singular}" if self.context else self.singular


Catalogue = dict[Source, tuple[str, ...]]


@dataclass
class App:
    """One app, what its files say, and the English it has so far."""

    folder: Path
    sources: set[Source] = field(default_factory=set)

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    @property
    def name(self) -> str:
        return ".".join(self.folder.relative_to(PACKAGE.parent).parts)

    def read(self) -> Catalogue:
        """Return what the app's catalogue holds now."""
        if not self.po.exists():
            return {}
        found: Catalogue = {}
        for message in read_po(io.BytesIO(self.po.read_bytes()), locale=LANGUAGE):
            if not message.id:
                continue
            ids = (message.id, "") if isinstance(message.id, str) else tuple(message.id)
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
            found[Source(ids[0], message.context or "", ids[1])] = strings
        return found


def apps() -> list[App]:
    """Return every app of the package with the strings found in its Python files and templates."""
    found = {path.parent: App(path.parent) for path in sorted(PACKAGE.rglob("apps.py"))}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt", ".xml"} or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        owner = next((found[parent] for parent in path.parents if parent in found), None)
        sources = set(_strings(path))
        if sources and owner is None:
            raise SystemExit(f"{path}: {next(iter(sources))} is marked for translation outside any app.")
        if owner:
            owner.sources |= sources
    return list(found.values())


def _strings(path: Path) -> Iterator[Source]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        if MARKED.search(text):
            yield from _calls(ast.parse(text, str(path)))
        return
    if "{%" not in text and "{{" not in text:
        return
    from django.utils.translation.template import templatize  # not needed to compile, as a build does

    # What templatize leaves is one call after another, indented as the template was, between lines of crosses.
    calls = (line.strip() for line in templatize(text, origin=str(path)).splitlines() if MARKED.search(line))
    for _line, ids, _comments, context in extract(
        "python", io.BytesIO("\n".join(calls).encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        parts = (ids,) if isinstance(ids, str) else tuple(part for part in ids if part is not None)
        if parts and parts[0]:
            yield Source(parts[0], context or "", parts[1] if len(parts) > 1 else "")


def _calls(tree: ast.Module) -> Iterator[Source]:
    """Yield what the calls of a module mark: text that stands there as a literal."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in KEYWORDS:
            continue
        at = KEYWORDS[name] or (1,)
        told = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        found = {}
        for place in at:
            index, role = (place[0], "c") if isinstance(place, tuple) else (place, "singular")
            if role in found and role != "c":
                role = "plural"
            found[role] = told[index - 1] if index <= len(told) else None
        if isinstance(found.get("singular"), str) and found["singular"] and None not in found.values():
            yield Source(str(found["singular"]), str(found.get("c", "")), str(found.get("plural", "")))


def write(path: Path, entries: Catalogue) -> bool:
    """Write a sorted catalogue; return whether the file changed."""
    blocks = [HEADER]
    for source in sorted(entries):
        lines = [f"msgctxt {normalize(source.context)}"] if source.context else []
        lines.append(f"msgid {normalize(source.singular)}")
        if source.plural:
            lines.append(f"msgid_plural {normalize(source.plural)}")
            lines += [f"msgstr[{n}] {normalize(text)}" for n, text in enumerate(entries[source])]
        else:
            lines.append(f"msgstr {normalize(entries[source][0])}")
        blocks.append("\n".join(lines) + "\n")
    text = "\n".join(blocks)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def update(found: list[App], given: Mapping[str, str | list[str]] | None = None) -> None:
    """Add what the sources gained, drop what they lost; take English from `given` or another app."""
    known: Catalogue = {}
    catalogues = {app.name: app.read() for app in found}
    for catalogue in catalogues.values():
        known |= {source: english for source, english in catalogue.items() if all(english)}
    for app in found:
        mine = catalogues[app.name]
        entries: Catalogue = {}
        for source in app.sources:
            english = mine.get(source, ())
            if not english or not all(english):
                english = (
                    _given(source, given or {}) or known.get(source) or ("",) * (1 + bool(source.plural))
                )
            entries[source] = english or ("",) * (1 + bool(source.plural))
        if (entries or app.po.exists()) and write(app.po, entries):
            missing = sum(not all(english) for english in entries.values())
            print(f"{app.name}: {len(entries)} strings, {missing} without English")


def _given(source: Source, given: Mapping[str, str | list[str]]) -> tuple[str, ...] | None:
    english = given.get(str(source)) or given.get(
        source.singular
    )  # as `--missing` lists it, or for every context
    if not english:
        return None
    if isinstance(english, str):
        return (english,) * (1 + bool(source.plural))
    return tuple(english)


def problems(found: list[App]) -> list[str]:
    """Return in words everything that keeps the English from being complete and sound."""
    lines: list[str] = []
    english_of: dict[Source, tuple[str, tuple[str, ...]]] = {}
    for app in found:
        catalogue = app.read()
        lines += [f"{app.name}: not in the catalogue: {s}" for s in sorted(app.sources - catalogue.keys())]
        lines += [
            f"{app.name}: no longer in the sources: {s}" for s in sorted(catalogue.keys() - app.sources)
        ]
        for source, english in sorted(catalogue.items()):
            if not all(english):
                lines.append(f"{app.name}: no English: {source}")
                continue
            wanted = set(PLACEHOLDER.findall(source.singular + source.plural))
            if wanted != set(PLACEHOLDER.findall("".join(english))):
                lines.append(f"{app.name}: the placeholders differ: {source}")
            other, same = english_of.setdefault(source, (app.name, english))
            if same != english:
                lines.append(f"{app.name} and {other} differ in their English of: {source} (use a context)")
    return lines


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form; return how many were."""
    count = 0
    for po in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if not po.exists() or (mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime):
            continue
        catalogue = read_po(io.BytesIO(po.read_bytes()), locale=po.parent.parent.name)
        fresh = mo.with_suffix(".mo.part")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(mo)
        count += 1
    return count


def main(argv: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m linli.config.messages", description=__doc__.split("\n")[0]
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    group.add_argument("--missing", action="store_true", help="list what has no English yet")
    group.add_argument("--compile", action="store_true", help="compile the catalogues, nothing else")
    group.add_argument("--fill", type=Path, metavar="EN.json", help="English for strings that have none")
    parser.add_argument("apps", nargs="*", help="only these apps, such as linli.base.flow")
    options = parser.parse_args(argv)
    if options.compile:
        print(f"{compile_all()} catalogues compiled")
        return 0
    found = [app for app in apps() if not options.apps or app.name in options.apps]
    if options.check:
        lines = problems(found)
        print("\n".join(lines) or f"{sum(len(app.sources) for app in found)} strings, all with English")
        return 1 if lines else 0
    if options.missing:
        for app in found:
            known = app.read()
            for source in sorted(s for s in app.sources if not all(known.get(s, ("",)))):
                print(f"{app.po.relative_to(PACKAGE.parent)}: {source}")
        return 0
    update(found, json.loads(options.fill.read_text(encoding="utf-8")) if options.fill else None)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
