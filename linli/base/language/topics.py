"""What many people write about at once: messages gathered into topics, each the same matter at the same place.

No list of places or matters is given. Where messages lie close together in words a topic begins; it takes in what
is near its own middle, finds its new middle, and does so again until nothing changes. Each message belongs to
one topic at most. `docs/language.md` says how well this does and what it gets wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np

from linli.base.language import sameness
from linli.base.language._courtesy import EVERYDAY

LIKE: Final = 0.19
"""From this likeness on two messages may begin a topic together (cosine of weighted words)."""

NEAR_MIDDLE: Final = 0.155
"""How near the middle of a topic a message lies that belongs to it."""

MATTER: Final = 0.11
"""How near it lies when the name of the place is left out: the same estate is not yet the same matter."""

TERMS_OF_MIDDLE: Final = 220
SMALLEST: Final = 3
TURNS: Final = 5
TOLD_EVERY: Final = 256
CELLS: Final = 2_000_000
"""As many likenesses are computed at once: 25 MB, whatever the size of the sheet."""

COMMONEST: Final = 0.08
"""What more than this share of all messages says tells no topic from another."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is gathered: who said it and when, where that is known."""

    id: str
    title: str
    text: str
    who: str = ""
    at: datetime | None = None
    where: str = ""
    """Words for the place, where they were asked for apart; else places are looked for in title and text."""


@dataclass(frozen=True)
class Gathered:
    """A topic: its messages, the one nearest its middle first; its words and the place it is about, if any."""

    members: tuple[int, ...]
    nearness: tuple[float, ...]
    words: tuple[str, ...]
    place: str


