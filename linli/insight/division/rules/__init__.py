"""Decisions about dividing a ground. Pure: shapes and numbers in, a proposal out."""

from linli.insight.division.rules.ground import Ground, House, Pieces, Way, roundness
from linli.insight.division.rules.pieces import pieces_of
from linli.insight.division.rules.proposal import (
    Border,
    Drawn,
    Measures,
    Proposal,
    Stretch,
    Why,
    divided_compounds,
    measured_as,
    propose,
)
from linli.insight.division.rules.search import Limits, counts, proposed_count

__all__ = [
    "Border",
    "Drawn",
    "Ground",
    "House",
    "Limits",
    "Measures",
    "Pieces",
    "Proposal",
    "Stretch",
    "Way",
    "Why",
    "counts",
    "divided_compounds",
    "measured_as",
    "pieces_of",
    "propose",
    "proposed_count",
    "roundness",
]
