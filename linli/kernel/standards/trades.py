"""What an enterprise does, by the sections of the national classification of industries: one letter each."""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.sources import Source

SOURCE: Final = Source(
    "GB/T 4754-2017 国民经济行业分类 (Industrial classification for national economic activities)",
    "门类 A–T",
    "http://crsrw.com/qiyezixun/48983.html",
    date(2026, 11, 22),
    "The letters and names of the sections, read in a transcription; the standard itself was not read.",
)

TRADES: Final[dict[str, tuple[str, str]]] = {
    "A": ("农、林、牧、渔业", "Farming, forestry, fishing"),
    "B": ("采矿业", "Mining"),
    "C": ("制造业", "Manufacturing"),
    "D": ("电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water"),
    "E": ("建筑业", "Construction"),
    "F": ("批发和零售业", "Wholesale and retail"),
    "G": ("交通运输、仓储和邮政业", "Transport, storage and post"),
    "H": ("住宿和餐饮业", "Hotels and catering"),
    "I": ("信息传输、软件和信息技术服务业", "Information technology"),
    "J": ("金融业", "Finance"),
    "K": ("房地产业", "Real estate"),
    "L": ("租赁和商务服务业", "Leasing and business services"),
    "M": ("科学研究和技术服务业", "Research and technical services"),
    "N": ("水利、环境和公共设施管理业", "Water, environment and public facilities"),
    "O": ("居民服务、修理和其他服务业", "Household services and repair"),
    "P": ("教育", "Education"),
    "Q": ("卫生和社会工作", "Health and social work"),
    "R": ("文化、体育和娱乐业", "Culture, sport and entertainment"),
    "S": ("公共管理、社会保障和社会组织", "Public administration and social organisations"),
    "T": ("国际组织", "International organisations"),
}


def trade_of(text: str) -> str:
    """Return the letter that a cell means: “H”, “H 住宿和餐饮业”, “餐饮”; empty where it means none or several."""
    said = text.strip()
    if said[:1].upper() in TRADES and (len(said) == 1 or not said[1].isalpha() or said[1] >= "\u4e00"):
        return said[:1].upper()
    found = [letter for letter, (name, _english) in TRADES.items() if len(said) >= 2 and said in name]
    return found[0] if len(found) == 1 else ""
