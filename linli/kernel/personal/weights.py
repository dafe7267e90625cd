"""What speaks for a name, fitted by `benchmarks/language/name_weights.py`: above 0 together it is one.

Rows are for kinds of cues (`names.KINDS`): a field, 我叫 or 我是, 邻居, 感谢 or the beginning of a clause.
"""

from typing import Final

BIAS: Final = (1.35, 2.83, 1.04, 1.56, 0.97, 0.10, 0.75, 1.69, -1.95, -1.78, -3.07)
"""By cue, in the order of `cues.Cue`."""

BEHIND: Final = (
    (4.78, 0.60, -0.67, -0.21, -4.52),
    (5.99, 0.04, 1.67, -1.05, -4.81),
    (3.20, 1.32, 1.82, -1.26, -3.87),
    (1.50, -0.02, 1.37, -2.73, -2.78),
    (3.95, 0.00, -0.74, -0.46, -3.19),
    (0.00, 2.20, -0.69, -0.01, -3.45),
)
"""By what follows: nothing, a title, what people do or have, another word, a character of its own."""

FAMILY_WEIGHT: Final = 0.14
GIVEN_WEIGHT: Final = 0.51

WORDS: Final = (
    (0.78, -2.67, -1.27, 0.40, -1.54, -1.69, 0.61, 1.39, -2.15, -1.71, -1.42, -0.45, 0.98, -0.25),
    (0.11, -2.12, -0.90, 0.26, -1.87, -1.32, 1.74, 1.00, -1.81, -3.06, -0.90, -0.53, 0.17, 0.05),
    (0.39, -3.92, -1.91, 1.17, -0.52, -3.44, 0.45, 2.15, -4.28, -2.44, -1.30, 0.19, -0.82, -1.28),
    (0.39, -4.12, -3.15, 0.22, -1.14, -2.66, 0.38, 1.06, -3.40, -2.60, -2.18, -0.46, -0.45, -1.18),
    (0.67, -2.65, -1.37, 0.33, -1.46, -1.61, 1.38, 1.10, -1.35, -1.44, -1.43, 0.07, 0.68, -0.60),
    (0.39, -2.89, -1.02, 0.32, -0.12, -1.79, 1.48, 0.62, -2.50, -2.89, -2.74, -1.48, 1.19, 2.10),
)
"""By what the segmenter says, in the order of `names._said_of`."""
