"""What a person wants when they raise something (诉求性质): to ask, to be helped, to complain, to report, to
suggest.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "北京市接诉即办工作条例 (2021-09-24); 济南市12345市民服务热线条例 (2018-09-01)",
    "诉求类型: 咨询、求助、投诉、举报、建议",
    "https://www.bjnews.com.cn/detail/163247571714525.html",
    date(2026, 11, 21),
)
EXTRA_SOURCE: Final = local_choice("Hotlines also count thanks and the rest, so that their shares add up.")


class Nature(StrEnum):
    """The five natures of the hotline statutes, and the two that hotlines add."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    THANKS = "thanks"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese word that hotlines use."""
        return _WORDS[self][0]

    @property
    def english(self) -> str:
        """The English word."""
        return _WORDS[self][1]

    @property
    def help(self) -> str:
        """When to choose it, for the one who chooses (Chinese)."""
        return _WORDS[self][2]

    @property
    def help_english(self) -> str:
        """When to choose it, for the one who chooses (English)."""
        return _WORDS[self][3]

    @property
    def wants_work(self) -> bool:
        """Whether something has to be done, rather than answered, counted or passed on."""
        return self in (Nature.HELP, Nature.COMPLAINT, Nature.REPORT)

    @property
    def protects_reporter(self) -> bool:
        """Whether the name of the one who reports is kept from those who handle, unless they say
        otherwise.
        """
        return self is Nature.REPORT


_WORDS: Final = {
    Nature.CONSULT: ("咨询", "Question", "想问清楚一件事", "You want to know something"),
    Nature.HELP: (
        "求助",
        "Help",
        "有困难或东西坏了，需要人来办",
        "Something is broken or hard, and you need someone to act",
    ),
    Nature.COMPLAINT: (
        "投诉",
        "Complaint",
        "对服务或处理不满意",
        "You are not content with a service or how it was handled",
    ),
    Nature.REPORT: (
        "举报",
        "Report of wrongdoing",
        "有人违法违规，名字替您保密",
        "Somebody breaks the rules; your name is kept secret",
    ),
    Nature.SUGGESTION: (
        "建议",
        "Suggestion",
        "有个想法，能让这里更好",
        "You have an idea that would make things better",
    ),
    Nature.THANKS: ("感谢", "Thanks", "想夸一夸帮过您的人", "You want to thank somebody who helped"),
    Nature.OTHER: ("其他", "Other", "以上都不是", "None of these"),
}
