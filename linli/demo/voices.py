"""What people in the demo town write: residents' reports, staff's words on each step, ratings.

All of it was written for this project. The sentences live as text in `words/`, one a line under a heading,
with slots for place and time, so that somebody who does not program can add to them. Each call is a draw from
a seeded generator; a thousand reports are a thousand different texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from random import Random

from linli.demo.names import words
from linli.kernel import clock

_OPEN = words("""
    你好， 您好， 同志你好， 网格员在吗， 麻烦问一下， 领导好， 反映个事： 社区的同志， 喂你好，
    不好意思打扰， 跟你们说个事， 俺是这边的住户， 请问有人管吗，
""")
_CLOSE = words("""
    麻烦尽快处理，谢谢 谢谢了 请给个回话 拜托了 盼复 能不能快点 到底有没有人管！ 已经反映第三次了
    等你们消息 辛苦了 真的很急 希望重视 别又没下文了 我白天上班，晚上打电话就行
""")
_WHEN = words("昨天晚上 今天一早 前天 上周 刚才 从礼拜一开始 半夜两点多 中午 这两天 前几天")
_SHORT = words("三天 两天 好几天 四五天")
_LONG = words("三天 一个礼拜 半个月 快一个月 两天 大半年 好几天 十来天 一年多")
# What fingers and voice input do to a sentence; each pair is harmless to the sense.
_SLIPS = tuple(
    pair.split("→")
    for pair in words("""
    的→滴 物业→屋业 垃圾→拉圾 电梯→店梯 谢谢→谢谢谢谢 怎么→咋 没有→木有 什么→啥
    下水道→下水到 投诉→头诉 已经→以经 他们→他门
""")
)


@dataclass(frozen=True, slots=True)
class Spot:
    """The words for where something is, as a resident would put them."""

    compound: str
    building: str
    stairwell: str
    room: str
    street: str
    near: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Everything people say about one category, and what they usually want by it."""

    category: str
    nature: str
    season: str  # empty, winter or rain
    texts: tuple[str, ...]


