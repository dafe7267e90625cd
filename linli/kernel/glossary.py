"""Writes `docs/glossary.md` from the table of words: `python -m linli.kernel.glossary > docs/glossary.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from linli.kernel.standards.glossary import SECTIONS, SOURCES


def markdown() -> str:
    """Return the whole page, ending with a line feed."""
    return "\n".join([*_head(), *_tables(), *_sources()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Glossary 词汇表"
    yield ""
    yield "The only origin of identifiers. Made from `linli/kernel/standards/glossary.py`; do not edit this page."


def _tables() -> Iterator[str]:
    for section in SECTIONS:
        yield from (
            "",
            f"## {section.title}",
            "",
            "| 中文 | identifier | English | source |",
            "|---|---|---|---|",
        )
        for term in section.terms:
            yield f"| {term.chinese} | `{term.identifier}` | {term.english} | {term.source} |"


def _sources() -> Iterator[str]:
    yield from ("", "## Sources 来源", "", "| key | source | read on |", "|---|---|---|")
    for key, source in SOURCES.items():
        if source.is_local:
            yield f"| {key} | {source.note} | |"
            continue
        named = f"[{source.title}]({source.url}){' ' + source.clause if source.clause else ''}"
        yield f"| {key} | {named}{'. ' + source.note if source.note else ''} | {source.read_on} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
