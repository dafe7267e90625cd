"""An actor is an account acting in its posts. Everything that may be done is decided from this value alone."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linli.base.orgs.roles import SEEING, Role
from linli.base.written import Parted


class ActorKind(StrEnum):
    STAFF = "staff"
    RESIDENT = "resident"
    ANYONE = "anyone"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A live post: `line` are the ids of its unit and of all units above it, root first."""

    id: int
    role: Role
    unit_id: int
    line: tuple[int, ...]
    unit_name: str = ""
    unit_kind: str = ""
    title: str = ""
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Actor(Parted):
    kind: ActorKind
    account_id: int | None = None
    name: str = ""
    posts: tuple[HeldPost, ...] = ()

    @property
    def unit_ids(self) -> frozenset[int]:
        """Units this actor holds a post at."""
        return frozenset(p.unit_id for p in self.posts)

    @property
    def sight_ids(self) -> frozenset[int]:
        """Units whose work this actor sees: administrators keep the house and see no residents' matters."""
        return frozenset(p.unit_id for p in self.posts if p.role in SEEING)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(p.role for p in self.posts)

    @property
    def is_system(self) -> bool:
        return self.kind == ActorKind.SYSTEM

    def has(self, roles: frozenset[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    def parts(self) -> tuple[Hashable, tuple[Any, ...]]:
        """What of an actor shapes a query (roles, and which of the posts share a unit), and the ids that fill it."""
        units = sorted(self.unit_ids)
        posts = tuple((p.role, units.index(p.unit_id), p.unit_kind, p.is_deputy) for p in self.posts)
        lines = ("/".join(map(str, p.line)) for p in self.posts)
        return (self.kind, posts), (self.account_id, *units, *(p.id for p in self.posts), *lines)

    @classmethod
    def of_parts(cls, shape: tuple[ActorKind, Any], values: tuple[Any, ...]) -> Actor:
        kind, posts = shape
        account_id, *rest = values
        first = len(rest) - 2 * len(posts)
        units, ids, lines = rest[:first], rest[first:], rest[first + len(posts) :]
        return cls(
            kind,
            account_id,
            posts=tuple(
                # The whole line stands in as one step, for queries join it to a path.
                HeldPost(ids[i], role, units[unit], (lines[i],), unit_kind=unit_kind, is_deputy=is_deputy)
                for i, (role, unit, unit_kind, is_deputy) in enumerate(posts)
            ),
        )


SYSTEM = Actor(ActorKind.SYSTEM, name="系统")
ANYONE = Actor(ActorKind.ANYONE)
