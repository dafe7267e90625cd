"""Which stretches of a text are names: exactly, by ear, with one character wrong, or cut short. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from linli.base.places import naming
from linli.base.places.lexicon import CERTAIN, LIKELY, SHORTEST, WEAK, Hit, Kind, Lexicon, Rule
from linli.kernel.sounds import sounds

LONGEST_PLACE: Final = 12
"""A place of this many characters may be one that somebody has only begun to type."""

MOST_PARTS: Final = 8

# What may follow a short name so that it is one for certain, and what makes it likely.
_KINDS = "小区|大院|家属院|家属楼|家属区|宿舍|安置房|回迁楼|回迁房|院(?![长士校系子落])"
_SURE = re.compile(
    rf"(?:{_KINDS}|院[里内])?的?(?:[a-z]?\d{{1,4}}(?:号楼|号|栋|幢|座|#|楼|-\d)|[a-z](?:栋|座|区))"
)
_KIND = re.compile(_KINDS)
_LIKE = re.compile(
    rf"(?:{'|'.join(sorted(naming.TAILS, key=len, reverse=True))})"
    "|物业|业主|门口|大门|[东南西北]门|地下|车库|附近|旁边|对面|后[面边]|前[面边]|里[头面]|那边|这边|这片|那片|居民|住户|的?房子"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch `[start, end)` of a text that names places."""

    start: int
    end: int
    said: str
    hits: tuple[Hit, ...]


def mentions_in(lexicon: Lexicon, said: str, *, is_place: bool) -> list[Mention]:
    """List the names in a text, in order and without overlaps; `said` as `lexicon.key` gives it."""
    found = _longest(_exact(lexicon, said))
    # By ear: roads and communities too, so that 石乔路 is not left out where it tells two places apart.
    heard = sounds(said)
    found = _longest([*found, *_by_ear(lexicon, said, heard, found)], keep=found)
    found = _longest([*found, *_short(lexicon, said, found, is_place=is_place)], keep=found)
    if not any(_is_sure(lexicon, one) for one in found):
        found = _merged(found, _mistyped(lexicon, said, found))
    if (
        is_place
        and len(said) <= LONGEST_PLACE
        and all(hit.worth == WEAK for one in found for hit in one.hits)
    ):
        found = _merged(found, _begun(lexicon, said))
    return found


def _is_sure(lexicon: Lexicon, one: Mention) -> bool:
    return any(
        hit.rule in (Rule.NAME, Rule.ALIAS, Rule.ADDRESS, Rule.BRANCH, Rule.SOUND)
        and hit.worth > WEAK
        and lexicon.places[hit.place].kind not in (Kind.ROAD, Kind.COMMUNITY)
        for hit in one.hits
    )


def _exact(lexicon: Lexicon, said: str) -> list[Mention]:
    heads, names = lexicon.heads, lexicon.names
    found = []
    for at in range(len(said) - 1):
        for length in heads.get(said[at : at + 2], ()):
            word = said[at : at + length]
            if (hits := names.get(word)) and not _is_cut(said, at, word):
                found.append(Mention(at, at + length, word, tuple(hits)))
                break
    return found


def _is_cut(said: str, at: int, word: str) -> bool:
    """Say whether a name that begins or ends with a number is cut out of a longer number: 1号院 of 11号院."""
    before = said[at - 1] if at else ""
    after = said[at + len(word)] if at + len(word) < len(said) else ""
    return (word[0].isdigit() and before.isdigit()) or (word[-1].isdigit() and after.isdigit())


def _longest(found: Sequence[Mention], keep: Sequence[Mention] = ()) -> list[Mention]:
    """Leave the longest of names that overlap; those in `keep` stay in any case."""
    left = list(keep)
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if one not in left and all(one.end <= other.start or one.start >= other.end for other in left):
            left.append(one)
    return sorted(left, key=lambda one: one.start)


def _is_free(found: Sequence[Mention], start: int, end: int) -> bool:
    return all(end <= one.start or start >= one.end for one in found)


def _by_ear(lexicon: Lexicon, said: str, heard: str, found: Sequence[Mention]) -> list[Mention]:
    heads, names = lexicon.sound_heads, lexicon.by_sound
    more = []
    for at in range(len(heard) - 1):
        for length in heads.get(heard[at : at + 2], ()):
            same = names.get(heard[at : at + length])
            if not same or not _is_free(found, at, at + length) or _is_cut(said, at, said[at : at + length]):
                continue
            word = said[at : at + length]
            worth = LIKELY if length > SHORTEST else WEAK
            hits = [
                Hit(hit.place, Rule.SOUND, worth)
                for name in same
                for hit in lexicon.names[name]
                if hit.worth > WEAK
            ]
            if hits:
                if length == SHORTEST and _SURE.match(said, at + length):
                    hits = [Hit(hit.place, hit.rule, LIKELY) for hit in hits]
                more.append(Mention(at, at + length, word, tuple(hits)))
                break
    return more


def _short(lexicon: Lexicon, said: str, found: Sequence[Mention], *, is_place: bool) -> list[Mention]:
    """Find names without what kind of place they say they are, by what stands behind them."""
    heads, stems = lexicon.stem_heads, lexicon.stems
    more = []
    for at in range(len(said) - 1):
        for length in heads.get(said[at : at + 2], ()):
            word = said[at : at + length]
            if word not in stems or not _is_free(found, at, at + length):
                continue
            if weighed := _weighed(said, at + length, is_place=is_place and length >= len(said) - 2):
                worth, end = weighed
                is_school = _SCHOOL.fullmatch(word) and _AT_SCHOOL.match(said, at + length)
                hits = tuple(
                    Hit(p, Rule.SHORT, LIKELY if is_school else _capped(lexicon, p, worth))
                    for p in stems[word]
                )
                # 滨河小区 may be 河滨小区 said the wrong way round.
                other = stems.get(word[::-1], ())
                hits += tuple(Hit(p, Rule.TYPO, WEAK) for p in other if p not in stems[word])
                more.append(Mention(at, end, said[at:end], hits))
                break
    return more


