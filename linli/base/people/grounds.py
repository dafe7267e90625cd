"""On whose ground a post works, as a table: at its own unit or at the one above it, by the kind of the unit and the role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from linli.base.orgs.roles import HANDLING, LEADING, Role, UnitKind
from linli.base.people.actors import Actor, HeldPost

Roles = frozenset[Role]
Table = Mapping[str, Roles]

_NOBODY: Final[Roles] = frozenset()


def at(kinds: Iterable[UnitKind], roles: Roles) -> dict[str, Roles]:
    """Give the same roles to units of some kinds."""
    return {kind.value: roles for kind in kinds}


SECTIONS: Final[Table] = at((UnitKind.OFFICE,), HANDLING | LEADING)
"""Who works in a section of an office works for all of its ground."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which posts have a ground: `own`, that of their unit; `above`, that of the unit above it."""

    own: Table
    above: Table = field(default_factory=lambda: SECTIONS)

    def of(self, post: HeldPost) -> int | None:
        """Give the unit on whose ground a post works, if it is among these. No query."""
        if post.role in self.own.get(post.unit_kind, _NOBODY):
            return post.unit_id
        if post.role in self.above.get(post.unit_kind, _NOBODY):
            return post.line[-2]
        return None

    def of_actor(self, actor: Actor) -> list[int]:
        """List the units on whose ground an actor works, each once. No query."""
        return sorted({pk for post in actor.posts if (pk := self.of(post)) is not None})
