"""Finding an item by how people say it: “我想给老人办个补贴”, “孩子刚出生要办啥”, “social security card”.

Small and offline: the pieces of the words (pairs of characters, English words) that items are told apart by, what
people call those concerned, and the matters of the thesaurus. Nothing is sent anywhere and nothing has to be learned.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from linli.base.language.thesaurus import MATTERS
from linli.kernel.chinese import half_width
from linli.pillars.service.catalog.rules.groups import EVENTS, GROUPS
from linli.pillars.service.catalog.rules.item import Item

MOST_LOOKED_AT: Final = 200
"""Characters of a question that are read."""

_IDLE: Final = re.compile(
    "我想要?|想要|我要|怎么办理?|怎么弄|如何办理?|如何|请问|咨询|一下|可以|能不能|能|需要|什么|哪里|在哪儿?|材料|手续|"
    "去哪儿?|申请|办理|办个|要办|给办|帮我?|有没有|这个|那个|你们?|您|了解|问问|啥|个|的|了|吗|呢|吧|[，。？！、；：,.?!;:\\s]+"
)
_EVENT_WORDS: Final = {
    "ageing": "老人 老年 老太太 老爷子 老头 爸 妈 父亲 母亲 爷爷 奶奶 姥姥 姥爷 岳父 岳母 公公 婆婆 爹 娘 elder parents",
    "birth": "孩子 宝宝 娃 新生儿 怀孕 生孩子 坐月子 刚出生 二胎 三胎 baby child pregnant",
    "disability": "残疾 轮椅 瘫 聋 盲 智力 腿脚 disabled wheelchair",
    "death": "去世 过世 走了 没了 死了 病故 身故 丧 died death funeral",
    "job": "失业 下岗 找工作 上班 没工作 辞退 就业 job work unemployed",
    "illness": "生病 住院 看病 大病 医药费 癌 手术 报销 ill hospital medical",
    "hardship": "困难 穷 没钱 没收入 揭不开锅 救助 补助 poor money",
    "housing": "房子 租房 住处 没房 house rent housing",
    "moving": "搬家 搬来 外地 流动 刚来 moving",
    "shop": "开店 饭店 超市 餐馆 小卖部 创业 执照 个体 shop restaurant",
    "leaving-army": "退役 退伍 当兵 老兵 复员 军人 veteran army",
    "retirement": "退休 到龄 养老金 retire pension",
}
_WEIGHT_SAID, _WEIGHT_NAME, _WEIGHT_SUMMARY, _WEIGHT_WHERE = 3.0, 3.0, 1.0, 0.7
_EVENT_BONUS, _MATTER_BONUS, _WHOLE_BONUS = 2.5, 0.6, 6.0
LEAST: Final = 2.0
"""Below this an item was met by chance."""


def _plain(text: str) -> str:
    return half_width(text).casefold()


def _pieces(text: str) -> list[str]:
    """Cut a text into pairs of Chinese characters and whole English words of three letters or more."""
    found: list[str] = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", _plain(text)):
        if run[0].isascii():
            found += [run] if len(run) > 2 else []
        elif len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


@dataclass(frozen=True, slots=True)
class _Indexed:
    item: Item
    weights: dict[str, float]
    said: tuple[str, ...]
    matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Items made ready to be looked for, and how rare each piece of their words is."""

    items: tuple[_Indexed, ...]
    rarity: dict[str, float]

    def find(self, words: str, most: int = 12) -> tuple[Item, ...]:
        """List the items that words mean, the surest first."""
        return tuple(item for item, _score in self.scored(words)[:most])

    def scored(self, words: str) -> list[tuple[Item, float]]:
        """List the items that words mean with how well each is met."""
        text = _plain(words)[:MOST_LOOKED_AT]
        meant = _IDLE.sub(" ", text)
        pieces = Counter(dict.fromkeys(_pieces(meant) or _pieces(text), 1))
        events = {code for code, said in _EVENT_WORDS.items() if any(word in text for word in said.split())}
        matters = _matters_of(meant)
        found = []
        for one in self.items:
            score = sum(one.weights.get(p, 0.0) * self.rarity.get(p, 0.0) for p in pieces)
            score += sum(_WHOLE_BONUS for said in one.said if len(said) > 1 and said in text)
            score += _EVENT_BONUS * len(events & set(one.item.events))
            score += _MATTER_BONUS * len(matters & one.matters) if score else 0.0
            if score >= LEAST:
                found.append((one.item, score))
        found.sort(key=lambda pair: -pair[1])
        # What is met a fifth as well as the first is not what was meant.
        return [pair for pair in found if pair[1] * 5 >= found[0][1]]


def _matters_of(text: str) -> frozenset[str]:
    return frozenset(name for name, said in MATTERS.items() if any(word in text for word in said))


def _indexed(item: Item) -> _Indexed:
    group = " ".join(GROUPS.get(item.group, ()))
    events = " ".join(" ".join(EVENTS.get(code, ())) for code in item.events)
    weights: dict[str, float] = {}
    for text, weight in (
        (" ".join(item.said), _WEIGHT_SAID),
        (f"{item.name.zh} {item.name.en}", _WEIGHT_NAME),
        (f"{item.summary.zh} {item.summary.en} {item.result.name.zh}", _WEIGHT_SUMMARY),
        (f"{group} {events}", _WEIGHT_WHERE),
    ):
        for piece in _pieces(text):
            weights[piece] = max(weights.get(piece, 0.0), weight)
    everything = f"{item.name.zh} {' '.join(item.said)} {item.summary.zh}"
    return _Indexed(item, weights, tuple(_plain(s) for s in item.said), _matters_of(everything))


def index_of(items: Iterable[Item]) -> Index:
    """Make items ready to be looked for."""
    made = tuple(_indexed(item) for item in items)
    met = Counter(piece for one in made for piece in one.weights)
    count = max(1, len(made))
    return Index(made, {piece: math.log(1 + count / times) for piece, times in met.items()})
