"""A refusal is a "no" with a name: expected, explained to whoever asked, and never a crash.

A subclass sits beside the function that raises it (`class UnableToDispatch(Refusal)`); its words live in
`texts.py`, found by `code`. Each face has one translator from refusal to form error, fragment or
problem-JSON.
"""

from __future__ import annotations

import re
from typing import ClassVar

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_registry: dict[str, type[Refusal]] = {}


class Refusal(Exception):
    """Say no, with a stable `code` for machines and `data` for the sentence that people read.

    `code` is the class name in kebab-case unless the class sets its own: `UnableToDispatch` →
    `unable-to-dispatch`.
    """

    code: ClassVar[str] = "refusal"

    def __init__(self, **data: object) -> None:
        self.data: dict[str, object] = data
        super().__init__(self.code, data)

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = code_of(cls.__name__)
        other = _registry.get(cls.code)
        if other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(
                f"two refusals share the code {cls.code!r}: {other.__qualname__} and {cls.__qualname__}"
            )
        _registry[cls.code] = cls

    def __str__(self) -> str:
        if not self.data:
            return self.code
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in self.data.items())})"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling of exceptions, which test workers rely
        # on.
        return (_rebuild, (type(self), self.data))


def _rebuild(kind: type[Refusal], data: dict[str, object]) -> Refusal:
    return kind(**data)


def code_of(class_name: str) -> str:
    """Return a class name in kebab-case."""
    return _WORD_START.sub("-", class_name).lower()


def refusals() -> dict[str, type[Refusal]]:
    """Return every refusal defined so far by its code, for the test that each of them has a text and a
    status.
    """
    return dict(_registry)
