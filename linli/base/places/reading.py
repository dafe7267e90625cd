"""Where somebody means: words in, candidates with their reasons out; one clear winner, or a question.

Pure and fast. Nothing is guessed: where two places are named, or two bear the name, or a point contradicts the words,
somebody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import Final

from linli.base.places import naming
from linli.base.places.candidates import (
    NEAR_M,
    Candidate,
    Question,
    Reading,
    Reason,
    away,
    candidate_of,
    close_by,
    fineness,
    nearest,
    order,
    with_reason,
)
from linli.base.places.lexicon import CERTAIN, LIKELY, WEAK, Kind, Lexicon, Place, Rule, crossing_of, key
from linli.base.places.mentions import Mention, mentions_in
from linli.kernel.geo import distance_m

AFTER: Final = 14
"""Within how many characters after an estate's name its building is named."""

EDGE: Final = 0.0004
"""Some forty metres, in degrees."""

MOST_CHOICES: Final = 6
LONGEST: Final = 2_000

_STOP = re.compile(r"[。；;!?！？\n]")
_BESIDE = re.compile(
    r"(?:斜?对[面过]|旁边?|隔壁|附近|后[面边头]?|前[面边头]?|边上|门口|[东南西北][边侧面门]?)+的?"
)
_CROSS = re.compile(r"(?:的)?(?:交叉|交汇|交口|交界|路?口|十字|丁字|拐角|转角)")
_AND = re.compile(r"[与和跟、到交,的及同]?")
_DASHED = re.compile(r"[,，]?(\d{1,3})-\d{1,2}-\d{3,4}(?!\d)")
_NUMBERED = re.compile(r"([a-z]?\d{1,4}[a-z]?|[a-z])(?:号楼|号院|号|栋|幢|座|#楼?)")


@dataclass(slots=True)
class _Spot:
    """What one stretch of words can mean, narrowed step by step."""

    mention: Mention
    held: list[Candidate]
    estates: list[Candidate] = field(default_factory=list)
    contradicts: Candidate | None = None

    @property
    def worth(self) -> int:
        return max((one.worth for one in self.held), default=0)


