"""Where an item stands in the guide: its group, and the occasions of a life on which people need it."""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, tuple[str, str]]] = {
    "assistance": ("救助和困难帮扶", "Help in hardship"),
    "elders": ("老人", "Elders"),
    "disabled": ("残疾人", "Disabled people"),
    "children": ("儿童", "Children"),
    "pension": ("养老保险和社保卡", "Pensions and social security card"),
    "medical": ("医保", "Medical insurance"),
    "jobs": ("就业和创业", "Work and starting a business"),
    "family": ("生育和家庭", "Having children, family"),
    "veterans": ("退役军人", "Veterans"),
    "housing": ("住房", "Housing"),
    "residence": ("居住和证明", "Residence and proofs"),
    "shops": ("开店办证", "Running a shop"),
    "afterwards": ("身后事", "After a death"),
}
"""Code → Chinese and English name, in the order of the guide."""

EVENTS: Final[dict[str, tuple[str, str]]] = {
    "birth": ("生孩子、养孩子", "Having a child"),
    "job": ("找工作、丢了工作", "Looking for work, losing it"),
    "illness": ("生病、看病花了大钱", "Illness, large medical bills"),
    "ageing": ("家里有老人", "An elder in the family"),
    "disability": ("有残疾", "A disability"),
    "hardship": ("日子困难", "Hard times"),
    "housing": ("没有房、租房", "Renting, no home of one's own"),
    "moving": ("搬来、搬走", "Moving in or out"),
    "shop": ("开个店", "Opening a shop"),
    "leaving-army": ("退役回来", "Back from service"),
    "retirement": ("快退休、退休了", "Retiring"),
    "death": ("家人去世", "A death in the family"),
}
"""Code → Chinese and English name, in the order of the guide."""
