"""An actor is an account acting in its posts. Everything that may be done is decided from this value alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linli.base.orgs.roles import SEEING, Role


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
class Actor:
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


SYSTEM = Actor(ActorKind.SYSTEM, name="系统")
ANYONE = Actor(ActorKind.ANYONE)
