"""Typed readers of the environment that fail loudly and in plain words.

A value that cannot be read stops the start: an office must never run on a setting that nobody chose.
Every reader also takes `NAME_FILE`, the path of a file that holds the value, as container secrets are given.
"""

import os
from collections.abc import Mapping
from pathlib import Path


class SettingError(ValueError):
    """Raised when a setting is missing or cannot be understood; its text names the setting."""


class Env:
    """Reads settings from a mapping, `os.environ` unless a test gives another."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source

    def raw(self, name: str) -> str | None:
        """Return the value of `name`, or the content of the file that `name_FILE` points at, or None."""
        value, path = self.source.get(name), self.source.get(f"{name}_FILE")
        if value and path:
            raise SettingError(f"{name} and {name}_FILE are both set; keep one of them.")
        if path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingError(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error
            if not value:
                raise SettingError(f"{name}_FILE: {path} is empty.")
        return value or None

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text of `name`; without a default it must be set."""
        value = self.raw(name)
        if value is None:
            if default is None:
                raise SettingError(f"{name} is not set.")
            return default
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no: 1, true, yes, on / 0, false, no, off."""
        value = self.raw(name)
        if value is None:
            return default
        word = value.strip().lower()
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"0", "false", "no", "off"}:
            return False
        raise SettingError(f"{name}={value!r} is neither yes nor no: use 1 or 0.")

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """Return a whole number between `least` and `most`, both included."""
        value = self.raw(name)
        if value is None:
            return default
        try:
            found = int(value)
        except ValueError as error:
            raise SettingError(f"{name}={value!r} is not a whole number.") from error
        if found < least or (most is not None and found > most):
            upto = f" to {most}" if most is not None else " or more"
            raise SettingError(f"{name}={found} is out of range: {least}{upto}.")
        return found

    def choice(self, name: str, default: str, options: tuple[str, ...]) -> str:
        """Return one of `options`."""
        value = self.text(name, default)
        if value not in options:
            raise SettingError(f"{name}={value!r} is not one of {', '.join(options)}.")
        return value

    def listing(self, name: str, default: str = "") -> list[str]:
        """Return the comma-separated parts of `name`, without blanks."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def path(self, name: str, default: Path) -> Path:
        """Return an absolute path, `~` expanded."""
        return Path(self.text(name, str(default))).expanduser().absolute()


env = Env()
