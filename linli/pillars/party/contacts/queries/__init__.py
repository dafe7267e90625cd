"""Reads of the chain: communities with their plans, one from top to bottom, who covers which building, somebody's own."""

from __future__ import annotations

from linli.pillars.party.contacts.queries._chain import (
    ChainPage,
    ChainRow,
    GapRow,
    Own,
    OwnDoors,
    PassingRow,
    VanguardPage,
    VanguardRow,
    chain_page,
    chains_of,
    collect,
    neighbour_of,
    own_of,
    own_vanguard,
    staff_for,
    vanguard_page,
)
from linli.pillars.party.contacts.queries._map import ChainMap, House, Patch, Run, chain_map
from linli.pillars.party.contacts.queries._papers import Taker, taker_at, taker_for

__all__ = [
    "ChainMap",
    "ChainPage",
    "ChainRow",
    "GapRow",
    "House",
    "Own",
    "OwnDoors",
    "PassingRow",
    "Patch",
    "Run",
    "Taker",
    "VanguardPage",
    "VanguardRow",
    "chain_map",
    "chain_page",
    "chains_of",
    "collect",
    "neighbour_of",
    "own_of",
    "own_vanguard",
    "staff_for",
    "taker_at",
    "taker_for",
    "vanguard_page",
]
