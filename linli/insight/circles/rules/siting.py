"""Where some more facilities help most, exactly: with the bound that proves it. Pure.

Two questions, two models. Who reaches one at all: maximal covering (MCLP). How far everybody walks to the nearest: p-median.
Both are integer programs that HiGHS solves to the end; what it hands back is checked here by counting, and the bound is told
beside the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

SECONDS: Final = 20.0
"""A search that takes longer ends with what it has, and says how far off it may be."""


@dataclass(frozen=True, slots=True)
class Siting:
    """The best sites for so many more: what they are worth, and the bound that no other choice can pass.

    Covering is worth the people newly reached (more is better, `bound` ≥ `value`); the median costs metres of all walks
    (less is better, `bound` ≤ `value`).
    """

    chosen: tuple[int, ...]
    value: float
    bound: float

    @property
    def is_proved(self) -> bool:
        """Whether nothing better can exist, to within a thousandth of one person or metre for each million."""
        return abs(self.bound - self.value) <= max(1e-3, 1e-9 * abs(self.value))


def covering(reach: np.ndarray, weights: np.ndarray, count: int, seconds: float = SECONDS) -> Siting:
    """Choose `count` sites that together reach the most: `reach[site, demand]`, `weights[demand]` people.

    Demands that the same sites reach are one demand; sites that reach a part of what another reaches stay out.
    """
    sites = int(reach.shape[0])
    count = min(count, sites)
    columns, weights = _folded(reach, weights)
    open_ = _undominated(columns)
    if not count or not open_.size or not weights.size:
        return Siting((), 0.0, 0.0)
    count = min(count, int(open_.size))
    rows = columns[open_]
    if count == 1:
        gains = rows @ weights
        best = int(open_[int(np.argmax(gains))])
        return Siting((best,), float(gains.max()), float(gains.max()))
    from scipy import sparse  # 25 MB that no other page needs
    from scipy.optimize import Bounds, LinearConstraint, milp

    chosen_n, demand_n = rows.shape
    # x: site is taken; y: demand is reached. max Σ w·y with y ≤ Σ x of who reaches it, Σ x ≤ count.
    cost = np.concatenate([np.zeros(chosen_n), -weights])
    held = sparse.hstack([-sparse.csr_array(rows.T.astype(float)), sparse.eye_array(demand_n)], format="csr")
    total = sparse.csr_array(np.concatenate([np.ones(chosen_n), np.zeros(demand_n)])[None, :])
    found = milp(
        cost,
        integrality=np.concatenate([np.ones(chosen_n), np.zeros(demand_n)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(held, -np.inf, 0), LinearConstraint(total, 0, count)],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return Siting((), 0.0, float(weights.sum()))
    chosen = np.flatnonzero(found.x[:chosen_n] > 0.5)
    value = float(weights[rows[chosen].any(axis=0)].sum())
    return Siting(tuple(int(open_[at]) for at in chosen), value, max(value, -float(found.mip_dual_bound)))


def median(
    far: np.ndarray, today: np.ndarray, weights: np.ndarray, count: int, seconds: float = SECONDS
) -> Siting:
    """Choose `count` sites so that all walks to the nearest, of today's facilities and the new ones, are shortest together.

    `far[site, demand]` are metres, `today[demand]` those to the nearest of today; who is too far from everything has a
    number there for what that is worth.
    """
    saves = np.maximum(0.0, today[None, :] - far) * weights[None, :]
    sites, demands = saves.shape
    count = min(count, sites)
    base = float((today * weights).sum())
    if not count or not saves.any():
        return Siting((), base, base)
    if count == 1:
        gains = saves.sum(axis=1)
        return Siting((int(np.argmax(gains)),), base - float(gains.max()), base - float(gains.max()))
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    site, demand = np.nonzero(saves)
    pairs = site.size
    # x: site is taken; z: demand walks to the site instead. max Σ saves·z with z ≤ x, Σ z of a demand ≤ 1, Σ x ≤ count.
    cost = np.concatenate([np.zeros(sites), -saves[site, demand]])
    at = np.arange(pairs)
    ones = np.ones(pairs)
    goes = sparse.hstack(
        [sparse.coo_array((-ones, (at, site)), shape=(pairs, sites)), sparse.eye_array(pairs)], format="csr"
    )
    once = sparse.hstack(
        [sparse.coo_array((demands, sites)), sparse.coo_array((ones, (demand, at)), shape=(demands, pairs))],
        format="csr",
    )
    total = sparse.csr_array(np.concatenate([np.ones(sites), np.zeros(pairs)])[None, :])
    found = milp(
        cost,
        integrality=np.concatenate([np.ones(sites), np.zeros(pairs)]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(goes, -np.inf, 0),
            LinearConstraint(once, -np.inf, 1),
            LinearConstraint(total, 0, count),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return Siting((), base, 0.0)
    chosen = np.flatnonzero(found.x[:sites] > 0.5)
    value = base - float(saves[chosen].max(axis=0).sum()) if chosen.size else base
    return Siting(tuple(int(each) for each in chosen), value, min(value, base + float(found.mip_dual_bound)))


def _folded(reach: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Throw demands together that the same sites reach, and drop those that none does."""
    live = reach.any(axis=0) & (weights > 0)
    reach, weights = reach[:, live], weights[live]
    if not weights.size:
        return reach, weights
    columns, which = np.unique(reach, axis=1, return_inverse=True)
    return columns, np.bincount(which.ravel(), weights=weights, minlength=columns.shape[1])


def _undominated(reach: np.ndarray) -> np.ndarray:
    """Return the sites that reach something no other single site reaches too; of equals the first."""
    sizes = reach.sum(axis=1)
    shared = reach.astype(np.int32) @ reach.T.astype(np.int32)
    keep = []
    for site in range(reach.shape[0]):
        inside = shared[site] == sizes[site]
        inside[site] = False
        bigger = inside & ((sizes > sizes[site]) | ((sizes == sizes[site]) & (np.arange(sizes.size) < site)))
        if sizes[site] and not bigger.any():
            keep.append(site)
    return np.array(keep, dtype=int)