def gather(
    messages: Sequence[Message], *, smallest: int = SMALLEST, progress: Progress | None = None
) -> list[Gathered]:
    """Gather messages into topics, the largest first; what stands alone is in none.

    About two seconds and 50 MB for a thousand long messages; time grows with their square, slowly.
    """
    told: Progress = (
        (lambda done, parts: progress(done // 3, parts // 3)) if progress else (lambda _d, _p: None)
    )
    if len(messages) < smallest:
        return []
    work = 3 * len(messages)
    table, terms = _table(messages, lambda done: told(done, work))
    if not len(terms):
        return []
    alike = _alike(table, lambda done: told(len(messages) + done, work))
    named = [sameness.places(m.where) or sameness.places(f"{m.title}。{m.text[:400]}") for m in messages]
    wheres = [m.where for m in messages]
    free = np.ones(len(messages), dtype=bool)
    found: list[Gathered] = []
    crowd = np.asarray(alike.sum(axis=1)).ravel()
    for turn, seed in enumerate(np.argsort(-crowd, kind="stable")):
        if turn % TOLD_EVERY == 0:
            told(2 * len(messages) + turn, work)
        if not free[seed] or crowd[seed] <= 0:
            continue
        for members, middle, place in _grown(int(seed), table, terms, alike, free, named, wheres, smallest):
            free[members] = False
            nearness = table[members] @ middle
            order = np.argsort(-nearness, kind="stable")
            best = _top(middle, 60)
            weights = dict(zip(terms[best], middle[best].tolist(), strict=True))
            titles = "。".join(f"{messages[i].title}。{messages[i].text[:80]}" for i in members[order][:12])
            found.append(
                Gathered(
                    tuple(int(i) for i in members[order]),
                    tuple(round(float(n), 3) for n in nearness[order]),
                    sameness.spoken(weights, titles, 6, strong=0.3),
                    place,
                )
            )
    told(work, work)
    return sorted(found, key=lambda group: (-len(group.members), group.members[0]))


# -------- the table of words


def _table(messages: Sequence[Message], told: Callable[[int], None]) -> tuple[Any, Any]:
    """Weigh each message by the rarity of what it says; every row has length one."""
    numbers: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    starts = [0]
    for done, message in enumerate(messages):
        if done % TOLD_EVERY == 0:
            told(done)
        for term, weight in sameness.weigh(message.title, message.text).items():
            columns.append(numbers.setdefault(term, len(numbers)))
            weights.append(weight)
        starts.append(len(columns))
    from scipy import sparse  # 25 MB that no page needs

    count = len(messages)
    table = sparse.csr_matrix(
        (np.array(weights, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)),
        shape=(count, len(numbers)),
    )
    having = np.bincount(table.indices, minlength=len(numbers))
    everyday = np.array([term in EVERYDAY for term in numbers], dtype=np.bool_)
    kept = (having >= 2) & (having <= max(COMMONEST * count, 2 * SMALLEST, 40)) & ~everyday
    rarity = (np.log(count / having[kept]) ** sameness.RARITY_POWER).astype(np.float32)
    table = (table[:, kept] @ sparse.diags(rarity)).tocsr()
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = (sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ table).tocsr()
    return table, np.array(list(numbers), dtype=object)[kept]


def _alike(table: Any, told: Callable[[int], None]) -> Any:
    """Find every pair of messages that may begin a topic together, a block of rows at a time."""
    other = table.T.tocsr()
    blocks = []
    size = max(CELLS // table.shape[0], 16)
    for start in range(0, table.shape[0], size):
        told(start)
        block = table[start : start + size] @ other
        block.data[block.data < LIKE] = 0
        block.eliminate_zeros()
        blocks.append(block)
    from scipy import sparse

    alike = sparse.vstack(blocks).tocsr()
    alike.setdiag(0)
    alike.eliminate_zeros()
    return alike


# -------- one topic


def _grown(
    seed: int,
    table: Any,
    terms: Any,
    alike: Any,
    free: Any,
    named: Sequence[frozenset[str]],
    wheres: Sequence[str],
    smallest: int,
) -> Iterator[tuple[Any, Any, str]]:
    """Let a topic grow from a message; where it turns out to be one matter at several places, give each place."""
    around = alike.indices[alike.indptr[seed] : alike.indptr[seed + 1]]
    members = np.concatenate(([seed], around[free[around]]))
    if len(members) < smallest:
        return
    members = _settled(members, table, free)
    if len(members) < smallest:
        return
    place, holders = place_of([named[i] for i in members])
    if holders >= AT_ONE_PLACE * len(members):
        said_there = {name for i in members if place in named[i] for name in named[i]}
        # Whoever names only places that nobody there names means another one.
        members = np.array([i for i in members if not named[i] or named[i] & said_there])
        members = _same_matter(members, {place, *(wheres[i] for i in members)}, table, terms)
        if len(members) >= smallest:
            yield members, _middle(table, members), place
        return
    left = list(members)
    while len(left) >= smallest:
        place, holders = place_of([named[i] for i in left])
        here = [i for i in left if place in named[i]]
        if len(here) < smallest:
            break
        left = [i for i in left if place not in named[i]]
        members = _same_matter(np.array(here), {place, *(wheres[i] for i in here)}, table, terms)
        if len(members) >= smallest:
            yield members, _middle(table, members), place
    if len(left) >= smallest:
        yield np.array(left), _middle(table, np.array(left)), ""


def _settled(members: Any, table: Any, free: Any) -> Any:
    for _turn in range(TURNS):
        middle = _middle(table, members)
        near = np.flatnonzero((table @ middle >= NEAR_MIDDLE) & free)
        if len(near) == len(members) and set(near) == set(members):
            break
        members = near
        if not len(members):
            break
    return members


def _middle(table: Any, members: Any) -> Any:
    middle = np.asarray(table[members].mean(axis=0)).ravel()
    rest = np.ones(len(middle), dtype=bool)
    rest[_top(middle, TERMS_OF_MIDDLE)] = False
    middle[rest] = 0
    return middle / (np.linalg.norm(middle) or 1.0)


def _top(middle: Any, most: int) -> Any:
    most = min(most, len(middle))
    best = np.argpartition(-middle, most - 1)[:most]
    best = best[middle[best] > 0]
    return best[np.argsort(-middle[best], kind="stable")]


def _same_matter(members: Any, names: Collection[str], table: Any, terms: Any) -> Any:
    """Leave out whoever only lives there: near the others by the name of the place and by nothing else."""
    of_place = {term for name in names for term in sameness.cut(name)}
    rows = table[members]
    mean = np.asarray(rows.mean(axis=0)).ravel()
    columns = [
        i for i in _top(mean, TERMS_OF_MIDDLE) if terms[i] not in of_place and not _ADDRESS.search(terms[i])
    ]
    length = float(np.linalg.norm(mean)) or 1.0
    count = len(members)
    own = rows[:, columns]
    # Everybody is part of the middle: in a small topic that would make anybody near it.
    alone = np.asarray(own.multiply(own).sum(axis=1)).ravel() / count
    others = (own @ mean[columns] - alone) * count / max(count - 1, 1)
    return members[others / length >= MATTER]


_ADDRESS: Final = re.compile(r"\d|号|单元|[楼栋幢座室层]")
"""A number of a house says where, never what."""

AT_ONE_PLACE: Final = 0.5
"""From this share on a topic is about one place; below it, it is one matter at many."""

LEAST_NAME: Final = 3


def place_of(named: Sequence[frozenset[str]]) -> tuple[str, int]:
    """Find the place that most of some messages name, in its fullest form, and how many name it."""
    counted = Counter(name for names in named for name in names if len(name) >= LEAST_NAME)
    if not counted:
        return "", 0
    most = max(counted.values())
    # 丽清小区 is in every message that has 阳光丽清小区: the longer name wins while nearly as many say it.
    best = max((n for n, c in counted.items() if c >= 0.8 * most), key=lambda n: (len(n), counted[n], n))
    return best, counted[best]
