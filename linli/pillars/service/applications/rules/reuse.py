"""Papers handed in before: how long each kind stays true, and when somebody has to be asked first (办事不重复交材料)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

_YEAR: Final = 365
GOOD_FOR: Final[Mapping[str, int]] = {
    # what does not change from one matter to the next
    **dict.fromkeys(("id", "id_child", "hukou", "marriage", "disabled_card", "house", "birth", "served", "merit"), _YEAR),
    **dict.fromkeys(("one_child", "guardian", "insurance_card", "photo"), _YEAR),
    # what does after a while
    **dict.fromkeys(("bank", "student", "lease", "contract", "lives_here", "left_job", "health", "diagnosis"), 180),
    **dict.fromkeys(("layout", "food_rules", "discharge", "id_dead", "death", "cremation"), 180),
}  # fmt: skip
"""LOCAL. Code of the paper → days since it was handed in. What is signed for one matter only (a form, a promise, an
authority, a statement of means) is never used again, and neither is a paper that the office invented itself."""


def good_until(code: str, taken_at: datetime) -> datetime | None:
    """Give the moment until which a paper may stand in for a new one; nothing for a kind that never may."""
    days = GOOD_FOR.get(code)
    return taken_at + timedelta(days=days) if days is not None else None


def needs_consent(group: str, group_before: str) -> bool:
    """Say whether somebody has to agree: for the same group of matters it was handed in for this, for another it was not."""
    return group != group_before
