"""Which categories a text may be about, by the words residents use for them. A person always decides."""

from __future__ import annotations

from linli.kernel.chinese import normalise
from linli.pillars.governance.reports.models import Category

SHORTEST = 2


def guess_categories(text: str, most: int = 4) -> list[Category]:
    """List the categories whose words occur in a text, the one with most of them first. One query."""
    said = normalise(text)
    if len(said) < SHORTEST:
        return []
    scored = []
    leaves = Category.objects.filter(is_active=True, children=None, tree=Category.Tree.RESIDENT)
    for kind in leaves:
        words = {normalise(word) for word in (*kind.words, kind.name)}
        score = sum(len(word) for word in words if len(word) >= SHORTEST and word in said)
        if score:
            scored.append((-score, kind.order, kind.pk, kind))
    return [kind for *_order, kind in sorted(scored)[:most]]
