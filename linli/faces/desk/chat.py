"""What people copy out of a grid's chat group: who said what, in the shapes that chat programs copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_LINES = 400

_WHEN = r"(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s+|\d{1,2}[-/月]\d{1,2}日?\s+|昨天\s*|星期.\s*)?\d{1,2}:\d{2}(?::\d{2})?"
_HEAD = re.compile(rf"^(?P<who>\S.{{0,30}}?)\s+(?P<when>{_WHEN})\s*$")
_BRACKET = re.compile(rf"^[\[［](?P<when>{_WHEN})[\]］]\s*(?P<who>[^:：]{{1,30}})[:：]\s*(?P<what>.*)$")
_NAMED = re.compile(r"^(?P<who>[^\s:：]{1,20})[:：]\s*$")
_NOISE = re.compile(r"^[\[［](?:图片|视频|语音|表情|文件|动画表情|强|抱拳|OK)[\]］]$|^—+|^-{3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One message: who, when as it was written, and the words."""

    who: str
    when: str
    words: str


def read_chat(text: str) -> list[Line]:
    """Cut pasted chat into messages; text in no known shape is one message of nobody."""
    found: list[Line] = []
    who = when = ""
    said: list[str] = []

    def close() -> None:
        words = "\n".join(said).strip()
        if words:
            found.append(Line(who, when, words))
        said.clear()

    for raw in text.splitlines()[:MOST_LINES]:
        line = raw.strip()
        if match := _BRACKET.match(line):
            close()
            who, when = match["who"].strip(), match["when"]
            said.append(match["what"])
        elif match := _HEAD.match(line) or _NAMED.match(line):
            close()
            who, when = match["who"].strip(), match.groupdict().get("when") or ""
        elif line and not _NOISE.match(line):
            said.append(line)
    close()
    return found


def as_words(lines: list[Line]) -> tuple[str, str]:
    """Return what a report is filled with: the words, and who spoke first.

    One speaker's words are joined; when several spoke, each message says who.
    """
    speakers = {line.who for line in lines if line.who}
    if len(speakers) <= 1:
        return "\n".join(line.words for line in lines), next(iter(speakers), "")
    return "\n".join(f"{line.who}：{line.words}" if line.who else line.words for line in lines), lines[0].who
