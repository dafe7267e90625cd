"""Who makes a move in the demo town, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.demo import voices
from linli.demo.company import Company, Thread

Act = Callable[[Company, Thread, datetime, Random], Any]
Who = Callable[[Company, Thread, Random], Actor]


def holder(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return somebody of the unit that holds the case."""
    return company.of(thread.case.holder, rng)


def area(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return somebody of the grid or community where it is."""
    return company.of(thread.case.area, rng)


def centre(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return a dispatcher of the centre."""
    return company.of(company.unit("street"), rng, "dispatcher")


def leader(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return one of the heads of the office."""
    return company.of(company.unit("street"), rng, "leader")


def lead(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return somebody of the unit that leads."""
    return company.of(lead_unit(thread), rng)


def lead_unit(thread: Thread) -> Unit:
    """Return the unit that leads, or holds where none leads."""
    live = thread.case.assignments.select_related("unit").filter(part="lead", state__in=("given", "taken"))
    share = live.first()
    return share.unit if share else thread.case.holder


def community(company: Company, thread: Thread, rng: Random) -> Actor:
    """Return somebody of the community where it is."""
    area = thread.case.area
    seq = int(area.code[9:12]) if area.kind == "grid" else int(thread.filing.grid[9:12])
    return company.of(company.unit(f"c{seq}"), rng)


def said(thread: Thread, key: str, rng: Random, at: datetime, dept: str = "") -> str:
    """Return what somebody writes on a step, with the place of the report."""
    return voices.said(key, rng, at=at, dept=dept, place=thread.filing.place.removesuffix("附近"))


def plain(make: Callable[..., Any], who: Who, words: str = "", key: str = "") -> Act:
    """Make an act that needs nothing but somebody and their words, given as the argument `words`."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        told = {words: said(thread, key, rng, at)} if words else {}
        return make(actor=who(company, thread, rng), number=thread.case.number, at=at, **told)

    return do