def _capped(lexicon: Lexicon, place: int, worth: int) -> int:
    """Only estates have houses: 桥头3号楼 is no building of the bridge."""
    return worth if lexicon.places[place].kind is Kind.ESTATE else WEAK


_SCHOOL = re.compile(r"[一二三四五六七八九十\d]{1,2}[中小]")
_AT_SCHOOL = re.compile(r"门口|校门|学校|校|附近|旁边|对面|[东南西北]门|放学|上学|操场|家长|学生")


def _weighed(said: str, end: int, *, is_place: bool) -> tuple[int, int] | None:
    """Say how much a short name is worth by what follows it, and where it ends with its kind."""
    kind = _KIND.match(said, end)
    if _SURE.match(said, end):
        return LIKELY, kind.end() if kind else end
    if kind:
        return LIKELY, kind.end()
    if like := _LIKE.match(said, end):
        return WEAK, like.end()
    return (WEAK, end) if is_place else None


def _mistyped(lexicon: Lexicon, said: str, found: Sequence[Mention]) -> list[Mention]:
    pairs = lexicon.pairs
    certain = [one for one in found if any(hit.worth == CERTAIN for hit in one.hits)]
    best: dict[str, Mention] = {}
    tried: set[tuple[str, int]] = set()
    for at in range(len(said) - 1):
        for name, before, after in pairs.get(said[at : at + 2], ()):
            start = at - len(before)
            if (name, start) in tried:
                continue
            # One slip stands on one side of the pair: the other side is as it should be.
            if name in best or not (
                said.startswith(after, at + 2) or (start >= 0 and said.startswith(before, start))
            ):
                continue
            tried.add((name, start))
            for one in _windows(lexicon, said, start, name):
                held = best.get(name)
                if _is_free(certain, one.start, one.end) and (held is None or len(held.said) != len(name)):
                    best[name] = one
    return list(best.values())


def _windows(lexicon: Lexicon, said: str, at: int, name: str) -> Iterator[Mention]:
    """Try a name at a place of the text and one character beside it, as long as it is and one character off."""
    first, last, size = name[0], name[-1], len(name)
    for start in (at, at - 1, at + 1):
        for length in (size, size - 1, size + 1):
            if start < 0 or start + length > len(said):
                continue
            # One slip leaves the first or the last character as it should be; only in a name of two it may take both.
            if size > 2 and said[start] != first and said[start + length - 1] != last:
                continue
            edit = naming.one_edit(said[start : start + length], name)
            mention = _typo(lexicon, said, start, length, name, edit) if edit else None
            if mention:
                yield mention


def _typo(
    lexicon: Lexicon, said: str, start: int, length: int, name: str, edit: tuple[int, str]
) -> Mention | None:
    at, how = edit
    stem = naming.stem_of(name) or name
    word = said[start : start + length]
    if how in ("missing", "extra") and at in (0, len(name) - 1, len(name)):
        # What lacks its first or last character is another word as often as not.
        return None
    in_tail = at >= len(stem) and stem != name
    # Another character, or another order, may be another place: only in what kind of place it is, that is a slip.
    is_slip = in_tail or (how in ("missing", "extra") and len(stem) > SHORTEST)
    worth = LIKELY if is_slip and how != "swapped" else WEAK
    hits = [Hit(hit.place, Rule.TYPO, worth) for hit in lexicon.names[name] if hit.worth > WEAK]
    return Mention(start, start + length, word, tuple(hits)) if hits else None


def _merged(found: list[Mention], typos: Sequence[Mention]) -> list[Mention]:
    """Put together what the same words may mean: a short name and a mistyped one, or two mistyped ones."""
    left = list(found)
    for one in typos:
        over = [other for other in left if one.start < other.end and other.start < one.end]
        if not over:
            left.append(one)
            continue
        for other in over:
            known = {hit.place for hit in other.hits}
            more = tuple(hit for hit in one.hits if hit.place not in known)
            if not more:
                continue
            left.remove(other)
            start, end = min(one.start, other.start), max(one.end, other.end)
            said = other.said if len(other.said) >= len(one.said) else one.said
            left.append(Mention(start, end, said, (*other.hits, *more)))
            break
    return sorted(left, key=lambda one: one.start)


def _begun(lexicon: Lexicon, said: str) -> list[Mention]:
    """Offer names that hold what somebody has typed so far."""
    if len(said) < 2:
        return []
    hits: dict[int, Hit] = {}
    for name, held in lexicon.names.items():
        if said in name and len(hits) < MOST_PARTS * 4:
            for hit in held:
                if lexicon.places[hit.place].kind is not Kind.ROAD:
                    hits.setdefault(hit.place, Hit(hit.place, Rule.PART, WEAK))
    order = sorted(hits.values(), key=lambda hit: (len(lexicon.places[hit.place].name), hit.place))
    return [Mention(0, len(said), said, tuple(order[:MOST_PARTS]))] if order else []


__all__ = ["CERTAIN", "Mention", "mentions_in"]