class Reader:
    """Reads messages with the names of one office."""

    def __init__(self, lexicon: Lexicon, grid_at: Callable[[float, float], int | None]) -> None:
        self.lexicon = lexicon
        self.grid_at = grid_at

    def read_fields(
        self, *texts: str, point: tuple[float, float] | None = None, is_loose: bool = True
    ) -> Reading:
        """Read several texts, the place first, then what was written: the first that names a place decides.

        `is_loose` takes a short name for the place where it was given as one: somebody looks at the proposal.
        """
        last = Reading(question=Question.UNKNOWN)
        for at, text in enumerate(texts):
            found = self.read(text, point=point, is_place=is_loose and at == 0) if text else last
            if found.question is not Question.UNKNOWN and (
                found.chosen is None or found.chosen.kind is not Kind.POINT
            ):
                return found
            last = found if found.chosen is not None else last
        return last

    def read(self, text: str, *, point: tuple[float, float] | None = None, is_place: bool = False) -> Reading:
        """Read one text. `is_place` says that it was written as a place, so that a bare short name counts for more."""
        said = key(text[:LONGEST])
        mentions = mentions_in(self.lexicon, said, is_place=is_place)
        spots, communities, roads = self._sorted(said, mentions)
        for spot in spots:
            self._narrow(said, spot, mentions, communities, roads, point)
        spots = _settled(said, spots)
        here = self._here(point)
        if not spots:
            return self._unplaced(communities, roads, here)
        return self._decide(spots, communities, here, is_place)

    # -------- what was said

    def _sorted(
        self, said: str, mentions: list[Mention]
    ) -> tuple[list[_Spot], list[Candidate], list[tuple[Mention, Place]]]:
        spots: list[_Spot] = []
        communities: list[Candidate] = []
        roads: list[tuple[Mention, Place]] = []
        for mention in mentions:
            held = [self._candidate(mention, at) for at in range(len(mention.hits))]
            kinds = {one.kind for one in held}
            if kinds == {Kind.ROAD}:
                roads.append((mention, self.lexicon.places[mention.hits[0].place]))
            elif kinds == {Kind.COMMUNITY}:
                communities += held
            else:
                held = [one for one in held if one.kind not in (Kind.ROAD, Kind.COMMUNITY)]
                spots.append(_Spot(mention, held))
        spots += self._crossings(said, roads)
        return spots, communities, roads

    def _candidate(self, mention: Mention, at: int) -> Candidate:
        hit = mention.hits[at]
        place = self.lexicon.places[hit.place]
        reason = Reason(hit.rule, mention.said, place.name)
        return candidate_of(place, hit.place, hit.worth, (reason,))

    def _crossings(self, said: str, roads: list[tuple[Mention, Place]]) -> list[_Spot]:
        found = []
        for (first, one), (second, other) in pairwise(roads):
            if one.name == other.name or not _AND.fullmatch(said[first.end : second.start]):
                continue
            if not _CROSS.match(said[second.end :]):
                continue
            point = crossing_of(one, other)
            grid = self._ground(point) if point else None
            if point is None or grid is None:
                continue
            name = f"{one.name}{other.name}路口"
            words = said[first.start : second.end]
            reason = Reason(Rule.CROSSING, words, name)
            mention = replace(second, start=first.start, said=words)
            found.append(
                _Spot(mention, [Candidate(Kind.CROSSING, name, grid, point[0], point[1], CERTAIN, (reason,))])
            )
        return found

    def _ground(self, point: tuple[float, float]) -> int | None:
        """Give the grid at a point, or beside it: streets are where grids end."""
        around = ((0.0, 0.0), (EDGE, EDGE), (-EDGE, EDGE), (EDGE, -EDGE), (-EDGE, -EDGE))
        found = (self.grid_at(point[0] + dx, point[1] + dy) for dx, dy in around)
        return next((grid for grid in found if grid is not None), None)

    # -------- narrowing

    def _narrow(
        self,
        said: str,
        spot: _Spot,
        mentions: list[Mention],
        communities: list[Candidate],
        roads: list[tuple[Mention, Place]],
        point: tuple[float, float] | None,
    ) -> None:
        self._to_building(said, spot, mentions)
        if communities:
            inside = {one.unit_id for one in communities}
            fits = [one for one in spot.held if self._community(one) in inside]
            if not fits:
                # The community said is not where the place is: they contradict each other.
                spot.contradicts = communities[0]
            elif len(fits) < len(spot.held):
                words = communities[0].reasons[0]
                spot.held = [with_reason(one, Rule.COMMUNITY, words.said, words.name) for one in fits]
        if len(spot.held) > 1 and roads:
            names = {key(place.name): place.name for _, place in roads}
            along = [(one, road) for one in spot.held if (road := self._road_of(one, names))]
            if along and len(along) < len(spot.held):
                spot.held = [with_reason(one, Rule.ROAD, road, names[road]) for one, road in along]
        if point is not None:
            spot.held = sorted((away(one, point) for one in spot.held), key=order)
            near = nearest(spot.held)
            if near is not None:
                spot.held = [with_reason(near, Rule.POINT, "", near.name)]

    def _to_building(self, said: str, spot: _Spot, mentions: list[Mention]) -> None:
        """Go from an estate to its building where one is named behind it."""
        rest = _rest(said, spot.mention, mentions)
        number, words = _number_in(rest)
        if not number:
            return
        found: list[Candidate] = []
        for one in spot.held:
            for place_id in self.lexicon.buildings.get(one.place, {}).get(number, ()):
                place = self.lexicon.places[place_id]
                reasons = (*one.reasons, Reason(Rule.BUILDING, words, place.name))
                # A short name is enough where such a building stands there; a mistyped one is not.
                is_typo = one.reasons[0].rule is Rule.TYPO
                worth = one.worth if is_typo else max(one.worth, LIKELY)
                found.append(candidate_of(place, place_id, worth, reasons))
                spot.estates.append(one)
        if found:
            spot.held = found

    def _community(self, one: Candidate) -> int:
        return self.lexicon.parents.get(one.unit_id, 0)

    def _road_of(self, one: Candidate, roads: Iterable[str]) -> str:
        """Give which of some roads a place lies on, or has in its name."""
        if one.place < 0:
            return ""
        own, name = self.lexicon.places[one.place].road, key(one.name)
        return next((road for road in roads if road == own or road in name), "")

    def _here(self, point: tuple[float, float] | None) -> Candidate | None:
        if point is None:
            return None
        grid = self.grid_at(*point)
        return Candidate(Kind.POINT, "", grid, point[0], point[1], CERTAIN, (), 0.0) if grid else None

    # -------- deciding

    def _unplaced(
        self, communities: list[Candidate], roads: list[tuple[Mention, Place]], here: Candidate | None
    ) -> Reading:
        ids = {one.unit_id for one in communities}
        if here is not None:
            if communities and self._community(here) not in ids:
                return Reading(None, Question.CONFLICT, (*communities, here)[:MOST_CHOICES])
            return Reading(here)
        if len(ids) == 1:
            return Reading(communities[0])
        if communities:
            return Reading(None, Question.WHICH, tuple(communities[:MOST_CHOICES]))
        if roads:
            return Reading(None, Question.ROAD, self._along(key(roads[0][1].name)))
        return Reading(question=Question.UNKNOWN)

    def _along(self, road: str) -> tuple[Candidate, ...]:
        """Offer what lies on a road: somebody who said only the road can say which of these it is near."""
        found = (
            candidate_of(place, at, WEAK, (Reason(Rule.ROAD, road, place.name),))
            for at, place in enumerate(self.lexicon.places)
            if place.road == road and place.kind is Kind.ESTATE
        )
        return tuple(islice(found, MOST_CHOICES))

    def _decide(
        self, spots: list[_Spot], communities: list[Candidate], here: Candidate | None, is_place: bool
    ) -> Reading:
        if against := [spot.contradicts for spot in spots if spot.contradicts is not None]:
            return Reading(None, Question.WHICH, (*_choices(spots), *against[:1])[:MOST_CHOICES])
        groups = [{one.unit_id for one in spot.held} for spot in spots]
        every = _choices(spots)
        common = set.intersection(*groups)
        best = max(spots, key=lambda spot: (spot.worth, *fineness(spot.held[0]), -spot.mention.start))
        if len(common) != 1 or any(len(group) > 1 for group in groups):
            clear = [one for one in spots if len({c.unit_id for c in one.held}) == 1 and one.worth > WEAK]
            weak = [one for one in spots if one not in clear]
            # A vague word beside a clear place doesn't make it unclear; another clear place does.
            if len({one.held[0].unit_id for one in clear}) == 1 and all(one.worth == WEAK for one in weak):
                best = max(clear, key=lambda spot: fineness(spot.held[0]))
            else:
                return Reading(None, Question.WHICH, every)
        chosen = best.held[0]
        if len(best.held) > 1:
            # The same grid, but which of them? The grid is certain, the spot is not.
            chosen = replace(chosen, lon=None, lat=None) if not close_by(best.held) else chosen
        if chosen.worth == WEAK and not (is_place and self._is_alone(best)):
            return Reading(
                None, Question.SURE if len(spots) == 1 and len(best.held) == 1 else Question.WHICH, every
            )
        if here is not None and self._contradicts(chosen, here):
            return Reading(None, Question.CONFLICT, (*every, here)[:MOST_CHOICES])
        return Reading(chosen, Question.NONE, every)

    def _is_alone(self, spot: _Spot) -> bool:
        """Say whether nothing else begins as a short name that was given as the place."""
        vague = {Rule.PART, Rule.TYPO}
        if len(spot.held) != 1 or any(reason.rule in vague for reason in spot.held[0].reasons):
            return False
        word, mine = spot.mention.said, spot.held[0].place
        kinds = (Kind.COMMUNITY, Kind.ESTATE)
        return not any(
            hit.place != mine and self.lexicon.places[hit.place].kind in kinds
            for name, hits in self.lexicon.names.items()
            if name.startswith(word)
            for hit in hits
        )

    def _contradicts(self, chosen: Candidate, here: Candidate) -> bool:
        if chosen.unit_id in (here.unit_id, self._community(here)):
            return False
        if chosen.lon is None or chosen.lat is None or here.lon is None or here.lat is None:
            return True
        return distance_m((chosen.lon, chosen.lat), (here.lon, here.lat)) > NEAR_M