def _sections(folder: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Read a folder of word files: heading → [(rest of the heading, lines)]."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    files = resources.files("linli.demo") / "words" / folder
    for file in sorted(files.iterdir(), key=lambda each: each.name):
        lines: list[str] = []
        for line in file.read_text("utf-8").splitlines():
            text = line.strip()
            if text.startswith("["):
                heading, _, rest = text[1:].partition("]")
                lines = []
                found.setdefault(heading, []).append((rest.strip(), lines))
            elif text and not text.startswith("#"):
                lines.append(text)
    return found


@lru_cache(maxsize=1)
def topics() -> Mapping[str, tuple[Topic, ...]]:
    """Return what residents say, by the code of the category."""
    out: dict[str, tuple[Topic, ...]] = {}
    for code, parts in _sections("residents").items():
        split = [(rest.split(), lines) for rest, lines in parts]
        out[code] = tuple(Topic(code, head[0], "".join(head[1:2]), tuple(lines)) for head, lines in split)
    return out


@lru_cache(maxsize=1)
def staff() -> Mapping[str, tuple[str, ...]]:
    """Return what staff write, by verb or by first-level category; and ratings, by level."""
    return {
        key: tuple(line for _, lines in parts for line in lines) for key, parts in _sections("staff").items()
    }


@lru_cache(maxsize=1)
def crowds() -> tuple[Topic, ...]:
    """Return what whole compounds are up in arms about, matter by matter."""
    return tuple(
        Topic(code, rest, "", tuple(lines))
        for code, parts in _sections("crowds").items()
        for rest, lines in parts
    )


@lru_cache(maxsize=1)
def asides() -> Mapping[str, tuple[str, ...]]:
    """Return what people add to what they came for, by category or by what they want: who suffers, what was tried."""
    found: dict[str, tuple[str, ...]] = {}
    for heading, parts in _sections("asides").items():
        for rest, lines in parts:
            for key in [f"{heading}.{leaf}" for leaf in rest.split()] or [heading]:
                found[key] = (*found.get(key, ()), *lines)
    return found


def _with_asides(text: str, topic: Topic, rng: Random) -> str:
    """Add nothing, one thing or two to a sentence, as people do who are in the middle of it."""
    told = asides()
    hurts = topic.nature not in {"consult", "suggestion", "thanks"}
    keys = (topic.category, f"any-{topic.nature}") if hurts else (f"any-{topic.nature}",)
    pools = [told[key] for key in keys if key in told]
    if not pools:
        return text
    added = [rng.choice(pool) for pool in rng.sample(pools, k=min(len(pools), rng.choice((0, 1, 1, 1, 2))))]
    for each in added:
        joint = rng.choice(("，", "。", "，", "；")) if text[-1] not in "。！？" else ""
        text = (
            f"{each}{joint or '。'}{text}"
            if rng.random() < 0.3 and "？" not in each
            else f"{text}{joint}{each}"
        )
    return text


def report(topic: Topic, core: str, spot: Spot, rng: Random) -> str:
    """Return a resident's message around one of a topic's sentences: now curt, now long, with the odd slip."""
    text = _with_asides(fill(core, spot, rng, topic.season), topic, rng)
    mood = rng.random()
    if mood < 0.16:
        text = rng.choice(_OPEN) + text
    elif mood < 0.32:
        text = f"{text}，{rng.choice(_CLOSE)}"
    elif mood < 0.42:
        text = f"{rng.choice(_OPEN)}{text}。{rng.choice(_CLOSE)}"
    elif mood < 0.50:
        others = [each for each in topic.texts if each != core]
        other = fill(rng.choice(others), spot, rng, topic.season) if others else ""
        text = f"{text.rstrip('。')}。还有，{other}" if other else text
    elif mood < 0.55:
        text = text.replace("，", "").replace("。", "")  # speech turned into text
    if spot.compound not in text and spot.street not in text and rng.random() < 0.5:
        text = (
            f"{text}（{spot.compound}{spot.building}）" if rng.random() < 0.5 else f"{spot.compound}，{text}"
        )
    if rng.random() < 0.06:
        slip = rng.choice(_SLIPS)
        text = text.replace(slip[0], slip[1], 1)
    return text


def fill(text: str, spot: Spot, rng: Random, season: str = "") -> str:
    """Put a place and a time into the slots of a sentence."""
    return text.format(
        c=spot.compound,
        b=spot.building,
        u=spot.stairwell,
        r=f"{spot.stairwell}{spot.room}",
        s=spot.street,
        n=spot.near,
        t=rng.choice(_WHEN),
        d=rng.choice(_SHORT if season else _LONG),
    )


def said(
    key: str, rng: Random, *, at: datetime, dept: str = "", place: str = "", spot: Spot | None = None
) -> str:
    """Return what somebody of the staff writes on a step at a moment; `key` is a verb or a category."""
    text = rng.choice(staff()[key])
    return text.format(
        dept=dept,
        place=place or (spot.street if spot else ""),
        past=_before(at, rng),
        day=_after(at, rng),
        soon=_soon(at, rng),
        u=spot.stairwell if spot else "",
        b=spot.building if spot else "",
    )


def _before(at: datetime, rng: Random) -> str:
    """Say when something was done, as one says it afterwards."""
    here = clock.local(at)
    back = rng.choice((0, 1, 1, 2)) if here.hour >= 13 else rng.choice((1, 1, 2))
    day = here - timedelta(days=back)
    return {0: "今天上午", 1: "昨天"}.get(back, f"{day.month} 月 {day.day} 日")


def _after(at: datetime, rng: Random) -> str:
    """Name a day to come: tomorrow, or a date that is not a Sunday."""
    ahead = rng.choice((1, 2, 3, 4))
    day = clock.local(at) + timedelta(days=ahead)
    if day.weekday() == 6:
        ahead, day = ahead + 1, day + timedelta(days=1)
    return "明天" if ahead == 1 else f"{day.month} 月 {day.day} 日"


def _soon(at: datetime, rng: Random) -> str:
    """Name the next hours: this afternoon, or tomorrow morning when the day is over."""
    hour = clock.local(at).hour + rng.choice((2, 3))
    return f"今天 {hour} 点前" if 9 <= hour <= 18 else "明天上午"


# What stands in a standard answer where the day and the place of this case belong.
BLANK_DAY, BLANK_PLACE = "（日期）", "（地点）"


def filled(text: str, rng: Random, *, at: datetime, place: str) -> str:
    """Return a standard answer with its blanks filled: the day something was done, and where."""
    return text.replace(BLANK_DAY, _before(at, rng)).replace(BLANK_PLACE, place)


def answer(category: str, rng: Random, *, at: datetime, place: str = "") -> str:
    """Return an answer to a report: nearly always one that says what was done, now and then an empty one."""
    key = "answer_empty" if rng.random() < 0.03 else category
    return said(key, rng, at=at, place=place)


def is_empty(words: str) -> bool:
    """Say whether an answer says nothing: it is not worth publishing."""
    return words in staff()["answer_empty"]


def rating(level: int, rng: Random) -> str:
    """Return the words somebody adds to a rating from 5 (best) to 1."""
    return rng.choice(staff()[str(level)])
