"""The engine's ways of saying no. Each has its words in `texts.py`."""

from __future__ import annotations

from linli.kernel.refusals import Refusal


class NoSuchCase(Refusal):
    """Absent and forbidden look the same."""


class NotYourMove(Refusal):
    """The move is not open to somebody who stands here."""


class NotFromHere(Refusal):
    """The case is not in a state from which this move leads: `state`, and who moved last when."""


class Overtaken(Refusal):
    """Somebody moved the case since the page was read: `by`, `at`, `verb`."""


class WordsMissing(Refusal):
    """The move asks for something that was not given: `fields`."""


class BadTarget(Refusal):
    """The unit named can't hold this case."""


class PastMoment(Refusal):
    """A moment that must lie ahead lies behind."""


class DayElsewhen(Refusal):
    """A day that cannot be meant, mostly a year mistyped: `first`, `last`."""


class TooLong(Refusal):
    """Words beyond what the field holds: `field`, `most`."""


class SameCase(Refusal):
    """A case can't be joined with itself, or with one that has ended or follows another."""


class HoursOutOfOrder(Refusal):
    """Office hours must follow one another: morning, then afternoon, each ending after it begins."""