def _rest(said: str, mention: Mention, mentions: list[Mention]) -> str:
    """Give the words behind a name up to the next name or the end of the sentence."""
    end = min((other.start for other in mentions if other.start >= mention.end), default=len(said))
    rest = said[mention.end : min(mention.end + AFTER, end)]
    stop = _STOP.search(rest)
    return rest[: stop.start()] if stop else rest


def _number_in(rest: str) -> tuple[str, str]:
    if found := _DASHED.match(rest):
        return str(int(found[1])), found[1]
    if found := _NUMBERED.search(rest):
        return naming.building_number(found[0]), found[0]
    return "", ""


def _settled(said: str, spots: list[_Spot]) -> list[_Spot]:
    """Leave the places that are meant: not the one beside which it is."""
    spots = [spot for spot in spots if spot.held]
    spots.sort(key=lambda spot: spot.mention.start)
    left: list[_Spot] = []
    for at, spot in enumerate(spots):
        later = spots[at + 1] if at + 1 < len(spots) else None
        if (
            later is not None
            and _BESIDE.fullmatch(said[spot.mention.end : later.mention.start])
            and spot.worth > WEAK
        ):
            later.held = _around(later.held, spot)
            continue
        left.append(spot)
    return left


def _around(held: list[Candidate], anchor: _Spot) -> list[Candidate]:
    """Narrow several places of a name to the one nearest to another place said before it."""
    first = anchor.held[0]
    if len(held) < 2 or first.lon is None or first.lat is None:
        return held
    near = nearest(sorted((away(one, (first.lon, first.lat)) for one in held), key=order))
    if near is None:
        return held
    return [with_reason(replace(near, away_m=None), Rule.NEARBY, anchor.mention.said, first.name)]


def _choices(spots: Iterable[_Spot]) -> tuple[Candidate, ...]:
    found: dict[tuple[str, int], Candidate] = {}
    for spot in sorted(spots, key=lambda spot: (-spot.worth, spot.mention.start)):
        for one in (*spot.held, *spot.estates):
            found.setdefault((one.name, one.unit_id), one)
    return tuple(found.values())[:MOST_CHOICES]
