"""A column of a query knows itself, instead of being told from how its constructor was called. ADR 66.

Django lists the columns of every ordered query in a dictionary to see whether an ordering repeats one. For that each is
hashed, and an expression's hash binds the arguments of its constructor to their signature: of a list of cases beside two
relations that was a third of the time in which the statement is written. A column is its table's name, its field and what
it gives; these are compared as Django compares them.
"""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import Col, Expression
from django.utils.functional import cached_property


def _identity(self: Col) -> tuple[Any, ...]:
    of: Any = Expression
    return self.__class__, self.alias, of._identity(self.target), of._identity(self.output_field)


def install() -> None:
    """Have columns know themselves, once for a process."""
    identity = cached_property(_identity)
    identity.__set_name__(Col, "identity")
    Col.identity = identity  # type: ignore[assignment, method-assign, unused-ignore]
