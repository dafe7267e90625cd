"""Writes the pages of `docs/` that are made from the code: `make docs`.

The glossary and the flows say what the code says, in words; a test compares them, so neither runs away from
the other.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from linli.base.flow.table import BACK, REGISTRY, Flow, Move, Who
from linli.kernel import glossary
from linli.kernel.standards.glossary import SECTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHINESE = {
    term.identifier: term.chinese.split(" / ")[0]
    for title in ("People 人", "States of a report 状态", "Verbs 动作")
    for section in SECTIONS
    if section.title == title
    for term in section.terms
}


def pages() -> dict[str, str]:
    """Return every generated page by its path under `docs/`. The apps must be loaded."""
    flows = {f"flows/{kind.replace('.', '-')}.md": flow_page(flow) for kind, flow in sorted(REGISTRY.items())}
    from linli.faces.openapi.v1.api import described

    return {"glossary.md": glossary.markdown(), "openapi.json": described(), **flows}


def flow_page(flow: Flow) -> str:
    """Return a flow as a diagram, a table of its moves and its clocks with their sources."""
    return "\n".join([*_head(flow), *_diagram(flow), *_moves(flow), *_limits(flow)]) + "\n"


def _head(flow: Flow) -> Iterator[str]:
    yield f"# The flow `{flow.kind}`"
    yield ""
    yield "Made from the flow's table by `make docs`; do not edit this page."


def _diagram(flow: Flow) -> Iterator[str]:
    yield from ("", "```mermaid", "stateDiagram-v2")
    for state in sorted({*flow.states, *flow.last}):
        yield f"    {state}: {_word(state)}"
    for state in flow.first:
        yield f"    [*] --> {state}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in flow.moves:
        if move.target and move.target != BACK:
            for state in move.sources:
                verbs = arrows.setdefault((state, move.target), [])
                if move.verb not in verbs:
                    verbs.append(move.verb)
    for (before, after), verbs in arrows.items():
        yield f"    {before} --> {after}: {', '.join(_word(verb) for verb in verbs)}"
    for state in sorted(flow.last):
        yield f"    {state} --> [*]"
    yield "```"
    back = [move.verb for move in flow.moves if move.target == BACK]
    if back:
        yield ""
        yield f"Back to the state before: {', '.join(f'`{verb}`' for verb in dict.fromkeys(back))}."


def _moves(flow: Flow) -> Iterator[str]:
    yield from (
        "",
        "## Moves",
        "",
        "| verb | 动作 | from | to | who | asks for | clock |",
        "|---|---|---|---|---|---|---|",
    )
    for move in flow.moves:
        cells = (
            f"`{move.verb}`",
            _word(move.verb),
            " ".join(move.sources),
            {None: "(stays)", BACK: "(back)"}.get(move.target, move.target),
            "; ".join(_who(who) for who in move.who),
            ", ".join(move.asks),
            _clock(move),
        )
        yield f"| {' | '.join(cell or '' for cell in cells)} |"


def _limits(flow: Flow) -> Iterator[str]:
    yield from ("", "## Clocks", "", "A place may change them; the change is kept with its reason.", "")
    yield from ("| slot | limit | source |", "|---|---|---|")
    for slot, limit in flow.limits.items():
        source = limit.source
        named = (
            f"LOCAL. {source.note}" if source.is_local else f"[{source.title}]({source.url}) {source.clause}"
        )
        yield f"| {slot} | {limit} | {named.strip()} |"


def _word(identifier: str) -> str:
    return CHINESE.get(identifier, identifier)


def _who(who: Who) -> str:
    roles = ", ".join(sorted(_word(role) for role in who.roles))
    return f"{who.stand.value}: {roles}" if roles else who.stand.value


def _clock(move: Move) -> str:
    return (
        f"{move.clock.value} {move.slot}" if move.slot else "" if move.clock == "keep" else move.clock.value
    )


def main() -> int:
    """Write what has changed and say which pages those were."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    for name, text in pages().items():
        page = DOCS / name
        page.parent.mkdir(parents=True, exist_ok=True)
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote docs/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
