"""Who may see which cases. Scope is one column: the ids of every unit that may see the case."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, F, FloatField, Func, Q, TextField, Value

from linli.base.flow.models import Case
from linli.base.flow.opening import scope_word
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs import queries as orgs
from linli.base.people.actors import Actor
from linli.kernel.chinese import all_of, quoted


def reaches(actor: Actor, case: Case) -> bool:
    """Say whether an actor may see a case. No query."""
    return actor.is_system or not actor.sight_ids.isdisjoint(case.reach)


def need_case(actor: Actor, case: Case, *, kind: str, office: int) -> None:
    """Let nothing be tied to a case but one of a kind and an office that the actor sees. No query. :raises NoSuchCase:"""
    if case.kind != kind or case.office_id != office or not reaches(actor, case):
        raise NoSuchCase(number=case.number)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the cases an actor may see, by the column `reach`."""
    if actor.is_system:
        return Q()
    ids = sorted(actor.sight_ids)
    return Q(**{f"{prefix}reach__overlap": ids}) if ids else Q(pk__in=[])


def offices_over(actor: Actor) -> frozenset[int]:
    """Say which offices the posts of an actor lie in. One query."""
    return frozenset(orgs.offices_among({unit_id for post in actor.posts for unit_id in post.line}))


def found_by(tokens: Iterable[str], actor: Actor, offices: frozenset[int] | None = None) -> Q:
    """Match the cases that have all of some words (`chinese.query_tokens`) and that an actor may look among.

    Whoever looks, looks under its units and their offices (`opening.scope_word`), which is wider than its sight: ask for
    `reachable` too. One query, at once, for the offices, where they are not given (`offices_over`).
    """
    asked = all_of(tokens)
    if not actor.is_system:
        above = {unit_id for post in actor.posts if post.unit_id in actor.sight_ids for unit_id in post.line}
        if not above:
            return Q(pk__in=[])
        scopes = {*actor.sight_ids, *(above & (offices_over(actor) if offices is None else offices))}
        asked += f" & ({' | '.join(quoted(scope_word(unit_id)) for unit_id in sorted(scopes))})"
    return holds("search__words", asked)


def holds(column: str, query: str) -> Q:
    """Match the rows whose words answer a `tsquery` (`chinese.all_of`)."""
    # A cast, for the server's own parser would take the words apart.
    asked = Func(Value(query), template="%(expressions)s::tsquery", output_field=TextField())
    return Q(
        Func(F(column), asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
    )


def lies_within(west: float, south: float, east: float, north: float, prefix: str = "") -> Q:
    """Match the cases whose point lies in a box, edges included: as the index over points can answer it."""
    place = _point(F(f"{prefix}lon"), F(f"{prefix}lat"))
    box = Func(_point(Value(west), Value(south)), _point(Value(east), Value(north)), function="box")
    return Q(Func(place, box, template="%(expressions)s", arg_joiner=" <@ ", output_field=BooleanField()))


def _point(lon: F | Value, lat: F | Value) -> Func:
    return Func(lon, lat, function="point", output_field=FloatField())
