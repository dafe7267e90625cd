"""The first-day catalogue: what a subdistrict hall usually handles, written for Linli, to be corrected by the office.

Not a list of any province: rules that nobody has held against the original are marked unchecked, promised limits are
LOCAL. An office installs it as drafts, reads, corrects and publishes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.reading import read_item

_FILES: Final = ("assistance", "elders_disabled", "insurance", "jobs", "family_housing")
_TAGS: Final = {":later": "later", ":shared": "shared"}


def _line(text: str) -> dict[str, str]:
    zh, _, en = (part.strip() for part in text.partition(" = "))
    return {"zh": zh, "en": en} if en else {"zh": zh}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _choice(text: str) -> dict[str, Any]:
    code, _, words = text.partition(" = ")
    return {"code": code.strip(), "words": _line(words)}


def _paper(written: str, shared: dict[str, Any]) -> dict[str, Any]:
    """Read “photo*2:later?who=other”: code, copies, need, on which answer."""
    rest, _, when = written.partition("?")
    need = "required"
    for tag, meaning in _TAGS.items():
        if rest.endswith(tag):
            rest, need = rest.removesuffix(tag), meaning
    code, _, copies = rest.partition("*")
    name, form, source = (part.strip() for part in shared["papers"][code].split("|"))
    found: dict[str, Any] = {
        "code": code, "name": _line(name), "paper": form, "need": need, "source": _line(source),
        "copies": int(copies or 0),
    }  # fmt: skip
    if when:
        question, _, answers = when.partition("=")
        found["when"] = {question: answers.split("/")}
    return found


def _question(written: str, shared: dict[str, Any]) -> dict[str, Any]:
    code, _, when = written.partition("?")
    kept = shared["questions"][code]
    found: dict[str, Any] = {"code": code, "words": _line(kept["words"])}
    found["choices"] = [_choice(c) for c in kept.get("choices", ())]
    if when:
        question, _, answers = when.partition("=")
        found["when"] = {question: answers.split("/")}
    return found


def _form(row: dict[str, Any], shared: dict[str, Any], asked: set[str]) -> list[dict[str, Any]]:
    """Give the fields of the form of an item of its kind; one that hangs on a question not asked here falls away."""
    found: list[dict[str, Any]] = []
    for written in shared["forms"][row.get("form", _form_of(row))]:
        code, _, when = written.partition("?")
        kept = shared["fields"][code]
        one: dict[str, Any] = {"code": code, "words": _line(kept["words"]), "kind": kept.get("kind", "line")}
        one["is_required"] = kept.get("required", True)
        if "known" in kept:
            one["known"] = kept["known"]
        if "help" in kept:
            one["help"] = _line(kept["help"])
        one["choices"] = [_choice(c) for c in kept.get("choices", ())]
        if when:
            question, _, answers = when.partition("=")
            if question not in asked and all(question != before["code"] for before in found):
                continue
            one["when"] = {question: answers.split("/")}
        found.append(one)
    return found


def _form_of(row: dict[str, Any]) -> str:
    if row["group"] == "shops":
        return "shop"
    if row["group"] == "children":
        return "child"
    if row.get("power") == "payment":
        return "family" if "income" in row["papers"] else "payment"
    return "basic"


def _ground(written: str) -> dict[str, Any]:
    title, _, clause = written.partition("|")
    return {
        "title": title.removeprefix("LOCAL "),
        "clause": clause,
        "is_local": title.startswith("LOCAL "),
    }


def _item(row: dict[str, Any], shared: dict[str, Any]) -> Item:
    is_instant = "promise" not in row
    visits = row.get("visits", 1)
    ways = row.get("ways", "window online").split()
    time = {"statutory": row.get("law", ""), "promised": row.get("promise", "")}
    time["statutory_ground"] = row.get("law_ground", "")
    if "special" in row:
        name, _, limit = row["special"].rpartition("|")
        time["specials"] = [{"code": "special", "name": _line(name), "limit": limit.strip()}]
    if "publicity" in row:
        name, _, limit = row["publicity"].rpartition("|")
        shown = {"code": "publicity", "name": _line(name), "limit": limit.strip(), "counts": True}
        time["specials"] = [*time.get("specials", ()), shown]
    result, _, kind = row["result"].partition("|")
    return read_item(
        {
            "code": row["code"],
            "name": _line(row["name"]),
            "group": row["group"],
            "main": row.get("main", ""),
            "power": row.get("power", "service"),
            "summary": _line(row["summary"]),
            "events": row.get("events", "").split(),
            "said": row["said"].split("、"),
            "grounds": [_ground(g) for g in row["grounds"]],
            "who": {
                "body": row["body"],
                "role": row["role"],
                "level": row.get("level", "街道"),
                "audience": row.get("audience", "person").split(),
                "reach": row.get("reach", "本街道"),
            },
            "time": time,
            "handling": "instant" if is_instant else "promised",
            "review": row.get("review", "at_once" if is_instant else "first"),
            "ways": ways,
            "depth": row.get("depth", 4 if visits == 0 else 2 if "online" in ways else 1),
            "visits": visits,
            "visits_reason": _line(
                row.get("reason", "核对证件原件 = To see the originals" if visits else "无 = None")
            ),
            "places": row.get("places", "hall community").split(),
            "conditions": [_line(c) for c in row["conditions"]],
            "questions": [_question(q, shared) for q in row.get("ask", ["who"])],
            "materials": [_paper(p, shared) for p in row["papers"]],
            "form": _form(row, shared, {q.partition("?")[0] for q in row.get("ask", ["who"])}),
            "steps": [
                _line(s) for s in shared["steps"][row.get("steps", "instant" if is_instant else "promised")]
            ],
            "result": {
                "name": _line(result),
                "kind": kind.strip() or "none",
                "delivery": row.get("delivery", "window").split(),
            },
        }
    )


@cache
def items() -> tuple[Item, ...]:
    """Return every item of the first day, in the order of the files."""
    return tuple(_items())


def _items() -> Iterator[Item]:
    shared = _read("shared")
    for name in _FILES:
        file = _read(name)
        for row in file["item"]:
            yield _item({**file.get("all", {}), **row}, shared)
