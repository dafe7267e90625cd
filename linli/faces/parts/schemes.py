"""Schemes in the reader's words: conditions as sentences, answers with their reasons; for the desk and the enterprise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linli.pillars.service.schemes import queries
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from linli.pillars.service.schemes.queries import SchemeFit
from linli.pillars.service.schemes.rules import Verdict
from linli.pillars.service.schemes.texts import ANSWERS, reason, sentence

Reason = tuple[str, str, str]
"""The answer, the condition as a sentence, and why."""


def places_of(schemes: Iterable[Scheme]) -> dict[str, str]:
    """Name the places that the conditions of schemes speak of. One query at most."""
    return queries.names_of_places(tuple((c.subject, c.values) for one in schemes for c in one.asks))


def sentences(one: Scheme, places: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Say each condition, and whether it is an alternative to the one above."""
    return [(sentence(c, places), c.is_or) for c in one.asks]


def reasons(verdict: Verdict, places: Mapping[str, str]) -> list[Reason]:
    """Say each condition with its answer and why."""
    return [
        (str(check.answer.value), sentence(check.condition, places), reason(check, places))
        for check in verdict.checks
    ]


def fits(found: tuple[SchemeFit, ...]) -> list[tuple[SchemeFit, str, object, list[Reason], str]]:
    """Say how each scheme stands to an enterprise: the code of the answer, its word, the reasons, how it was told."""
    places = places_of(fit.scheme for fit in found)
    how = dict(SchemeTold.How.choices)
    return [
        (
            fit,
            fit.verdict.answer.value,
            ANSWERS[fit.verdict.answer.value],
            reasons(fit.verdict, places),
            str(how[fit.told.how]) if fit.told else "",
        )
        for fit in found
    ]


def traits(known: Mapping[str, bool]) -> list[tuple[str, str, bool | None]]:
    """List what an enterprise may say of itself: code, words, and what it said."""
    return [(code, str(label), known.get(code)) for code, label in EnterpriseTrait.Code.choices]
