"""What a draft answer lacks, before it is sent: advice beside the form, each with its reason and the sentence it is about.

Read by rules that anybody can check, not by a model: whoever writes must see at once why something is said. A person
decides; nothing is refused because of it. `docs/language.md` says how often each piece of advice is right.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.base.language._courtesy import COURTESY
from linli.base.language._reply_words import (
    ACKNOWLEDGED,
    ACTED,
    CONTACT,
    HABIT,
    NOT_A_UNIT,
    NOT_DONE,
    PROMISE,
    QUESTIONS,
    STIFF,
    TERM,
    TIME,
    UNIT,
    VAGUE,
)
from linli.kernel import masking
from linli.kernel.chinese import HAN
from linli.kernel.numbers import normalise_phone

LONGEST: Final = 3000
LEAST_SAID: Final = 7
"""Characters that must be left when the acknowledging is taken off."""

LONG_SENTENCE: Final = 100
STIFF_WORDS: Final = 3
ABOUT: Final = 6
"""Characters a letter must have before one can say that an answer shares none of them."""

STRAY: Final = 0


class Lack(StrEnum):
    """What a draft lacks, the gravest first."""

    EMPTY = "empty"
    PERSONAL = "personal"
    QUESTION = "question"
    PROMISE = "promise"
    MEASURE = "measure"
    UNIT = "unit"
    TIME = "time"
    CONTACT = "contact"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice: what is lacking, the sentence it is about (empty for the whole) and the words that tell."""

    lack: Lack
    sentence: str = ""
    words: str = ""


_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
#: Digits and letters only: a sentence is shown as its writer typed it.
_NARROW: Final = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_BLANK: Final = re.compile(rf"[^{HAN}a-zA-Z0-9]+")


def check(
    draft: str, *, asked: str = "", is_question: bool = False, keep: Collection[str] = ()
) -> list[Finding]:
    """Say what a draft answer lacks, the gravest first; nothing for an empty box. A millisecond.

    `is_question` for consultations: they need an answer, not a measure. `keep` holds telephone numbers that units show to
    everybody, as `numbers.normalise_phone` writes them.
    """
    text = draft[:LONGEST].translate(_NARROW).strip()
    if not text:
        return []
    sentences = [s.strip() for s in _SENTENCE.findall(text) if _BLANK.sub("", s)]
    found = _personal(text, sentences, keep)
    if is_empty(text):
        return [Finding(Lack.EMPTY, _first(sentences)), *found]
    found += _unanswered(text, asked)
    found += _promises(sentences)
    if not is_question and not any(_acts(s) for s in sentences):
        found.append(Finding(Lack.MEASURE))
    if not UNIT.search(NOT_A_UNIT.sub("", text)):
        found.append(Finding(Lack.UNIT))
    if not TIME.search(_NUMBERS.sub("", text)):
        found.append(Finding(Lack.TIME))
    if not CONTACT.search(text):
        found.append(Finding(Lack.CONTACT))
    found += _hard(sentences)
    order = list(Lack)
    return sorted(found, key=lambda finding: order.index(finding.lack))


def is_empty(text: str) -> bool:
    """Say whether a draft only acknowledges."""
    left = _BLANK.sub("", ACKNOWLEDGED.sub("，", text))
    said = _BLANK.sub("", text)
    return len(left) < LEAST_SAID and len(left) < 0.6 * max(len(said), 1)


def _first(sentences: list[str]) -> str:
    return sentences[0] if sentences else ""


# -------- what must not be in it


def _personal(text: str, sentences: list[str], keep: Collection[str]) -> list[Finding]:
    found = masking.find(text)
    numbers = {hit.value for hit in found if hit.kind is masking.Kind.PHONE and _is_public(hit.plain, keep)}
    public = {*keep, *(re.sub(r"\D", "", number) for number in numbers)}
    return [
        Finding(Lack.PERSONAL, _holding(sentences, hit.value), hit.value)
        for hit in masking.to_hide(text, keep=public)
        if hit.value not in numbers
    ]


def _is_public(number: str, keep: Collection[str]) -> bool:
    """A landline is an office's; a mobile number is somebody's, unless a unit shows it."""
    try:
        if normalise_phone(number) in keep:
            return True
    except ValueError:
        pass
    return number in keep or not re.fullmatch(r"(?:\+?86)?1[3-9]\d{9}", number)


def _holding(sentences: list[str], words: str) -> str:
    return next((s for s in sentences if words in s), "")


# -------- what must be in it


