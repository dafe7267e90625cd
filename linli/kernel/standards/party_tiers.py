"""Rating Party organisations (先进/中间/后进，合格/过硬/示范，星级评定): what is looked at and in what shares.

No published rule was read that fixes any of it, so all is LOCAL and a setting of the round that rates: the articles name
the tiers, grades and stars; one district's scheme gives shares and the days of publicity. Nothing forces a last tier.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 004: ledgers of advanced, middle and behind; stars; 合格→过硬→示范. Shares and days after one district's scheme "
    "(five stars 10 %, four 40 %, three 30 %, the rest none; five days of publicity)."
)
LEAST: Final[dict[str, Fraction]] = {
    "life": Fraction(9, 10),  # meetings held in their period, of those due
    "minutes": Fraction(9, 10),  # meetings whose minutes say what was settled and who does it
    "term": Fraction(1),  # the term is written down and not over
    "setting": Fraction(1),  # as many and so set up as the rules say
    "doors": Fraction(1),  # has a centre or vanguard household, where it stands on a grid
}
"""Each criterion, met from this share on; both numbers come from records."""
FIVE: Final = 10
FOUR: Final = 40
THREE: Final = 30
PUBLICITY_DAYS: Final = 5