def _unanswered(text: str, asked: str) -> list[Finding]:
    """Find the questions that the draft has no answer to, or that it is about something else altogether."""
    found, was_asked = [], False
    for sentence in _SENTENCE.findall(asked[:LONGEST].translate(_NARROW)):
        if not _ASKS.search(sentence):
            continue
        for kind, question, answer in QUESTIONS:
            if hit := question.search(sentence):
                was_asked = True
                if not answer.search(_answer_to(kind, text)):
                    found.append(Finding(Lack.QUESTION, sentence.strip(), hit[0]))
    if was_asked:
        return found[:2]
    about = _characters(asked)
    if len(about) >= ABOUT and len(about & _characters(text)) <= STRAY:
        return [Finding(Lack.QUESTION, asked.strip()[:80])]
    return []


_ASKS: Final = re.compile(
    r"[？?]|请问|咨询|问一下|想问|想知道|怎么|多少(?:钱|天)|什么(?:时候|材料|手续|证)|何时|哪里|哪儿|几点|能不能|能否|可否|是否|多久|吗$"
)
"""Only a sentence that asks is a question: “收费” is a complaint too."""


def _answer_to(kind: str, text: str) -> str:
    # Office hours and telephone numbers are no answer to “from when” or “how much”.
    if kind == "time":
        return _SENTENCE_WITH_HOURS.sub("", _NUMBERS.sub("", text))
    return _NUMBERS.sub("", text) if kind == "price" else text


_NUMBERS: Final = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-\s]?)?\d{4}[-\s]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-\s]?\d{7}(?!\d)"
    r"|(?<!\d)1\d{10}(?!\d)"
)
"""Telephone numbers: 0531-86 is no year and month."""

_SENTENCE_WITH_HOURS: Final = re.compile(
    r"(?:工作日|(?:周|星期)[一二三四五六日天](?:到|至|-|—)(?:周|星期)?[一二三四五六日天])[^。；，]*|上班时间[^。；，]*|办公时间[^。；，]*"
    r"|(?:今年|去年|\d{4}年)?\s*\d{1,2}\s*月[^。；，]{0,6}(?:装修|开工|动工|建成|成立)[^。；，]*"
)


def _characters(text: str) -> set[str]:
    """Give the characters that carry a matter: an answer in other words still says 灯, 车 or 水."""
    return {char for char in COURTESY.sub("", text) if re.match(f"[{HAN}]", char)} - _COMMON


_COMMON: Final = frozenset(
    "的了是我在不有人大小上下天日月年号楼个这那和就都也没一二三四五六七八九十几好多少很太能会要来去到被把给让从向为以对请您你他们么什怎吗呢吧"
    "已经过还再又才只最更因所于与及或但而如果时候分点早晚午今明昨前后里外中东南西北边旁门口家老孩子女区社街道反映问题情况现处理解决"
)


def _promises(sentences: list[str]) -> list[Finding]:
    found = []
    for sentence in sentences:
        for clause in _clauses(sentence):
            vague, promise = VAGUE.search(clause), PROMISE.search(clause)
            hit = vague or promise
            if hit is None or TERM.search(clause) or HABIT.search(clause):
                continue
            if promise is None and not _is_ahead(clause):
                continue
            found.append(Finding(Lack.PROMISE, sentence, hit[0]))
            break
    return found


def _clauses(sentence: str) -> list[str]:
    """Cut where one promise ends: a term holds for its own clause and the one after it."""
    parts = re.split(r"(?<!下一步)[，,]", sentence)
    return [f"{before}，{part}" if i and TERM.search(before) and _is_term_only(before) else part
            for i, (before, part) in enumerate(zip(["", *parts], parts, strict=False))]  # fmt: skip


def _is_term_only(part: str) -> bool:
    return len(_BLANK.sub("", part)) <= 12 and not re.search(r"[了过已]", part)


def _is_ahead(clause: str) -> bool:
    return not re.search(r"已|了(?!解)|完成|完毕", clause)


def _acts(sentence: str) -> bool:
    """Say whether a sentence tells what was done, or what will be done by a day."""
    for clause in re.split(r"[，,]", sentence):
        if not ACTED.search(clause) or NOT_DONE.search(clause):
            continue
        ahead = PROMISE.search(clause) or VAGUE.search(clause)
        if not ahead or TERM.search(sentence) or re.search(r"已|了(?!解)", clause):
            return True
    return False


def _hard(sentences: list[str]) -> list[Finding]:
    found = []
    for sentence in sentences:
        stiff = list(dict.fromkeys(STIFF.findall(sentence)))
        length = len(_BLANK.sub("", sentence))
        if length > LONG_SENTENCE:
            found.append(Finding(Lack.HARD, sentence, str(length)))
        elif len(stiff) >= STIFF_WORDS:
            found.append(Finding(Lack.HARD, sentence, "、".join(stiff[:4])))
    return found
